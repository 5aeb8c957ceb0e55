"""What a reader may hold answers to: sides, regions, years, kinds of speaker, and records or documents."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self, get_args

from pydantic import ValidationInfo, field_validator, model_validator

from bot.records import (
    Background,
    Corpus,
    DocumentPassage,
    DocumentQuotation,
    Event,
    Record,
    Speaker,
    Stance,
    Statement,
    day_range,
)

Region = Literal["united-kingdom", "united-states", "europe", "elsewhere"]
SpeakerKind = Literal["person", "organisation", "group"]
Layer = Literal["records", "documents"]

REGIONS: Mapping[Region, str] = {
    "united-kingdom": "United Kingdom",
    "united-states": "United States",
    "europe": "Europe",
    "elsewhere": "International and elsewhere",
}
KINDS: Mapping[SpeakerKind, str] = {
    "person": "Persons",
    "organisation": "Organisations",
    "group": "Groups and joint statements",
}
LAYERS: Mapping[Layer, str] = {"records": "Curated records", "documents": "Added documents"}
FIRST_YEAR, LAST_YEAR = 1000, 9999  # years of four digits

_EUROPE = frozenset(
    "EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"  # the Union and its members
    " CH IS LI NO AD MC SM VA AL BA MD ME MK RS UA XK".split()
)
SIDE_WORDS: Mapping[Stance, str] = {
    "protect": "for strong encryption",
    "restrict": "for access or limits",
    "balance": "in between or reporting facts",
}
_REGION_WORDS: Mapping[Region, tuple[str, ...]] = {
    "united-kingdom": ("the United Kingdom",),
    "united-states": ("the United States",),
    "europe": ("Europe",),
    "elsewhere": ("international bodies", "elsewhere"),
}
_KIND_WORDS: Mapping[SpeakerKind, str] = {"person": "persons", "organisation": "organisations", "group": "groups"}
_LAYER_WORDS: Mapping[Layer, str] = {"records": "curated records", "documents": "added documents"}
_LISTS = ("sides", "regions", "kinds", "layers")
_FIELDS = ("sides", "regions", "first_year", "last_year", "kinds", "layers")
_SHOWN = 40  # characters of a wrong value that an error repeats


class FilterError(ValueError):
    """Filters that cannot be read; the message says what is wrong and what may stand there."""


class ReaderFilters(Record):
    """What answers are held to. An empty tuple or None holds them to nothing; all values of a field mean the same.

    ``sides`` is a statement's stance. ``regions`` goes by the country of the body or person who spoke: Europe is the
    European Union, its members, the states of EFTA, the smallest states and the candidates of the Balkans with Moldova
    and Ukraine; international bodies and all other countries, Russia and Turkey among them, are elsewhere. The years,
    both included, are those in which a statement may have been made. ``kinds`` is what the speaker is. ``layers`` are
    the curated records and the documents that were added to them; what was found in a document has no side and no
    region, so that filters on those leave it out.
    """

    sides: tuple[Stance, ...] = ()
    regions: tuple[Region, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    kinds: tuple[SpeakerKind, ...] = ()
    layers: tuple[Layer, ...] = ()

    @field_validator(*_LISTS)
    @classmethod
    def _in_order_and_once(cls, chosen: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """The values in their fixed order, each once; none where all are chosen, since all hold to nothing."""
        known = _values(info.field_name or "")
        kept = tuple(value for value in known if value in chosen)
        return () if len(kept) == len(known) else kept

    @model_validator(mode="after")
    def _years_fit(self) -> Self:
        for year in (self.first_year, self.last_year):
            if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError(f"The year {year} is not of four digits.")
        if self.first_year is not None and self.last_year is not None and self.first_year > self.last_year:
            raise ValueError(f"The first year, {self.first_year}, is after the last, {self.last_year}.")
        return self

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, field) not in ((), None) for field in _FIELDS)

    def allow(self, record: Statement | Background | Event, speaker: Speaker | None) -> bool:
        """Whether an answer may rest on a record; ``speaker`` is a statement's.

        An event has no side, region or speaker, so the years alone decide. Background explains terms and always stays.
        """
        if isinstance(record, DocumentQuotation | DocumentPassage):
            placed = self.sides or self.regions
            timed = self.first_year is not None or self.last_year is not None
            if placed or (timed and not record.dated) or self.layers == ("records",):
                return False
        elif self.layers == ("documents",):
            return False
        if isinstance(record, Background):
            return True
        if isinstance(record, Event):
            return self._in_years(record.on)
        return (
            (not self.sides or record.stance in self.sides)
            and (not self.regions or region_of(record.country) in self.regions)
            and (not self.kinds or (speaker is not None and speaker.kind in self.kinds))
            and self._in_years(record.said_on)
        )

    def allowed_ids(self, corpus: Corpus) -> frozenset[str]:
        """The ids of all records that an answer may rest on."""
        speakers = corpus.speaker_by_name
        return frozenset(
            key
            for key, record in corpus.by_id.items()
            if self.allow(record, speakers.get(record.speaker) if isinstance(record, Statement) else None)
        )

    def _in_years(self, date: str) -> bool:
        first, last = day_range(date)
        return (self.first_year is None or last // 10000 >= self.first_year) and (
            self.last_year is None or first // 10000 <= self.last_year
        )


@dataclass(frozen=True)
class Within:
    """Filters that are on, and the ids of all records that an answer may rest on under them."""

    filters: ReaderFilters
    ids: frozenset[str]

    @classmethod
    def of(cls, filters: ReaderFilters, corpus: Corpus) -> Within:
        return cls(filters, filters.allowed_ids(corpus))

    def keep(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if key in self.ids)


def region_of(country: str) -> Region:
    """The region of a country code of the corpus: ISO 3166 alpha-2, EU, UN or INT."""
    if country == "GB":
        return "united-kingdom"
    if country == "US":
        return "united-states"
    return "europe" if country in _EUROPE else "elsewhere"


def describe(filters: ReaderFilters) -> str:
    """The filters as a reader would say them: "statements for strong encryption, from Europe, since 2013"."""
    regions = [word for region in filters.regions for word in _REGION_WORDS[region]]
    parts = [
        _joined([SIDE_WORDS[side] for side in filters.sides]),
        regions and f"from {_joined(regions)}",
        _years(filters.first_year, filters.last_year),
        filters.kinds and f"by {_joined([_KIND_WORDS[kind] for kind in filters.kinds])}",
        filters.layers and f"in {_joined([_LAYER_WORDS[layer] for layer in filters.layers])}",
    ]
    said = [part for part in parts if part]
    if not said:
        return "all statements"
    opening = "of " if said[0][0].isdigit() else ""  # "statements of 2013 to 2016", but ", 2013 to 2016" later on
    return f"statements {opening}{', '.join(said)}"


def filters_from_json(value: object) -> ReaderFilters:
    """The filters of a JSON object as the page or a program sends it; null and an empty object are no filters.

    ``{"sides": ["protect"], "regions": ["europe"], "first_year": 2013, "last_year": 2016, "kinds": ["person"]}``; every
    field may be missing, null or empty, and a year may be text. Raises FilterError, in plain words.
    """
    if value is None:
        return ReaderFilters()
    if not isinstance(value, Mapping):
        raise FilterError(f"Filters are an object with any of {_listed(_FIELDS)}, not {_shown(value)}.")
    for field in value:
        if field not in _FIELDS:
            raise FilterError(f"There is no filter {_shown(field)}; there are {_listed(_FIELDS)}.")
    first, last = (_year(value.get(field), field) for field in ("first_year", "last_year"))
    if first is not None and last is not None and first > last:
        raise FilterError(f"The first year, {first}, is after the last, {last}.")
    chosen = {field: _chosen(value.get(field), field) for field in _LISTS}
    return ReaderFilters.model_validate({**chosen, "first_year": first, "last_year": last})


def _values(field: str) -> tuple[str, ...]:
    return get_args({"sides": Stance, "regions": Region, "kinds": SpeakerKind, "layers": Layer}[field])


def _chosen(value: object, field: str) -> tuple[str, ...]:
    known = _values(field)
    if value is None or value == "":
        return ()
    if not isinstance(value, list | tuple):
        raise FilterError(f"{field} is a list of {_listed(known)}, not {_shown(value)}.")
    for item in value:
        if item not in known:
            raise FilterError(f"{_shown(item)} is none of the {field}; these are {_listed(known)}.")
    return tuple(value)


def _year(value: object, field: str) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"[1-9][0-9]{3}", value.strip()):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR:
        return value
    raise FilterError(f"{field} is a year of four digits, such as 2016, not {_shown(value)}.")


def _years(first: int | None, last: int | None) -> str:
    if first is not None and last is not None:
        return str(first) if first == last else f"{first} to {last}"
    if first is not None:
        return f"since {first}"
    return f"up to {last}" if last is not None else ""


def _joined(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _shown(value: object) -> str:
    """A wrong value as an error repeats it: on one line, cut short however long or deep it is."""
    if isinstance(value, int) and abs(value) > LAST_YEAR:
        return "a greater number"
    text = reprlib.repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
