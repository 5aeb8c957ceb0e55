"""A text into blocks to embed: whole sentences under one heading, no quotation cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from bot.documents.document import Block
from bot.documents.quotation_spans import Span, quotation_spans
from bot.documents.sentences import sentence_starts

TARGET = 900  # characters of a block, where sentences allow it
LONGEST_KEPT = 4000  # a quotation or sentence longer than this is cut all the same
_LEAST_ON_A_PAGE = 300  # a block of so many characters ends with its page


def cut_blocks(text: str, headings: Sequence[Span], page_starts: Sequence[int] = ()) -> tuple[Block, ...]:
    """The blocks of ``text``, in order; between them they hold every paragraph that is no heading.

    ``headings`` are the spans of the headings, in order; ``page_starts`` is where each page begins. A block has up to
    900 characters, more only where one sentence or one quotation has: those are kept whole up to 4,000 characters.
    Where a text is headings alone, they are its blocks.
    """
    paragraphs = _paragraph_starts(text)
    sections = list(_sections(text, headings))
    if not sections:
        sections = [(0, len(text), None)]
    blocks = []
    for start, end, heading in sections:
        for block_start, block_end in _pack(_units(text, start, end), page_starts):
            page = max(1, bisect_right(page_starts, block_start)) if page_starts else None
            number = bisect_right(paragraphs, block_start)
            blocks.append(Block(start=block_start, end=block_end, paragraph=number, page=page, heading=heading))
    return tuple(blocks)


def _paragraph_starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n\n")
    while at >= 0:
        starts.append(at + 2)
        at = text.find("\n\n", at + 2)
    return starts


def _sections(text: str, headings: Sequence[Span]) -> Iterator[tuple[int, int, str | None]]:
    """Start, end and heading of what stands under each heading; nothing for a heading over nothing."""
    at, heading = 0, None
    for start, end in (*headings, (len(text), len(text))):
        span = _stripped(text, at, start)
        if span[0] < span[1]:
            yield *span, heading
        at, heading = end, text[start:end]


def _units(text: str, start: int, end: int) -> list[Span]:
    """What may not be cut, in order: sentences, joined where a quotation runs over several."""
    kept = [span for span in quotation_spans(text, start, end) if span[1] - span[0] <= LONGEST_KEPT]
    cuts = [cut for cut in sentence_starts(text, start, end) if not _inside(cut, kept)]
    units = []
    for first, last in zip([start, *cuts], [*cuts, end], strict=True):
        at, last = _stripped(text, first, last)
        while last - at > LONGEST_KEPT and (cut := _forced_cut(text, at, last, kept)) < last:
            units.append(_stripped(text, at, cut))
            at = _stripped(text, cut, last)[0]
        if at < last:
            units.append((at, last))
    return units


def _inside(cut: int, spans: Sequence[Span]) -> bool:
    """Whether a cut would part one of the spans, which are in order and apart."""
    before = bisect_left(spans, (cut, 0)) - 1
    return before >= 0 and spans[before][0] < cut < spans[before][1]


def _forced_cut(text: str, start: int, end: int, kept: Sequence[Span]) -> int:
    """Where to cut what is too long: the last space within 4,000 characters that stands in no quotation."""
    for at in range(start + LONGEST_KEPT, start, -1):
        if text[at].isspace() and not _inside(at, kept):
            return at
    at = start + LONGEST_KEPT
    before = bisect_left(kept, (at, 0)) - 1
    return min(kept[before][1], end) if _inside(at, kept) else at


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _pack(units: Sequence[Span], page_starts: Sequence[int]) -> Iterator[Span]:
    """Units put together up to the size of a block; a page that begins ends a block that is long enough."""
    block: Span | None = None
    for start, end in units:
        if block is not None:
            turned = bisect_right(page_starts, block[1] - 1) != bisect_right(page_starts, start)
            full = end - block[0] > TARGET or (turned and block[1] - block[0] >= _LEAST_ON_A_PAGE)
            if full:
                yield block
                block = None
        block = (start, end) if block is None else (block[0], end)
    if block is not None:
        yield block
