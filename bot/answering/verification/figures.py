"""Figures and dates of a text, by value: "98 %", "ninety-eight per cent", "31 October 2023", "3.5 million"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.dates import MONTHS

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 10**9, "b": 10**9, "tn": 10**12}
_VAGUE = {"dozens": 12, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000, "billions": 10**9}
_WORDS = {"dozen": 12, "half": 0.5, "twice": 2, "double": 2, "doubled": 2, "tripled": 3, "triple": 3}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}(?: of)? {_MONTH},?(?: of)? {_YEAR}\b",
        rf"\b{_MONTH} {_DAY},? {_YEAR}\b",
        rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b",
        rf"\b(?P<day>[0-3]?\d)[/.](?P<month>[01]?\d)[/.]{_YEAR}\b",
        rf"\b{_MONTH},?(?: of)? {_YEAR}\b",
        rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])\b",
        rf"\b{_DAY}(?: of)? {_MONTH}(?!\w)",
        rf"\b{_MONTH} {_DAY}(?![\w,]\d|\w)",
    )
)
_CAPITAL_MONTH = re.compile(
    r"\b(?P<month>January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|(?:\b[Ii]n|\b[Oo]f|[Ll]ate|[Ee]arly|[Ss]ince|[Uu]ntil|[Bb]y) (?P<may>May)\b"
)
_SPAN = re.compile(rf"\b{_YEAR}\s?[-/]\s?(?P<second>(?:19|20)?\d\d)\b")
_DECADE = re.compile(r"\b(?P<decade>(?:1[89]|20)\d)0'?s\b|(?<!\w)'(?P<short>\d)0s\b")
_LONE_YEAR = re.compile(rf"(?<![\d,.£$€-]){_YEAR}(?!\d|,\d|\.\d|\s?(?:%|per ?cent|million|billion))")
_NUMBER = re.compile(
    r"(?<![\w.,])[£$€]?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<short>k|mn|bn|tn|m|b)\b|(?:st|nd|rd|th)\b)?"
    r"(?:[- ](?P<scale>hundred|thousand|million|billion|trillion)\b)?(?P<percent>\s?%|[- ]per ?cent(?:age)?\b)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
_UNTELLING = frozenset(
    "that this with from than then over under about some more less only were have been said says wrote told argued"
    " warned early late since until before after during between january february march april june july august september"
    " october november december million billion thousand hundred percent cent which when where while would will could"
    " their there they them also into onto nearly almost perhaps least most other another".split()
)
_RELATIVE = re.compile(
    r"\b(?:yesterday|tomorrow|last (?:year|month|week)|this (?:year|month|week)|next (?:year|month|week)"
    r"|(?:years|months|weeks|days|decades?) ago)\b",
    re.IGNORECASE,
)
Day = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Found:
    """A date, where it stands, and the telling words next to it."""

    day: Day
    start: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Counted:
    """A number and the telling word behind it: what it counts."""

    value: float
    unit: str


@dataclass(frozen=True)
class Figures:
    """What a text counts and dates.

    ``values`` are numbers, ``shares`` those that are percentages, ``vague`` magnitudes such as 1,000 for "thousands".
    A date is (year, month, day), each None where it is not said; ``decades`` are first years; ``relative`` words such
    as "last year"; ``counted`` are the numbers again, each with what it counts.
    """

    values: frozenset[float] = frozenset()
    shares: frozenset[float] = frozenset()
    vague: frozenset[int] = frozenset()
    dates: tuple[Found, ...] = ()
    decades: frozenset[int] = frozenset()
    relative: frozenset[str] = frozenset()
    counted: tuple[Counted, ...] = ()


def figures_of(text: str) -> Figures:
    """Every figure and date of a text, once."""
    text = re.sub(r"[‐‑–—−]", "-", text.replace("\u00a0", " ").replace("’", "'"))
    dates, rest = _dates_of(text)
    decades = {
        int(found["decade"]) * 10 if found["decade"] else 1900 + int(found["short"]) * 10
        for found in _DECADE.finditer(rest)
    }
    rest = _DECADE.sub(lambda found: " " * len(found.group()), rest)
    relative = frozenset(re.sub(r"\s+", " ", found.group().lower()) for found in _RELATIVE.finditer(rest))
    values, shares, counted = set[float](), set[float](), list[Counted]()
    for found in _NUMBER.finditer(rest):
        value = float(found["digits"].replace(",", "")) * _SHORT_SCALES.get((found["short"] or "").lower(), 1)
        value *= _SCALES.get((found["scale"] or "").lower(), 1)
        (shares if found["percent"] else values).add(value)
        counted.append(Counted(value, _word_after(text, found.end())))
    rest = _NUMBER.sub(lambda found: ".".ljust(len(found.group())), rest).lower()
    vague = frozenset(size for word, size in _VAGUE.items() if re.search(rf"\b{word}\b", rest))
    for value, is_share, end in _spelled_numbers(rest):
        (shares if is_share else values).add(value)
        counted.append(Counted(value, _word_after(text, end)))
    return Figures(
        frozenset(values), frozenset(shares), vague, tuple(dates), frozenset(decades), relative, tuple(counted)
    )


def _word_after(text: str, end: int) -> str:
    """The first telling word of at least four letters close behind a place, without the ending of a plural."""
    words = re.match(r"[^.;:,()\"“”]{0,30}", text[end:])
    found = re.findall(r"[^\W\d_]{4,}", words[0].lower()) if words else []
    return next((word.removesuffix("s") for word in found if word not in _UNTELLING), "")


def _word_before(text: str, start: int) -> str:
    """The last telling word close before a place, likewise."""
    words = re.search(r"[^.;:,()\"“”]{0,25}$", text[:start])
    found = re.findall(r"[^\W\d_]{4,}", words[0].lower()) if words else []
    return next((word.removesuffix("s") for word in reversed(found) if word not in _UNTELLING), "")


def _dates_of(text: str) -> tuple[list[Found], str]:
    """The dates of a text and the text without them, in order of patterns: the fuller a date, the earlier."""
    found: list[Found] = []
    whole = text

    def take(match: re.Match[str], *days: Day) -> None:
        nonlocal text
        beside = _word_before(whole, match.start()), _word_after(whole, match.end())
        found.extend(Found(day, match.start(), match.end(), *beside) for day in days)
        text = f"{text[: match.start()]}{' ' * len(match.group())}{text[match.end() :]}"

    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month, day, year = _month(parts["month"]), parts.get("day"), parts.get("year")
            number = int(day) if day else None
            may_be_may = parts["month"].lower() != "may" or parts["month"][0].isupper()
            if month and (number is None or 1 <= number <= 31) and may_be_may:
                take(match, (int(year) if year else None, month, number))
    for match in _SPAN.finditer(text):
        second = match["second"] if len(match["second"]) == 4 else match["year"][:2] + match["second"]
        if int(second) > int(match["year"]):
            take(match, (int(match["year"]), None, None), (int(second), None, None))
    for match in _LONE_YEAR.finditer(text):
        if not text[match.end() :].startswith(("'s ", "s")):
            take(match, (int(match["year"]), None, None))
    for match in _CAPITAL_MONTH.finditer(text):
        take(match, (None, _month(match["month"] or match["may"]), None))
    return sorted(found, key=lambda item: item.start), text


def _month(written: str) -> int | None:
    if written.isdigit():
        return int(written) if 1 <= int(written) <= 12 else None
    return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(written.lower()[:3]))


def _spelled_numbers(text: str) -> Iterator[tuple[float, bool, int]]:
    """Numbers in words, whether they are percentages and where they end; "one" alone, mostly a pronoun, is none."""
    words = [(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        run: list[str] = []
        end = words[at][1]
        while at + len(run) < len(words):
            word, begins, ends = words[at + len(run)]
            joined = not run or re.fullmatch(r"[- ]", text[end:begins]) is not None
            if not joined or not (word in _UNITS or word in _TENS or word in _SCALES or (word == "and" and run)):
                break
            run.append(word)
            end = ends
        while run and run[-1] == "and":
            run.pop()
        parts = run if "and" not in run or set(run) & _SCALES.keys() else run[: run.index("and")]
        if parts and parts != ["one"]:
            after = text[words[at + len(parts) - 1][2] :]
            yield _value(parts), bool(re.match(r"[- ](?:per ?cent|percent)", after)), words[at + len(parts) - 1][2]
        elif words[at][0] in _WORDS:
            yield float(_WORDS[words[at][0]]), False, words[at][2]
        at += max(1, len(parts))


def _value(words: Iterable[str]) -> float:
    total = current = 0.0
    for word in words:
        if word in _SCALES:
            current = max(current, 1.0) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0.0
        else:
            current += _UNITS.get(word, _TENS.get(word, 0))
    return total + current


def missing(said: Figures, passages: Iterable[Figures]) -> str | None:
    """The first figure or date of a sentence that no passage has, in plain words; None where all stand there."""
    known = list(passages)
    for found in said.dates:
        if not any(agrees(found.day, other.day) for figures in known for other in figures.dates):
            return f"the date {_spelled(found.day)}"
    values, shares = (set().union(*(getattr(k, kind) for k in known)) for kind in ("values", "shares"))
    half = {50.0} if 0.5 in values else set()
    for share in sorted(said.shares):
        if share not in shares | half:
            return f"the figure {share:g} per cent"
    for value in sorted(said.values):
        if value not in values and not (value == 0.5 and 50.0 in shares):
            return f"the figure {value:,g}"
    if misplaced := _misplaced(said, known):
        return misplaced
    vague = set().union(*(figures.vague for figures in known))
    for size in sorted(said.vague):
        if size not in vague and not any(size <= value for value in values):
            return f"a number in the {size:,}s"
    for decade in sorted(said.decades):
        years = {other.day[0] for figures in known for other in figures.dates}
        if not any(decade in figures.decades for figures in known) and not years & set(range(decade, decade + 10)):
            return f"the {decade}s"
    for words in sorted(said.relative):
        if not any(words in figures.relative for figures in known):
            return f"the words “{words}”"
    return None


def _misplaced(said: Figures, known: Iterable[Figures]) -> str | None:
    """A figure or date that the passages have, but not of what the sentence counts or dates with it."""
    counted = [number for figures in known for number in figures.counted]
    for number in said.counted:
        same = {other.value for other in counted if other.unit == number.unit}
        if number.unit and same and number.value not in same:
            return f"the figure {number.value:,g} for “{number.unit}”"
    dates = [date for figures in known for date in figures.dates]
    for date in said.dates:
        near = [o for o in dates if _is_beside(date, o) and sum(map(bool, o.day)) >= sum(map(bool, date.day))]
        if near and not any(agrees(date.day, other.day) for other in near):
            return f"the date {_spelled(date.day)} where it is not"
    return None


def _is_beside(date: Found, other: Found) -> bool:
    return bool(date.before and date.before == other.before) or bool(date.after and date.after == other.after)


def agrees(said: Day, record: Day) -> bool:
    """Whether a date is a record's, or the same less exactly."""
    return all(part is None or part == other for part, other in zip(said, record, strict=True))


def _spelled(day: Day) -> str:
    year, month, number = day
    return " ".join(str(part) for part in (number, MONTHS[month - 1].capitalize() if month else None, year) if part)
