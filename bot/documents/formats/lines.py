"""Lines as they stand in a file into paragraphs: what PDF, RTF and plain text have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Ligatures as PDFs hold them; other compatibility characters, such as superscripts, stay as they are.
_LETTERS = {
    **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
}
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_TRANSLATED = str.maketrans(_LETTERS)
_TURN = re.compile(
    r"(?:[QA]|Question|Answer)[.:]\s|(?:[A-Z][\w.’'-]*[ ]){0,5}[A-Z][\w.’'-]*(?:[ ]\([^)\n]{1,80}\))?:(?:\s|$)"
)
_BULLET = re.compile(r"(?:[•◦▪‣·*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]+\))\s+\S")
_WRAPPED = 150  # characters: who breaks lines by hand does so before that
_TERMINAL = re.compile(r"[.!?:…。！？।؟۔][\"'”’»)\]]*$")


def clean(text: str) -> str:
    """One line of text: letters composed, ligatures spelled out, control characters and runs of space gone."""
    if not text.isascii():
        # A reader may hand on half a character as a surrogate, which no file can hold.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = unicodedata.normalize("NFC", text.translate(_TRANSLATED))
    return " ".join(_UNWANTED.sub("", text).split())


def begins_anew(line: str) -> bool:
    """Whether a line opens a paragraph by itself: a speaker's turn in a transcript, or an item of a list."""
    return _TURN.match(line) is not None or _BULLET.match(line) is not None


def is_turn(line: str) -> bool:
    """Whether a line begins with who speaks: ``Q.``, ``A:``, ``MS EXAMPLETON:``."""
    return _TURN.match(line) is not None


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _TERMINAL.search(line) is not None


def paragraphs_of(text: str, *, a_line_each: bool | None = None) -> Iterator[str]:
    """The cleaned paragraphs of plain text: parted by empty lines, or a line each where lines are long.

    Within a paragraph, lines are joined, save where one opens a turn or an item of a list. ``a_line_each`` says whether
    each line is a paragraph; None, it is told by how long they are.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\u2029", "\n\n")
    chunks = [chunk for chunk in re.split(r"\n[^\S\n]*\n\s*", text) if chunk.strip()]
    if a_line_each is None:
        lengths = [len(line) for line in text.split("\n") if line.strip()]
        a_line_each = bool(lengths) and sum(lengths) / len(lengths) > _WRAPPED
    for chunk in chunks:
        lines = [line for line in map(clean, chunk.split("\n")) if line]
        yield from lines if a_line_each else _joined(lines)


def _joined(lines: Sequence[str]) -> Iterator[str]:
    widest = max(map(len, lines), default=0)
    paragraph: list[str] = []
    for line in lines:
        stopped = bool(paragraph) and ends_sentence(paragraph[-1]) and len(paragraph[-1]) < 0.6 * widest
        if paragraph and (begins_anew(line) or stopped):
            yield " ".join(paragraph)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield " ".join(paragraph)
