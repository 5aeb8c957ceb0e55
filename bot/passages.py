"""Records become passages: what is embedded, what the lexical index reads besides, and what can be filtered by."""

from __future__ import annotations

from bot.records import Background, Corpus, DocumentPassage, DocumentQuotation, Event, Passage, Statement, day_range


def passages_of(corpus: Corpus) -> tuple[Passage, ...]:
    """One passage for each record, in the corpus's order; a passage holds one speaker's words at most."""
    aliases = {speaker.name: speaker.aliases for speaker in corpus.speakers}
    return (
        *(_statement(record, aliases.get(record.speaker, ())) for record in corpus.spoken),
        *(_background(record) for record in corpus.background),
        *(_event(record) for record in corpus.events),
        *(_background(record) for record in corpus.pieces),
    )


def _statement(record: Statement, aliases: tuple[str, ...]) -> Passage:
    quote = f" “{record.quote}”" if record.quote else ""
    first, last = day_range(record.said_on)
    keywords = (
        record.speaker,
        *aliases,
        record.role,
        record.organisation or "",
        record.venue,
        *record.about,
        *record.topics,
        record.said_on[:4],
        record.note or "",
    )
    return Passage(
        id=record.id,
        type="document" if isinstance(record, DocumentQuotation) else "statement",
        text=f"{record.speaker}, {record.role}: {record.claim}{quote}",
        keywords=" ".join(keywords),
        speaker=record.speaker,
        organisation=record.organisation,
        country=record.country,
        stance=record.stance,
        topics=record.topics,
        date_from=first,
        date_to=last,
    )


def _background(record: Background) -> Passage:
    first, last = day_range(record.as_of)
    return Passage(
        id=record.id,
        type="document" if isinstance(record, DocumentPassage) else "background",
        text=f"{record.title}: {record.text}",
        keywords=" ".join(record.topics),
        topics=record.topics,
        date_from=first,
        date_to=last,
    )


def _event(record: Event) -> Passage:
    first, last = day_range(record.on)
    return Passage(
        id=record.id,
        type="event",
        text=f"{record.title}: {record.text}",
        keywords=" ".join((*record.actors, *record.topics, record.on[:4])),
        topics=record.topics,
        date_from=first,
        date_to=last,
    )
