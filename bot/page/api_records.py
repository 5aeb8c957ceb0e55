"""What the HTTP endpoints return beside an ``Answer``: stable JSON."""

from __future__ import annotations

from typing import Literal

from bot.records import Country, PassageType, Record, Source, Stance, Statement


class Found(Record):
    """A record that a search found. ``score`` orders the results of one search and means nothing beyond it."""

    id: str
    type: PassageType
    speaker: str | None
    role: str | None
    said_on: str | None
    side: Stance | None
    text: str
    quote: str | None
    source: Source
    score: float


class Named(Record):
    """A speaker by id and name."""

    id: str
    name: str


class Cited(Statement):
    """A statement, and one line of plain text that cites it."""

    cite: str


class SpeakerProfile(Record):
    """Who a speaker is, and all that the corpus holds of what was said, the earliest first."""

    id: str
    name: str
    kind: Literal["person", "organisation", "group"]
    country: Country
    about: str
    related: tuple[Named, ...]
    statements: tuple[Cited, ...]
