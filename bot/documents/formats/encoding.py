"""Bytes into text, whatever encoding they are in."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from bot.documents.errors import UnknownKind

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
_MOST_STRAY = 0.001  # share of zero bytes in a text that something has scratched
_SAMPLE = 200_000  # bytes from which an encoding is told


def decode(content: bytes, name: str, *, markup: bool = False) -> tuple[str, str | None]:
    """The text of a file, and a warning where its encoding had to be guessed.

    A byte order mark counts first, then UTF-8, then what the head of a page declares (``markup``), then a guess from
    the letters. Raises UnknownKind where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace"), None
    if b"\0" in content[:_SAMPLE]:
        wide = _utf16(content[:_SAMPLE])
        if wide is not None:
            return content.decode(wide, "replace"), None
        if content.count(b"\0") > _MOST_STRAY * len(content):
            raise no_text(name)
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        broken = error
    if markup and (declared := _DECLARED.search(content[:4096])):
        found = _known(declared[1].decode("ascii"))
        if found is not None:
            return content.decode(found, "replace"), None
    return _broken_utf8(content) or _guessed(content, name, broken)


def no_text(name: str) -> UnknownKind:
    """What is raised where bytes are no text."""
    return UnknownKind(
        name, "this is no text", "PDF, HTML, DOCX, EPUB, RTF, Markdown and plain text are read, so save it as one"
    )


def _known(encoding: str) -> str | None:
    """The codec of a declared encoding; pages that say Latin-1 mean Windows-1252."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: in most scripts one byte of each pair is mostly the same and small."""
    even, odd = sample[0::2], sample[1::2]
    for encoding, high in (("utf-16-le", odd), ("utf-16-be", even)):
        if high.count(0) > 0.6 * len(high):
            text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
            if "\0" not in text and sum(letter.isprintable() or letter.isspace() for letter in text) > 0.98 * len(text):
                return encoding
    return None


def _broken_utf8(content: bytes) -> tuple[str, str] | None:
    """A text in UTF-8 with a few bytes that are not; None where it has more of these than of whole letters."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", text))
    if whole <= 3 * broken:
        return None
    return text, f"{broken} of its characters {'is' if broken == 1 else 'are'} damaged and shown as \ufffd"


def _guessed(content: bytes, name: str, broken: UnicodeDecodeError) -> tuple[str, str]:
    # A sample around the first byte that is no UTF-8: the letters there are what tells encodings apart.
    first = max(0, broken.start - _SAMPLE // 2)
    sample = content[first : first + _SAMPLE]
    best = from_bytes(sample, preemptive_behaviour=False).best()
    if best is None or sum(byte < 9 or 13 < byte < 32 for byte in sample) > 0.01 * len(sample):
        raise no_text(name)
    encoding = best.encoding
    # Its sisters differ from Windows-1252 in letters that most texts do not have; the commonest is then the likeliest.
    if encoding in ("ascii", "latin_1", "utf_8") or sample.decode("cp1252", "replace") == str(best):
        encoding = "cp1252"
    return content.decode(encoding, "replace"), f"the encoding was guessed to be {encoding.replace('_', '-')}"
