"""Quotation marks: which characters open and close a quotation, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.records import Record

_PAIRS = {
    "“": "”",
    "‘": "’",
    "«": "»",
    "„": "“”",
    "\u2039": "\u203a",
    '"': '"',
    "'": "'",
    "‚": "‘’",
    "”": "”",
    "»": "«",
}
OPENING = "“‘«„\u2039\"'‚”»"
_SINGLE_CLOSERS = "’'"
_ANY = re.compile(r"[“”‘’«»„\u2039\u203a\"'‚]")
_ELIDED = re.compile(r"['’](?:tis|twas|em|til|cause|bout|n['’]|\d0s|\d\d\b)", re.IGNORECASE)
_BOUNDARY = "([{—–-/…:“‘«„\u2039\"'‚"
_ENDS = ".,?!…;:—–-)]"


class Quotation(Record):
    """What stands in one pair of marks: character offsets in the paragraph, with and without the marks."""

    outer: tuple[int, int]
    inner: tuple[int, int]
    parent: int | None  # the place, in the same list, of the quotation around this one
    closed: bool


@dataclass
class _Open:
    mark: str
    at: int
    number: int


def opens(paragraph: str) -> str:
    """The mark that the paragraph begins with, or nothing."""
    text = paragraph.lstrip()
    return text[0] if len(text) > 1 and text[0] in OPENING and not text[1].isspace() else ""


def find_quotations(text: str, continues: bool = False) -> tuple[Quotation, ...]:
    """The quotations of one paragraph, in the order of their opening marks.

    An opening mark that nothing closes counts only where the next paragraph goes on with the quotation
    (``continues``): then the quotation runs to the end of the paragraph.
    """
    found: dict[int, Quotation] = {}
    stack: list[_Open] = []
    number = 0
    for match in _ANY.finditer(text):
        at, mark = match.start(), match.group()
        depth = _closes(text, at, stack)
        if depth is not None:
            opened = stack[depth]
            del stack[depth:]
            found[opened.number] = _quotation(opened.at, at, text)
        elif _may_open(text, at, stack):
            stack.append(_Open(mark, at, number))
            number += 1
    if continues and stack and text[stack[0].at] in OPENING:
        opened = stack[0]
        found[opened.number] = Quotation(
            outer=(opened.at, len(text)), inner=(opened.at + 1, len(text.rstrip())), parent=None, closed=False
        )
    return _numbered(found, text)


def _quotation(start: int, end: int, text: str) -> Quotation:
    first, last = start + 1, end
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return Quotation(outer=(start, end + 1), inner=(first, last), parent=None, closed=True)


def _numbered(found: dict[int, Quotation], text: str) -> tuple[Quotation, ...]:
    """Quotations that hold words, in order, each with the one around it."""
    result: list[Quotation] = []
    around: list[int] = []
    for number in sorted(found):
        quotation = found[number]
        if not any(letter.isalnum() for letter in text[slice(*quotation.inner)]):
            continue
        while around and result[around[-1]].outer[1] < quotation.outer[1]:
            around.pop()
        result.append(quotation.model_copy(update={"parent": around[-1] if around else None}))
        around.append(len(result) - 1)
    return tuple(result)


def _may_open(text: str, at: int, stack: list[_Open]) -> bool:
    mark = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    free = before.isspace() or before in _BOUNDARY
    if after.isspace() and mark not in "«„»":
        return False
    if mark in "“«„\u2039":
        return True
    if mark in "‘'‚":
        return free and not _ELIDED.match(text, at)
    if mark in '"”':
        return free and not any(opened.mark == mark for opened in stack)
    return mark == "»" and free and not any(opened.mark in "«»" for opened in stack)


def _closes(text: str, at: int, stack: list[_Open]) -> int | None:
    """The place in the stack of the mark that this one closes."""
    mark = text[at]
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth]
        if mark not in _PAIRS[opened.mark]:
            continue
        if opened.at + 1 >= at:
            return None
        if mark in _SINGLE_CLOSERS:
            return depth if _single_closes(text, at, opened.mark) else None
        if mark == '"' and _may_open(text, at, []) and not _ends_word(text, at):
            return None
        return depth
    return None


def _ends_word(text: str, at: int) -> bool:
    return not text[at - 1].isspace()


def _single_closes(text: str, at: int, opener: str) -> bool:
    """Whether a single mark closes a quotation, and is not an apostrophe."""
    before, after = text[at - 1], text[at + 1] if at + 1 < len(text) else " "
    if after.isalnum() or before.isspace():
        return False
    if before in _ENDS or not after.isspace() or before not in "sSzxn":
        return True
    rest = text[at + 1 :].lstrip()
    if not rest[:1].isalpha():
        return True
    # "the parents’ phones": an apostrophe, if a better closing mark follows before another quotation opens
    for match in _ANY.finditer(text, at + 1):
        other, mark = match.start(), match.group()
        if mark == text[at] and other + 1 <= len(text):
            following = text[other + 1 : other + 2] or " "
            if not following.isalnum() and not text[other - 1].isspace():
                return False
        if mark in "“‘«„" and mark == opener:
            return True
        if mark == opener and _may_open(text, other, []):
            return True
    return True
