"""What the corpus holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.records import Corpus, Record, day_range

Counts = tuple[tuple[str, int], ...]


class CorpusStatistics(Record):
    """Counts of a corpus. A statement counts once for each of its topics, so topics add up to more than the total."""

    statements: int
    quotes: int  # statements with the exact words
    background: int
    events: int
    speakers: int
    sources: int  # different addresses that statements were read in
    newest: str | None  # latest date of a statement or event, as exact as it is known; None where there is none
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
        quotes=sum(statement.quote is not None for statement in statements),
        background=len(corpus.background),
        events=len(corpus.events),
        speakers=len(corpus.speakers),
        sources=len({statement.source.url for statement in statements}),
        newest=max(dates, key=lambda date: (day_range(date)[0], len(date)), default=None),
        by_stance=_most_first(statement.stance for statement in statements),
        by_year=tuple(sorted(Counter(statement.said_on[:4] for statement in statements).items(), reverse=True)),
        by_country=_most_first(statement.country for statement in statements),
        by_topic=_most_first(topic for statement in statements for topic in statement.topics),
        by_speaker=_most_first(statement.speaker for statement in statements),
    )


def _most_first(found: Iterable[str]) -> Counts:
    return tuple(sorted(Counter(found).items(), key=lambda pair: (-pair[1], pair[0])))
