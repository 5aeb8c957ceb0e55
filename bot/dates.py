"""Dates in a question, read as ranges of days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from bot.records import day_range

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>19[5-9]\d|20[0-4]\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_PARTS = {
    "early": (1, 4), "beginning of": (1, 3), "start of": (1, 3), "spring": (3, 6), "mid": (5, 8), "summer": (6, 9),
    "autumn": (9, 12), "fall": (9, 12), "late": (9, 12), "end of": (10, 12), "winter": (11, 12),
}  # fmt: skip
FIRST_DAY, LAST_DAY = 0, 99991231
_Add = Callable[[re.Match[str], int, int], None]


class DateRange(NamedTuple):
    """From the first to the last day meant, as numbers YYYYMMDD; ``text`` is what was written."""

    first: int
    last: int
    text: str

    def overlaps(self, first: int, last: int) -> bool:
        return first <= self.last and last >= self.first


def dates_in(text: str, today: datetime.date) -> tuple[DateRange, ...]:
    """The dates and ranges that a question names, in order; relative years are counted from ``today``."""
    text = text.lower()
    spans: list[tuple[int, int, DateRange]] = []

    def add(match: re.Match[str], first: int, last: int) -> None:
        if not any(start < match.end() and match.start() < end for start, end, _ in spans):
            spans.append((match.start(), match.end(), DateRange(first, last, match.group())))

    _spans_of_years(text, add)
    _full_dates(text, add)
    for match in re.finditer(rf"\b(?P<part>{'|'.join(_PARTS)})[- ](?:of |in )?(?:the )?(?:year )?{_YEAR}\b", text):
        low, high = _PARTS[match["part"]]
        add(match, day_range(f"{match['year']}-{low:02}")[0], day_range(f"{match['year']}-{high:02}")[1])
    for match in re.finditer(r"\b(?P<decade>19[5-9]|20[0-4])0'?s\b", text):
        add(match, int(match["decade"]) * 100000 + 101, int(match["decade"]) * 100000 + 91231)
    for match in re.finditer(rf"\b(?:before|until|up to|prior to) {_YEAR}\b", text):
        add(match, FIRST_DAY, int(match["year"]) * 10000)
    for match in re.finditer(rf"\b(?:since|from) {_YEAR}\b(?! (?:to|until|-))", text):
        add(match, int(match["year"]) * 10000 + 101, LAST_DAY)
    for match in re.finditer(rf"\bafter {_YEAR}\b", text):
        add(match, (int(match["year"]) + 1) * 10000, LAST_DAY)
    for match in re.finditer(rf"(?<![\d,.-]){_YEAR}(?![\d%]|,\d|\.\d)", text):
        add(match, *day_range(match["year"]))
    for match in re.finditer(r"\b(last|this|next) year\b", text):
        add(match, *day_range(str(today.year + {"last": -1, "this": 0, "next": 1}[match[1]])))
    return tuple(found for _, _, found in sorted(spans))


def _full_dates(text: str, add: _Add) -> None:
    """Dates with a month: 3 May 1994, May 3 1994, May 1994, 1994-05-03."""
    names = _MONTH.replace("?P<month>", "?P<{}>")
    span = rf"\b(?:between |from )?{names.format('first')} (?:and|to|until|through) {names.format('last')},? {_YEAR}\b"
    for match in re.finditer(span, text):
        first, last = (_month_number(match[name]) for name in ("first", "last"))
        add(match, day_range(f"{match['year']}-{first:02}")[0], day_range(f"{match['year']}-{last:02}")[1])
    patterns = (
        rf"\b{_DAY}(?: of)? {_MONTH},? (?:of )?{_YEAR}\b",
        rf"\b{_MONTH} {_DAY},? {_YEAR}\b",
        rf"\b{_MONTH},? (?:of )?{_YEAR}\b",
        rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?\b",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            number = _month_number(match["month"])
            day = match.groupdict().get("day")
            if day and not 1 <= int(day) <= 31:
                continue
            add(match, *day_range(f"{match['year']}-{number:02}" + (f"-{int(day):02}" if day else "")))


def _month_number(month: str) -> int:
    return (
        int(month) if month.isdigit() else 1 + next(at for at, name in enumerate(MONTHS) if name.startswith(month[:3]))
    )


def _spans_of_years(text: str, add: _Add) -> None:
    """Between 2019 and 2021, from 2014 to 2016, 2019-2021, 2023-24."""
    pattern = rf"\b(?:between |from )?{_YEAR}(?: ?(?:-|to|and|until|or) ?(?P<second>(?:19|20)\d\d|\d\d))\b(?!-)"
    for match in re.finditer(pattern, text):
        second = match["second"]
        second = second if len(second) == 4 else match["year"][:2] + second
        if int(match["year"]) < int(second):
            add(match, day_range(match["year"])[0], day_range(second)[1])


def spelled(date: str) -> str:
    """A record's date as prose: ``31 October 2023``, ``November 2023``, ``2023``."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1].capitalize()
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def on_date(date: str) -> str:
    """A record's date as an adverbial: ``on 31 October 2023``, ``in November 2023``."""
    return f"{'on' if date.count('-') == 2 else 'in'} {spelled(date)}"
