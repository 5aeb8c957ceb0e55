"""How text is folded before it is compared: case, accents, quotation marks, dashes, space."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_MARKS = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"'}
    | {"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "\u00a0": " ", "…": "..."}
)
_WORD = re.compile(r"[^\W_]+(?:['.&/-][^\W_]+)*\.?", re.UNICODE)
_QUOTED = re.compile(r'"([^"]+)"|(?<!\w)\'([^\'\n]*(?:\'\w[^\'\n]*)*)\'(?!\w)')


class Token(NamedTuple):
    """A word of a text: as written, folded, and where it starts and ends."""

    written: str
    folded: str
    start: int
    end: int

    @property
    def capitalised(self) -> bool:
        return self.written[:1].isupper()


def straighten(text: str) -> str:
    """The text with straight quotation marks, plain hyphens and single spaces; its letters are kept."""
    return re.sub(r"\s+", " ", text.translate(_MARKS)).strip()


def fold(text: str) -> str:
    """Lower case, straight marks, no accents, single spaces: for looking names up."""
    plain = straighten(text)
    if plain.isascii():
        return plain.casefold()
    plain = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def bare(text: str) -> str:
    """Folded words alone, parted by single spaces: for comparing quotations."""
    return " ".join(re.sub(r"[^\w ]+", "", re.sub(r"[-/]", " ", fold(text))).split())


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text; a possessive ``'s`` and a closing full stop are not part of the folded word."""
    found = []
    for match in _WORD.finditer(straighten(text)):
        folded = fold(match.group())
        folded = re.sub(r"'s?$", "", folded.removesuffix("."))
        found.append(Token(match.group(), folded, match.start(), match.end()))
    return tuple(found)


def quoted_spans(text: str, least_words: int = 2) -> tuple[str, ...]:
    """What stands in quotation marks, of at least so many words; apostrophes are not taken for marks."""
    spans = (double or single for double, single in _QUOTED.findall(straighten(text)))
    return tuple(span.strip() for span in spans if len(span.split()) >= least_words)


def unquoted(text: str, least_words: int = 3) -> str:
    """The straightened text with quoted words blanked out, every other character in its place."""
    text = straighten(text)
    for match in _QUOTED.finditer(text):
        if len(match.group().split()) >= least_words:
            text = text[: match.start() + 1] + " " * (len(match.group()) - 2) + text[match.end() - 1 :]
    return text
