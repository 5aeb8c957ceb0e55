"""A model's text as it streams in, cut into whole sentences with the numbers of the passages that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.phrases import ABBREVIATION
from bot.records import Record

LONGEST = 1500  # characters without an end: no sentence, so it is let go as it is

_MARKER = r"[\[【](?:\s*(?:passages?\s*)?\d{1,3}\s*(?:[,;–-]|and|\])?)+[\]】]?"
_MARKERS = re.compile(rf"(?:\s*{_MARKER})+", re.IGNORECASE)
_ONE_MARKER = re.compile(
    r"[\[【](\s*(?:passages?\s*)?\d{1,3}(?:\s*(?:[,;–-]|and)\s*(?:passages?\s*)?\d{1,3})*\s*)[\]】]",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…][”’\"')*_]*")
_AT_LINE_START = re.compile(r"^\s*((?:[-*•]|\d{1,2}[.)])\s+)?(?:#{1,6}\s+)?")
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_OPEN = re.compile(r"\s*<(?:t(?:h(?:i(?:n(?:k)?)?)?)?)?\Z")


class Written(Record):
    """One sentence as a model wrote it: its words, the numbers that it cites, and where it stands."""

    text: str
    numbers: tuple[int, ...]
    bullet: bool = False
    paragraph: int = 0


class SentenceReader:
    """Takes a text piece by piece, in whatever pieces it comes, and gives each sentence once it is whole.

    A sentence ends at a full stop outside quotation marks that ends no abbreviation, or with its line. Numbers in
    square brackets belong to the sentence in or right behind which they stand; at the start of a line, to the one that
    follows. Thoughts between ``<think>`` tags are skipped.
    """

    def __init__(self) -> None:
        self._held = ""
        self._paragraph = 0
        self._bullet = False
        self._ahead: tuple[int, ...] = ()

    def feed(self, piece: str) -> Iterator[Written]:
        """The sentences that a piece of text completes."""
        self._held += piece.replace("\r", "")
        yield from self._take(last=False)

    def finish(self) -> Iterator[Written]:
        """The sentences that are left when nothing more comes, the last one whole or not."""
        yield from self._take(last=True)

    def _take(self, *, last: bool) -> Iterator[Written]:
        if self._held.lstrip().startswith("<think>") or (_OPEN.match(self._held) and not last):
            if "</think>" not in self._held and not last:
                return
            self._held = _THINKING.sub("", self._held)
        while "\n" in self._held:
            line, self._held = self._held.split("\n", 1)
            yield from self._sentences(line, whole=True)
            self._bullet, self._ahead = False, ()
            if not line.strip():
                self._paragraph += 1
        yield from self._sentences(self._held, whole=last)

    def _sentences(self, line: str, *, whole: bool) -> Iterator[Written]:
        """Sentences at the start of a line; what is left is held, where the line is not whole."""
        while (end := _sentence_end(line, whole=whole)) is not None:
            written = self._written(line[:end])
            line = line[end:].lstrip() if end < len(line) else ""
            if written is not None:
                yield written
        if not whole:
            self._held = line

    def _written(self, text: str) -> Written | None:
        start = _AT_LINE_START.match(text)
        bullet = bool(start and start[1])
        text = text[start.end() :] if start else text
        numbers = tuple(dict.fromkeys(number for found in _ONE_MARKER.findall(text) for number in _numbers(found)))
        words = re.sub(r"\s+([.,;:!?])", r"\1", _MARKERS.sub("", text))
        words = re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", " ".join(words.split()))
        if not any(letter.isalnum() for letter in words):
            self._ahead = (*self._ahead, *numbers)
            return None
        numbers, self._ahead = tuple(dict.fromkeys((*self._ahead, *numbers))), ()
        return Written(text=words, numbers=numbers, bullet=bullet, paragraph=self._paragraph)


def _sentence_end(line: str, *, whole: bool) -> int | None:
    """Where the first sentence of a line ends, its markers included; None where that cannot be told yet."""
    if not line.strip():
        return None
    for found in _END.finditer(line):
        end = found.end()
        markers = _MARKERS.match(line, end)
        after = markers.end() if markers else end
        rest = line[after:]
        if not whole and (not rest.strip() or (rest.lstrip()[0] in "[【")):
            break  # a marker or a closing mark may still come
        if rest and not rest[0].isspace() and not markers:
            continue  # a full stop within a word or a figure
        if _inside_quotation(line[:end]) or ABBREVIATION.search(line[:end]) or _lower(rest):
            continue
        if re.fullmatch(r"\s*\d{1,2}\.", line[:end]):
            continue  # the number of an item
        return after
    return len(line) if whole or len(line) > LONGEST else None


def _lower(rest: str) -> bool:
    """Whether the words after a full stop go on as no sentence begins."""
    rest = rest.lstrip()
    return bool(rest) and rest[0].islower()


def _inside_quotation(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _numbers(marker: str) -> Iterator[int]:
    """The numbers of ``1``, ``1, 2`` or ``1-3``."""
    parts = re.split(r"[,;]|and", re.sub(r"passages?", "", marker, flags=re.IGNORECASE))
    for part in parts:
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] <= ends[1] <= ends[0] + 20:
            yield from range(ends[0], ends[1] + 1)
        else:
            yield from ends
