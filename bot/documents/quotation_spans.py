"""Where quotations stand in a text, in marks of any style: only so that none is cut, not to say whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "《": "》", '"': '"'}
_MARK = re.compile("[“”„«»‹›「」『』《》\"‘’'‚]")
_SINGLE = re.compile("[‘’']")
_BEFORE = re.compile(r"[\s(\[{—–/:“„«‘]")


def quotation_spans(text: str, start: int, end: int) -> list[Span]:
    """The outermost quotations between ``start`` and ``end``, marks included, in order and apart.

    A quotation goes on over a paragraph's end where the next paragraph opens with a mark again, as print does it, or
    where a closing mark comes before any opening one. An apostrophe may make a quotation in single marks too long,
    never too short; it ends with its paragraph.
    """
    found: list[Span] = []
    opened: tuple[str, int] | None = None  # mark and place of a quotation that goes on
    for first, last in _paragraphs(text, start, end):
        if opened is not None and not _goes_on(text, first, last, opened[0]):
            found.append((opened[1], first - 2))
            opened = None
        opened = _read_paragraph(text, first, last, opened, found)
    if opened is not None:
        found.append((opened[1], end))
    return found


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        at = text.find("\n\n", start, end)
        last = end if at < 0 else at
        yield start, last
        start = last + 2


def _goes_on(text: str, first: int, last: int, mark: str) -> bool:
    """Whether a quotation opened by ``mark`` before the paragraph goes on in it."""
    if text[first] == mark:
        return True
    for match in _MARK.finditer(text, first, last):
        if match.group() == mark or match.group() in _CLOSERS[mark]:
            return match.group() in _CLOSERS[mark] and not _opens(text, match.start())
    return False


def _read_paragraph(
    text: str, first: int, last: int, opened: tuple[str, int] | None, found: list[Span]
) -> tuple[str, int] | None:
    """Add the quotations that end in the paragraph to ``found``; give the one that is open at its end."""
    at = first
    if opened is not None and text[first] == opened[0]:
        at += 1  # the mark that is set again
    while (match := _MARK.search(text, at, last)) is not None:
        mark, place = match.group(), match.start()
        at = place + 1
        if opened is not None:
            if mark in _CLOSERS[opened[0]] and not (mark == '"' and _opens(text, place)):
                found.append((opened[1], place + 1))
                opened = None
        elif mark in "‘'‚":
            closed = _single_end(text, place, last)
            if closed is not None:
                found.append((place, closed))
                at = closed
        elif mark in _CLOSERS and (mark not in '»"' or _opens(text, place)):
            opened = mark, place
    return opened


def _opens(text: str, place: int) -> bool:
    """Whether a mark that looks the same on both sides stands before a word and after none."""
    before = place == 0 or _BEFORE.match(text[place - 1]) is not None
    return before and place + 1 < len(text) and not text[place + 1].isspace()


def _single_end(text: str, place: int, last: int) -> int | None:
    """The end of a quotation in single marks: after the last mark that may close it before the next that opens one."""
    if (place and text[place - 1].isalnum()) or not _opens(text, place):
        return None
    closed = None
    for match in _SINGLE.finditer(text, place + 1, last):
        at = match.start()
        if match.group() == "‘" or (match.group() == "'" and not text[at - 1].isalnum() and _opens(text, at)):
            break
        if not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum():
            closed = at + 1
    return closed
