"""The rules that a record alone cannot see: lengths, real dates, references between records."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.corpus_entries import Entry, FieldPath, fault_at, nearest
from bot.corpus_yaml import Fault, Parsed

QUOTE_WORDS = (2, 30)
CLAIM_WORDS = (12, 75)
BACKGROUND_WORDS = (50, 240)
EVENT_WORDS = (15, 90)
EARLIEST_YEAR = 1900

_DATE_FIELDS = ("said_on", "checked", "published", "on", "as_of")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_QUOTATION_MARKS = re.compile('["“”„«»]')


class Entries(NamedTuple):
    """All entries of a corpus. ``unread`` are the files whose entries are unknown because they could not be read."""

    sources: tuple[Entry, ...]
    statements: tuple[Entry, ...]
    background: tuple[Entry, ...]
    events: tuple[Entry, ...]
    speakers: tuple[Entry, ...]
    topics: tuple[Entry, ...]
    speakers_file: Parsed
    ambiguous: Mapping[str, tuple[str, ...]]
    bodies: Mapping[str, tuple[str, ...]]
    unread: frozenset[str]

    @property
    def citable(self) -> tuple[Entry, ...]:
        return (*self.statements, *self.background, *self.events)


def check_entries(entries: Entries) -> Iterator[Fault]:
    """Every fault of the corpus that shows only in its texts, dates and references."""
    for statement in entries.statements:
        yield from _word_count(statement, "quote", QUOTE_WORDS)
        yield from _word_count(statement, "claim", CLAIM_WORDS)
        if _QUOTATION_MARKS.search(statement.text("claim") or ""):
            yield statement.fault(("claim",), "holds quotation marks; say it in our own words, the words go into quote")
    for background in entries.background:
        yield from _word_count(background, "text", BACKGROUND_WORDS)
    for event in entries.events:
        yield from _word_count(event, "text", EVENT_WORDS)
    for entry in (*entries.sources, *entries.citable, *entries.speakers, *entries.topics):
        yield from _values(entry, entry.fields, ())
    yield from _places(entries)
    yield from _repeats(entries)
    yield from _references(entries)


def _word_count(entry: Entry, field: str, bounds: tuple[int, int]) -> Iterator[Fault]:
    text = entry.text(field)
    least, most = bounds
    if text and text.strip() and not least <= (count := len(text.split())) <= most:
        yield entry.fault((field,), f"has {count} word{'s' * (count != 1)}; it must have {least} to {most}")


def _values(entry: Entry, value: object, path: FieldPath) -> Iterator[Fault]:
    """Faults of single values anywhere in an entry: blank text, days that no calendar has."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _values(entry, part, (*path, name))
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _values(entry, part, (*path, position))
    elif isinstance(value, str):
        if value and not value.strip():
            yield entry.fault(path, "is blank")
        elif value != value.strip():
            yield entry.fault(path, "begins or ends with a space")
        if path and path[-1] in _DATE_FIELDS and (message := _impossible(value)):
            yield entry.fault(path, message)


def _impossible(date: str) -> str | None:
    """Why no calendar has the date, or None; what is not even shaped like a date is reported with the record."""
    if not _DATE.fullmatch(date):
        return None
    if int(date[:4]) < EARLIEST_YEAR:
        return f"the year {date[:4]} is before {EARLIEST_YEAR}"
    try:
        datetime.date.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        return f"there is no such day as {date}"
    return None


def _places(entries: Entries) -> Iterator[Fault]:
    """Files that do not lie where their content says."""
    for entry in entries.sources:
        published = entry.text("published") or ""
        if _DATE.fullmatch(published) and entry.parsed.file.split("/")[1] != published[:4]:
            message = f"published in {published[:4]}, so the file belongs in sources/{published[:4]}/"
            yield entry.fault(("published",), message)
    for entry in entries.background:
        name = entry.parsed.file.rsplit("/", 1)[-1].removesuffix(".md")
        if (found := entry.text("id")) is not None and found != name:
            yield entry.fault(("id",), f"the file {name}.md must have the id {name!r}")


def _repeats(entries: Entries) -> Iterator[Fault]:
    """Ids, names, quotes and aliases that stand twice."""
    yield from _twice(((entry, ("id",), entry.text("id")) for entry in entries.citable), "the id")
    yield from _twice(((entry, ("id",), entry.text("id")) for entry in entries.speakers), "the id")
    yield from _twice(((entry, ("name",), entry.text("name")) for entry in entries.speakers), "the name")
    yield from _twice(((entry, ("id",), entry.text("id")) for entry in entries.topics), "the id")
    aliases = (
        (topic, ("aliases", position), alias.casefold())
        for topic in entries.topics
        for position, alias in topic.texts("aliases")
    )
    yield from _twice(aliases, "the alias")
    quotes = (
        (entry, ("quote",), re.sub(r"\W+", " ", quote.casefold()).strip())
        for entry in entries.statements
        if (quote := entry.text("quote"))
    )
    yield from _twice(quotes, "the quote")


def _twice(found: Iterable[tuple[Entry, FieldPath, str | None]], what: str) -> Iterator[Fault]:
    first: dict[str, tuple[Entry, FieldPath]] = {}
    for entry, path, value in found:
        if value and value in first:
            earlier = first[value][0].fault(first[value][1], "")
            yield entry.fault(path, f"{what} {value!r} stands already in {earlier.file}:{earlier.line}")
        elif value:
            first[value] = entry, path


def _references(entries: Entries) -> Iterator[Fault]:
    """Names and ids that lead nowhere. Where the file they would lead to could not be read, nothing is said."""
    names = {name for entry in entries.speakers if (name := entry.text("name"))}
    speaker_ids = {found for entry in entries.speakers if (found := entry.text("id"))}
    topics = {found for entry in entries.topics if (found := entry.text("id"))}
    statement_ids = {found for entry in entries.statements if (found := entry.text("id"))}
    all_sources_read = not any(file.startswith("sources/") for file in entries.unread)
    if "speakers.yaml" not in entries.unread:
        for entry in entries.statements:
            speaker = entry.text("speaker")
            if speaker and speaker not in names:
                hint = nearest(speaker, names) or "; add the speaker to speakers.yaml"
                yield entry.fault(("speaker",), f"unknown speaker {speaker!r}{hint}")
        yield from _unknown_speakers(entries, speaker_ids)
    for entry in entries.citable if "topics.yaml" not in entries.unread else ():
        for position, topic in entry.texts("topics"):
            if topic not in topics:
                hint = nearest(topic, topics) or "; topics.yaml lists them"
                yield entry.fault(("topics", position), f"unknown topic {topic!r}{hint}")
    for entry in entries.statements if all_sources_read else ():
        for position, target in entry.texts("reply_to"):
            if target == entry.text("id"):
                yield entry.fault(("reply_to", position), "a statement cannot answer itself")
            elif target not in statement_ids:
                message = f"no statement has the id {target!r}{nearest(target, statement_ids)}"
                yield entry.fault(("reply_to", position), message)


def _unknown_speakers(entries: Entries, known: set[str]) -> Iterator[Fault]:
    for entry in entries.speakers:
        for position, target in entry.texts("related"):
            if target not in known:
                message = f"no speaker has the id {target!r}{nearest(target, known)}"
                yield entry.fault(("related", position), message)
    for name, lists in (("ambiguous", entries.ambiguous), ("bodies", entries.bodies)):
        for word, ids in lists.items():
            if word != word.lower():
                yield fault_at(entries.speakers_file, (name, word), "must be written in lower case")
            for position, target in enumerate(ids):
                if target not in known:
                    message = f"no speaker has the id {target!r}{nearest(target, known)}"
                    yield fault_at(entries.speakers_file, (name, word, position), message)
