"""Ordering what was found by how well it fits the question as read: who, when, on what, in whose words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.index import Index
from bot.intents import Intent
from bot.names import Mention, find_mentions
from bot.question import Query, QuestionReader
from bot.quotes import QuoteIndex, best_matches, index_quotes
from bot.records import Corpus, Passage, Record, Statement
from bot.retriever import search

EXACT = 88.0  # likeness from which words asked about count as the statement's own
HALF_REMEMBERED = 70.0

# Weights of what speaks for a passage, on the scale of a cosine similarity.
MEANING, WORDS = 1.0, 0.5
SPEAKS, SPEAKS_FOR_BODY, RELATED = 0.6, 0.45, 0.25
NAMES_SPEAKER = 0.12
ANSWERS = 0.35
IN_DATE, OUT_OF_DATE = 0.2, -0.2
SAME_TOPIC = 0.08
ON_ASKED_SIDE, ON_OTHER_SIDE = 0.1, -0.1
QUOTED = 1.2
ALREADY_TOLD = -0.3
_TYPES: Mapping[Intent, Mapping[str, float]] = {
    "term": {"background": 0.3, "event": 0.0, "statement": -0.1},
    "event": {"event": 0.2, "background": 0.1, "statement": 0.0},
    "figure": {"background": 0.05, "event": 0.0, "statement": 0.0},
    "quote": {"background": -0.2, "event": -0.2, "statement": 0.0},
    "speaker": {"background": -0.15, "event": -0.1, "statement": 0.05},
    "reply": {"background": -0.2, "event": -0.15, "statement": 0.05},
    "compare": {"background": -0.1, "event": -0.1, "statement": 0.05},
}


class Ranked(Record):
    """A passage with its score and what the score is made of."""

    id: str
    score: float
    meaning: float
    words: float
    quote: float  # likeness of the quotation, 0 to 100
    speaks: bool  # by a speaker asked about, or for the body asked about
    in_date: bool | None  # None where the question names no date


@dataclass(frozen=True)
class Ranker:
    """What ordering needs beside the index. Made once by ``Ranker.of``."""

    corpus: Corpus
    index: Index
    quotes: QuoteIndex
    passages: Mapping[str, Passage]
    speaker_ids: Mapping[str, str]
    named_in: Mapping[str, frozenset[str]]
    by_speaker: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, corpus: Corpus, index: Index, reader: QuestionReader) -> Ranker:
        by_speaker: dict[str, list[str]] = defaultdict(list)
        named: dict[str, frozenset[str]] = {}
        for statement in corpus.statements:
            by_speaker[corpus.speaker_by_name[statement.speaker].id].append(statement.id)
        for passage in index.passages:
            record = corpus.by_id[passage.id]
            about = record.about if isinstance(record, Statement) else getattr(record, "actors", (passage.text[:80],))
            mentions = find_mentions(". ".join(about), reader.names) if about else ()
            named[passage.id] = frozenset(speaker for mention in mentions for speaker in mention.speakers)
        return cls(
            corpus=corpus,
            index=index,
            quotes=index_quotes(corpus),
            passages={passage.id: passage for passage in index.passages},
            speaker_ids={speaker.name: speaker.id for speaker in corpus.speakers},
            named_in=named,
            by_speaker={key: tuple(found) for key, found in by_speaker.items()},
        )

    def rank(self, query: Query, vector: Sequence[float]) -> list[Ranked]:
        """Every passage that may answer, best first."""
        hits = {hit.id: (hit.meaning, hit.words) for hit in search(self.index, vector, query.standalone)}
        spans = query.quoted or ((query.standalone,) if query.intent == "quote" else ())
        likeness = {match.id: match.likeness for match in best_matches(self.quotes, spans, HALF_REMEMBERED)}
        weights = self._speaker_weights(query)
        for speaker in weights:
            for key in self.by_speaker.get(speaker, ()):
                hits.setdefault(key, (0.0, 0.0))
        for key in likeness:
            hits.setdefault(key, (0.0, 0.0))
        answered = self._answered(query)
        ranked = [self._score(key, *found, likeness.get(key, 0.0), weights, answered, query) for key, found in hits.items()]
        return sorted(ranked, key=lambda item: (-item.score, item.id))

    def _speaker_weights(self, query: Query) -> dict[str, float]:
        weights: dict[str, float] = {}
        for mention in query.asked:
            for speaker in mention.speakers:
                weights[speaker] = SPEAKS_FOR_BODY if mention.how == "body" else SPEAKS
        for speaker in tuple(weights):
            if self.corpus.speaker_by_id[speaker].kind != "person":
                for related in self.corpus.speaker_by_id[speaker].related:
                    weights.setdefault(related, RELATED)
        return weights

    def _answered(self, query: Query) -> frozenset[str]:
        """Statements that a reply asked about may answer."""
        speakers = [*query.addressed, *query.mentioned] if query.intent == "reply" else []
        keys = {key for m in speakers for speaker in m.speakers for key in self.by_speaker.get(speaker, ())}
        return frozenset((*keys, *query.told))

    def _score(
        self,
        key: str,
        meaning: float,
        words: float,
        likeness: float,
        weights: Mapping[str, float],
        answered: frozenset[str],
        query: Query,
    ) -> Ranked:
        passage, record = self.passages[key], self.corpus.by_id[key]
        score = MEANING * meaning + WORDS * words + _TYPES.get(query.intent, {}).get(passage.type, 0.0)
        speaker = self.speaker_ids.get(passage.speaker or "", "")
        speaks = weights.get(speaker, 0.0) > RELATED
        score += weights.get(speaker, 0.0)
        named = {s for mention in (*query.mentioned, *query.addressed) for s in mention.speakers}
        score += NAMES_SPEAKER * min(2, len(named & (self.named_in[key] | {speaker})))
        in_date = None
        if query.dates:
            in_date = any(date.overlaps(passage.date_from, passage.date_to) for date in query.dates)
            if passage.type != "background":
                score += IN_DATE if in_date else OUT_OF_DATE
        score += SAME_TOPIC * len(set(query.topics) & set(passage.topics))
        if query.stance and passage.stance in ("protect", "restrict"):
            score += ON_ASKED_SIDE if passage.stance == query.stance else ON_OTHER_SIDE
        if likeness >= HALF_REMEMBERED and (query.quoted or likeness >= EXACT or words > 0.5):
            score += QUOTED * (likeness / 100) ** 3
        if isinstance(record, Statement) and answered.intersection(record.reply_to):
            score += ANSWERS
        if key in query.told:
            score += ALREADY_TOLD
        return Ranked(
            id=key, score=score, meaning=meaning, words=words, quote=likeness, speaks=speaks, in_date=in_date
        )


def one_of(mention: Mention) -> str | None:
    """The speaker that a mention means, where it means one."""
    return mention.speakers[0] if len(mention.speakers) == 1 else None
