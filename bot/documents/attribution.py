"""Who said what in free text: quotations in marks and reports without, each with its speaker where that is certain.

spaCy parses the narration, with each quotation covered by a stand-in; rules on its grammar find the speakers.
Nothing is guessed: a quotation whose speaker is not certain keeps ``speaker`` None.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Literal

from bot.documents.discourse import Discourse
from bot.documents.frames import Frame, Masked, Paragraph, frame, mask, paragraphs
from bot.documents.parser import load_parser
from bot.documents.passage import Found, attribute_window
from bot.documents.turns import parted_turns
from bot.records import Record

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Attributed", "Attributions", "attribute", "attribute_all", "load_parser"]

_WINDOW = 200  # paragraphs that are looked at together
_BATCH = 64  # pieces of text that the parser takes at once


class Attributed(Record):
    """One quotation or report. ``start`` and ``end`` are characters of the text that was given."""

    speaker: str | None
    quote: str
    cue: str
    start: int
    end: int
    paragraph: int
    kind: Literal["direct", "indirect"]
    confidence: float


class Attributions(Record):
    """Everything that is said in a text, in order of appearance."""

    quotations: tuple[Attributed, ...]

    @property
    def direct(self) -> tuple[Attributed, ...]:
        return tuple(each for each in self.quotations if each.kind == "direct")

    @property
    def indirect(self) -> tuple[Attributed, ...]:
        return tuple(each for each in self.quotations if each.kind == "indirect")


def attribute(text: str, nlp: Language) -> Attributions:
    """Who says what in one text. ``nlp`` comes from ``load_parser``."""
    return next(attribute_all([text], nlp))


def attribute_all(texts: Iterable[str], nlp: Language) -> Iterator[Attributions]:
    """The same for many texts, in order, each as soon as it is parsed. Texts are read as they are needed.

    Memory is bounded by one window of paragraphs, besides the text itself and what was found in it.
    """
    prepared: deque[tuple[str, Masked, Paragraph, int | None] | None] = deque()

    def pieces() -> Iterator[str]:
        for text in texts:
            for window in _windows(text):
                for paragraph, masked, within in _masked(window):
                    prepared.append(("piece", masked, paragraph, within))
                    yield masked.text
                prepared.append(("window", Masked("", (), ()), window[0], None))
                yield ""
            prepared.append(None)
            yield ""

    context = Discourse()
    found: list[Attributed] = []
    frames: list[tuple[Frame, int | None]] = []
    for doc in nlp.pipe(pieces(), batch_size=_BATCH):
        item = prepared.popleft()
        if item is None:
            yield Attributions(quotations=tuple(found))
            context, found = Discourse(), []
        elif item[0] == "window":
            context, more = attribute_window(frames, context)
            found += map(_record, more)
            frames = []
        else:
            frames.append((frame(item[2], item[1], doc), item[3]))


def _windows(text: str) -> Iterator[list[Paragraph]]:
    rest = paragraphs(text)
    transcript = False
    while window := list(islice(rest, _WINDOW)):
        window = parted_turns(window, transcript)
        transcript = transcript or any(paragraph.label for paragraph in window)
        yield window


def _masked(window: list[Paragraph]) -> Iterator[tuple[Paragraph, Masked, int | None]]:
    """The narration of each paragraph, and the inside of each quotation that holds others."""
    for paragraph in window:
        yield paragraph, mask(paragraph.text, paragraph.quotations), None
        for within in sorted({q.parent for q in paragraph.quotations if q.parent is not None}):
            yield paragraph, mask(paragraph.text, paragraph.quotations, within), within


def _record(found: Found) -> Attributed:
    return Attributed.model_construct(**found._asdict())
