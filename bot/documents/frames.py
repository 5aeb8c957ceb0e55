"""Paragraphs made ready for parsing: quotations covered by a stand-in, words with their grammar, sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.documents.marks import Quotation, find_quotations, opens

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CLAUSE, _THING = "It works", "this"  # stand-ins: what is quoted is parsed as a clause, or as a thing
_FINAL = ",.?!…"
_LONGEST = 20_000  # characters of a paragraph that are parsed at once
_Piece = tuple[int, int, int]  # start, end, number of the paragraph


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a text: its number from 1, where it starts in the text, and its quotations."""

    number: int
    start: int
    text: str
    quotations: tuple[Quotation, ...]
    continued: bool  # whether its last quotation goes on in the next paragraph
    label_name: str = ""  # the name in brackets after the label
    label: str = ""  # who speaks, in a transcript; ``text`` is then what comes after it


@dataclass(frozen=True)
class Masked:
    """Text for the parser, in which each outermost quotation is a stand-in, and how to get back."""

    text: str
    stand_ins: tuple[tuple[int, int, int], ...]  # start and end in the masked text, place of the quotation
    shifts: tuple[tuple[int, int], ...]  # position in the masked text, what to add to get the original one

    def original(self, at: int) -> int:
        place = bisect_right(self.shifts, (at, 1 << 60)) - 1
        return at + (self.shifts[place][1] if place >= 0 else 0)


@dataclass(frozen=True, slots=True)
class Frame:
    """A parsed piece of narration. The lists run over its words; ``quoted`` is the place of the quotation or -1."""

    paragraph: Paragraph
    masked: Masked
    words: list[str]
    lower: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    quoted: list[int]
    entities: dict[int, str]
    sentences: list[tuple[int, int]]
    sentence_of: list[int]
    children: dict[int, list[int]] = field(default_factory=dict)

    def spans(self) -> dict[int, tuple[int, int]]:
        """First word and the one after the last, of the stand-in of each quotation."""
        found: dict[int, tuple[int, int]] = {}
        for at, quotation in enumerate(self.quoted):
            if quotation >= 0:
                first = found[quotation][0] if quotation in found else at
                found[quotation] = (first, at + 1)
        return found

    def original(self, word: int, end: bool = False) -> int:
        """Where a word starts, or ends, in the paragraph."""
        at = self.starts[word] + (len(self.words[word]) if end else 0)
        return self.masked.original(at - 1) + 1 if end else self.masked.original(at)


def mask(text: str, quotations: tuple[Quotation, ...], within: int | None = None) -> Masked:
    """The text, or the inside of one quotation, with the quotations directly in it covered."""
    start, end = (0, len(text)) if within is None else quotations[within].inner
    parts: list[str] = []
    stand_ins: list[tuple[int, int, int]] = []
    shifts: list[tuple[int, int]] = [(0, start)]
    length, at = 0, start
    for place, quotation in enumerate(quotations):
        if quotation.parent != within or quotation.outer[0] < at:
            continue
        before = text[at : quotation.outer[0]]
        cover = _stand_in(text, quotation)
        parts += [before, cover]
        stand_ins.append((length + len(before), length + len(before) + len(cover), place))
        length += len(before) + len(cover)
        at = quotation.outer[1]
        shifts.append((length, at - length))
    parts.append(text[at:end])
    return Masked("".join(parts), tuple(stand_ins), tuple(shifts))


def _stand_in(text: str, quotation: Quotation) -> str:
    inner = text[quotation.inner[0] : quotation.inner[1]]
    last = inner.rstrip("”’\"'»")[-1:]
    final = last if last and last in _FINAL else ""
    words = inner.count(" ") + 1
    after_that = re.search(r"\bthat $", text[max(0, quotation.outer[0] - 6) : quotation.outer[0]])
    clause = (final and words > 2) or (final and final != ",") or (words > 4 and (inner[0].isupper() or after_that))
    cover = _CLAUSE if clause else _THING
    if inner[0].islower() or inner[0] in ".…":
        cover = cover.lower()
    return f'"{cover}{"." if final == "…" else final}"'


def frame(paragraph: Paragraph, masked: Masked, doc: Doc) -> Frame:
    """The words of a parsed piece, with what attribution needs to know of each."""
    words, tags, deps, heads, starts = [], [], [], [], []
    for token in doc:
        words.append(token.text)
        tags.append(token.tag_)
        deps.append(token.dep_)
        heads.append(token.head.i)
        starts.append(token.idx)
    quoted = [-1] * len(words)
    word = 0
    for start, end, place in masked.stand_ins:
        while word < len(words) and starts[word] < start:
            word += 1
        while word < len(words) and starts[word] < end:
            quoted[word] = place
            word += 1
    children: dict[int, list[int]] = {}
    for at, head in enumerate(heads):
        if head != at:
            children.setdefault(head, []).append(at)
    entities = {at: entity.label_ for entity in doc.ents for at in range(entity.start, entity.end)}
    sentences = list(_sentences(words, tags, quoted))
    sentence_of = [number for number, (first, last) in enumerate(sentences) for _ in range(first, last)]
    return Frame(
        paragraph, masked, words, [word.lower() for word in words], tags, deps, heads, starts, quoted, entities,
        sentences, sentence_of, children,
    )  # fmt: skip


def _sentences(words: list[str], tags: list[str], quoted: list[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for at, word in enumerate(words):
        following = at + 1
        if following == len(words):
            yield first, following
            return
        if quoted[at] >= 0:
            if quoted[following] == quoted[at]:
                continue
            final = words[at - 1][-1:]
            ends = final in ".?!" and (words[following][:1].isupper() or quoted[following] >= 0)
            if ends and final in "?!" and _tag_follows(words, tags, following):
                ends = False
        else:
            ends = word[-1:] in ".?!:" and len(word.strip(".?!:")) == 0 and word != ":"
            ends = ends and not words[following][:1].islower() and words[following] not in ",;)"
        if ends or (word.isspace() and "\n" in word):
            yield first, following
            first = following


def _tag_follows(words: list[str], tags: list[str], at: int) -> bool:
    """Whether, after a question in quotation marks, comes "Name asked" and not a new sentence."""
    end = at
    while end < len(words) and (words[end][:1].isupper() or words[end].lower() in ("de", "van", "von")):
        end += 1
    return at < end < at + 6 and end < len(words) and tags[end] in ("VBD", "VBZ") and words[end].islower()


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text, parted by empty lines and numbered from 1.

    A turn of a transcript on a line of its own, and a part of a paragraph too long to be parsed at once, comes as a
    piece of its own under the number of its paragraph.
    """
    pieces = _with_next(_pieces(text))
    for (start, end, number), following in pieces:
        body = text[start:end]
        next_opens = following is not None and bool(opens(text[following[0] : following[0] + 80]))
        goes_on = next_opens and (bool(opens(body)) or bool(_OPENS_LATE.search(body)))
        quotations = find_quotations(body, continues=goes_on)
        continued = any(not quotation.closed for quotation in quotations)
        yield Paragraph(number, start, body, quotations, continued)


_OPENS_LATE = re.compile(r"[:,.?!]\s*[\"“‘«„']")
_BREAK = re.compile(
    r"\r?\n[ \t]*(?:\r?\n[ \t]*)+|\r?\n(?=[ \t]*(?:[QA]\d{0,3}[.:)] |[A-Z][\w.’' -]{1,40}: \S))|\r?\n(?=>)"
)
_SENTENCE_END = re.compile(r"[.!?][”’\"']?\s+(?=[A-Z“‘\"])")


def _with_next(pieces: Iterator[_Piece]) -> Iterator[tuple[_Piece, _Piece | None]]:
    before = next(pieces, None)
    while before is not None:
        following = next(pieces, None)
        yield before, following
        before = following


def _pieces(text: str) -> Iterator[_Piece]:
    start, number, blank = 0, 0, True
    for match in _BREAK.finditer(text):
        if text[start : match.start()].strip():
            number += blank
            yield from _parts(text, start, match.start(), number)
            blank = False
        blank = blank or match.group().count("\n") > 1
        start = match.end()
    if text[start:].strip():
        yield from _parts(text, start, len(text), number + blank)


def _parts(text: str, start: int, end: int, number: int) -> Iterator[_Piece]:
    """A paragraph without the space around it, cut at ends of sentences where it is too long."""
    while end - start > _LONGEST:
        cuts = list(_SENTENCE_END.finditer(text, start + _LONGEST // 2, start + _LONGEST))
        cut = cuts[-1].end() if cuts else start + _LONGEST
        yield (*_trimmed(text, start, cut), number)
        start = cut
    if text[start:end].strip():
        yield (*_trimmed(text, start, end), number)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
