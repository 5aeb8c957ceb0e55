"""The lines of pages into paragraphs: running heads taken off, hyphens mended, paragraphs and headings told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.documents.document import Paragraph
from bot.documents.formats.lines import begins_anew, ends_sentence, is_turn

_EDGE = 2  # lines at the head and foot of a page among which running ones are sought
_LONGEST_WORD = 60  # letters
_NEAR = 2  # pages: a running line stands again on one of the next two
_LEAST_REPEATS = 3  # pages that share a line before it counts as running
_LEAST_GAPS = 5  # a gap that fewer lines share tells nothing of the usual one
_NUMBER = re.compile(r"(?:page\s*)?[-–—\s[(]*(\d{1,4}|[ivxlc]{1,7})[-–—\s\])]*(?:(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)
_BESIDE_NUMBER = re.compile(r"(\d{1,4})\s+\D.*|.*\D\s+(\d{1,4})")
_LONGEST_HEAD = 100  # characters
_SHARE_NUMBERED = 0.3  # of all pages
_HYPHENATED = re.compile(r"([^\W\d_]+)[-‐]$")
_LEADER = re.compile(r"(?:\.\s?){4}")  # of a table of contents
_NUMBERED = re.compile(
    r"(?:(?:chapter|part|section|annex|appendix)\s+)?(?:\d{1,2}\.)*\d{1,2}\.?\s+[A-Z]", re.IGNORECASE
)
_LONGEST_HEADING = 150  # characters
# Before these the hyphen at a line's end is more likely the word's own than the typesetter's.
_KEEPS_HYPHEN = frozenset("anti cross ex half multi non post pre pro quasi self semi so two well".split())


class Line(NamedTuple):
    """A line of a page: its place in points from the lower left corner, its size in points, whether it is bold."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool


class _Layout(NamedTuple):
    """What is usual in a document: size of its type, gap between lines, left margin, length of a full line."""

    size: float
    gap: float
    margin: float
    width: int


def paragraphs_of_pages(pages: Sequence[Sequence[Line]], outline: frozenset[str] = frozenset()) -> Iterator[Paragraph]:
    """The paragraphs of a document, each with the pages that it runs over; ``outline`` holds folded headings."""
    kept = _without_line_numbers(_without_running_lines(pages))
    lines = [line for page in kept for line in page]
    if not lines:
        return
    layout = _usual(lines)
    words = _words(lines)
    group: list[Line] = []
    for before, line in pairwise((None, *lines)):
        assert line is not None
        if before is not None and _parted(before, line, layout, outline):
            yield _paragraph(group, layout, words, outline)
            group = []
        group.append(line)
    yield _paragraph(group, layout, words, outline)


def _without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without heads, feet and page numbers that come again and again at the edge of neighbouring pages."""
    edges = [_edge(page) for page in pages]
    places: dict[tuple[bool, str], list[int]] = {}
    for number, edge in enumerate(edges):
        for index, top in edge:
            where = places.setdefault((top, _normal(pages[number][index].text)), [])
            if not where or where[-1] != number:
                where.append(number)
    running = {key: set(_running(key[1], where, len(pages))) for key, where in places.items()}
    numbered = _numbered(pages, edges)
    kept = []
    for number, page in enumerate(pages):
        dropped = {
            index
            for index, top in edges[number]
            if number in running[top, _normal(page[index].text)] or (number, index) in numbered
        }
        kept.append([line for index, line in enumerate(page) if index not in dropped])
    return kept


def _numbered(pages: Sequence[Sequence[Line]], edges: Sequence[Sequence[tuple[int, bool]]]) -> set[tuple[int, int]]:
    """Page, from 0, and index of the lines that hold the number of their page, alone or before or after a few words.

    The printed number may be ahead of the page by the same count all through a book: other pages then have it so too.
    """
    found: dict[tuple[int, int], tuple[int, bool]] = {}
    for number, edge in enumerate(edges):
        for index, _ in edge:
            text = pages[number][index].text
            alone = _own_number(text)
            if alone is not None:
                found[number, index] = alone - number, True
            elif len(text) < _LONGEST_HEAD and (match := _BESIDE_NUMBER.fullmatch(text)):
                found[number, index] = int(match[1] or match[2]) - number, False
    shared = Counter(offset for offset, _ in found.values())
    least = max(_LEAST_REPEATS, _SHARE_NUMBERED * len(pages))
    return {
        place
        for place, (offset, alone) in found.items()
        if (alone and (offset == 1 or shared[offset] >= _LEAST_REPEATS)) or shared[offset] >= least
    }


def _edge(page: Sequence[Line]) -> list[tuple[int, bool]]:
    """Indices of the highest and lowest lines of a page, with whether they are of the highest."""
    order = sorted(range(len(page)), key=lambda index: -page[index].y)
    top = order[:_EDGE]
    return [*((index, True) for index in top), *((index, False) for index in order[-_EDGE:] if index not in top)]


def _normal(text: str) -> str:
    if _NUMBER.match(text):
        return "#"
    return re.sub(r"\d+", "#", text.casefold())


def _running(text: str, where: Sequence[int], total: int) -> Iterator[int]:
    """The pages, from 0, on which a line that stands at the edge of the pages ``where`` is a running one.

    A speaker's name in a transcript is none, and a line that ends as a sentence only where most pages have it.
    """
    if is_turn(text.title()) or text.endswith(":") or not re.search(r"[^\W\d_]|^#$", text):
        return
    if len(where) < (max(_LEAST_REPEATS, 0.6 * total) if ends_sentence(text) else _LEAST_REPEATS):
        return
    for index, number in enumerate(where):
        before = index > 0 and number - where[index - 1] <= _NEAR
        after = index + 1 < len(where) and where[index + 1] - number <= _NEAR
        if before or after:
            yield number


def _own_number(text: str) -> int | None:
    match = _NUMBER.match(text)
    return int(match[1]) if match and match[1].isdigit() else None


def _without_line_numbers(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Transcripts of courts number the lines of each page; the numbers are taken off."""
    found = []
    for page in pages:
        numbers = [re.match(r"(\d{1,2})(?:\s+|$)", line.text) for line in page]
        counted = [int(match[1]) for match in numbers if match]
        rising = sum(after - before == 1 for before, after in pairwise(counted))
        if len(page) >= 10 and len(counted) >= 0.9 * len(page) and rising >= 0.9 * (len(counted) - 1):
            texts = [
                line.text[match.end() :] if match else line.text for line, match in zip(page, numbers, strict=True)
            ]
            found.append([line._replace(text=text) for line, text in zip(page, texts, strict=True) if text])
        else:
            found.append(list(page))
    return found


def _usual(lines: Sequence[Line]) -> _Layout:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if line.size == size]
    gaps = Counter(round(a.y - b.y, 1) for a, b in pairwise(body) if a.page == b.page and 0 < a.y - b.y < 4 * size)
    margins = Counter(round(line.x) for line in body)
    lengths = sorted(len(line.text) for line in body)
    gap, often = gaps.most_common(1)[0] if gaps else (0.0, 0)
    if often < _LEAST_GAPS:
        gap = 1.2 * size
    return _Layout(size, gap, margins.most_common(1)[0][0], lengths[int(0.9 * (len(lengths) - 1))])


def _parted(before: Line, line: Line, layout: _Layout, outline: frozenset[str]) -> bool:
    """Whether a paragraph or heading ends between two lines that follow each other."""
    if abs(before.size - line.size) > 0.12 * layout.size or before.text.casefold() in outline:
        return True
    if line.text.casefold() in outline or is_turn(line.text):
        return True
    ended = ends_sentence(before.text)
    short = len(before.text) < 0.75 * layout.width
    if before.bold != line.bold and short:
        return True
    if begins_anew(line.text) and (ended or short):
        return True
    indented = 4 < line.x - before.x < 60 and abs(before.x - layout.margin) < 4
    if before.page != line.page:
        return ended and (short or indented or not line.text[:1].islower())
    if before.y - line.y > max(1.25 * layout.gap, layout.gap + 2):
        return True
    return (ended and short) or (indented and ended)


def _paragraph(group: Sequence[Line], layout: _Layout, words: Counter[str], outline: frozenset[str]) -> Paragraph:
    text = ""
    pages: list[tuple[int, int]] = []
    for line in group:
        text = _joined(text, line.text, words) if text else ""
        if not pages or pages[-1][1] != line.page:
            pages.append((len(text), line.page))
        text += line.text
    return Paragraph(text, heading=_is_heading(group, text, layout, outline), pages=tuple(pages))


def _joined(text: str, line: str, words: Counter[str]) -> str:
    """The text as it stands before the next line is put to it: with a space, or with its last hyphen mended."""
    match = _HYPHENATED.search(text, max(0, len(text) - _LONGEST_WORD)) if text[-1] in "-‐" else None
    if match is None:
        return text + " "
    following = re.match(r"[^\W\d_]+", line)
    if following is None or not following.group()[0].islower():
        return text  # Anglo-|American
    first, second = match[1].casefold(), following.group().casefold()
    whole, hyphened = words[first + second], words[f"{first}-{second}"]
    compound = text[: match.start()].endswith(("-", "‐")) or first in _KEEPS_HYPHEN
    if hyphened > whole or (compound and not whole):
        return text
    return text[:-1]


def _words(lines: Sequence[Line]) -> Counter[str]:
    """How often each word and each pair with a hyphen stands within a line."""
    found: Counter[str] = Counter()
    for line in lines:
        for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", line.text.casefold()):
            parts = re.split("[-‐]", word)
            found[word] += 1
            found.update(parts if len(parts) > 1 else ())
            found.update(f"{a}-{b}" for a, b in pairwise(parts) if len(parts) > 2)
    return found


def _is_heading(group: Sequence[Line], text: str, layout: _Layout, outline: frozenset[str]) -> bool:
    """Told by the outline, by larger or bold type, or by its shape: capitals, or a number before a short line."""
    if text.casefold() in outline:
        return True
    if len(text) > _LONGEST_HEADING or len(group) > 3 or is_turn(text) or not re.search(r"[^\W\d_]{2}", text):
        return False
    if group[0].size >= 1.12 * layout.size:
        return True
    if text[-1] in ".,;:!?”\"'" or _LEADER.search(text) or len(text) > 0.9 * layout.width:
        return False
    capitals = text.isupper() and len(text) >= 4
    return all(line.bold for line in group) or (len(group) == 1 and (capitals or _NUMBERED.match(text) is not None))
