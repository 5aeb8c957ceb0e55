"""What the corpus holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.records import Corpus, Record, day_range

Counts = dict[str, int]

_MAY_BE_EMPTY = ("organisation", "quote", "about", "note", "reply_to", "checked", "language")


class CorpusStatistics(Record):
    """Counts of a corpus. A statement counts once for each of its topics, so topics add up to more than the total."""

    statements: int
    background: int
    events: int
    speakers: int
    documents: int  # that were added, besides the curated records
    sources: int  # different addresses that statements were read in
    words: int  # in claims, quotes, notes, background and event texts
    pages: int  # addresses under ``seen`` and ``sources``, each as often as it stands there
    aliases: int  # of speakers
    replies: int  # links from a statement to one that it answers
    newest: str | None  # latest date of a statement or event, as exact as it is known; None where there is none
    filled: Counts  # statements that have each of the fields that may be empty
    by_stance: Counts  # most first
    by_year: Counts  # latest first
    by_country: Counts  # most first
    by_topic: Counts  # most first
    by_speaker: Counts  # most first


def count_corpus(corpus: Corpus) -> CorpusStatistics:
    """Counts of everything in the corpus."""
    statements = corpus.statements
    dates = [statement.said_on for statement in statements] + [event.on for event in corpus.events]
    return CorpusStatistics(
        statements=len(statements),
        background=len(corpus.background),
        events=len(corpus.events),
        speakers=len(corpus.speakers),
        documents=len({piece.at.document for piece in corpus.pieces}),
        sources=len({statement.source.place for statement in statements}),
        words=sum(len(text.split()) for text in _texts(corpus)),
        pages=sum(len(statement.seen) for statement in statements)
        + sum(len(background.seen) + len(background.sources) for background in corpus.background)
        + sum(len(event.seen) + len(event.sources) for event in corpus.events),
        aliases=sum(len(speaker.aliases) for speaker in corpus.speakers),
        replies=sum(len(statement.reply_to) for statement in statements),
        newest=max(dates, key=lambda date: (day_range(date)[0], len(date)), default=None),
        filled={name: sum(bool(getattr(each, name)) for each in statements) for name in _MAY_BE_EMPTY},
        by_stance=_most_first(statement.side for statement in statements),
        by_year=dict(sorted(Counter(statement.said_on[:4] for statement in statements).items(), reverse=True)),
        by_country=_most_first(statement.country for statement in statements),
        by_topic=_most_first(topic for statement in statements for topic in statement.topics),
        by_speaker=_most_first(statement.speaker for statement in statements),
    )


def _texts(corpus: Corpus) -> Iterable[str]:
    for statement in corpus.statements:
        yield from (statement.claim, statement.quote or "", statement.note or "")
    yield from (background.text for background in corpus.background)
    yield from (event.text for event in corpus.events)


def _most_first(found: Iterable[str]) -> Counts:
    return dict(sorted(Counter(found).items(), key=lambda pair: (-pair[1], pair[0])))
