"""Ordering what was found by how well it fits the question as read: who, when, on what, in whose words."""

from __future__ import annotations

import datetime
import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import Stemmer

from bot.dates import DateRange
from bot.index import Index
from bot.intents import Intent
from bot.names import find_mentions
from bot.places import names_any, places_in
from bot.question import Query, QuestionReader
from bot.quotes import QuoteIndex, best_matches, index_quotes
from bot.records import Corpus, Passage, Record, Stance, Statement
from bot.retriever import Filters, search
from bot.text import tokens

EXACT = 88.0  # likeness from which words asked about count as the statement's own
HALF_REMEMBERED = 70.0

# Weights of what speaks for a passage, on the scale of a cosine similarity.
MEANING, WORDS = 1.0, 0.5
SPEAKS, SPEAKS_FOR_BODY, RELATED = 0.6, 0.45, 0.35
MATTER_NOT_SPEAKER = 0.2  # share of those weights where the question is on a thing, and the name may be its maker's
NAMES_SPEAKER = 0.12
ANSWERS = 0.35
IN_DATE, NAMES_YEAR, OUT_OF_DATE = 0.2, 0.1, -0.2
HAS_FIGURE = 0.1
SAME_DAY = 0.2
HOLDS_OFFICE = 0.2
NAMED_BY_TITLE = 0.35
SIDES: tuple[Stance, ...] = ("protect", "restrict")
SIDE_DEPTH = 30
SAME_TOPIC = 0.08
ON_ASKED_SIDE, ON_OTHER_SIDE = 0.1, -0.1
IN_PLACE = 0.1
FROM_DOCUMENT = -0.08  # curated records that say the same come first
QUOTED = 1.2
TOLD_ITSELF, ALREADY_TOLD, TOLD_SPEAKER = 0.5, -0.1, -0.25
OWN_WORDS, CONTEXT_WORDS = 0.4, 0.2  # of a follow-up: its own words, and those of the turns before
OTHER_SIDE, ANSWERED_BY_TOLD, ON_SAME_OCCASION = 0.4, 0.25, 0.15
SAME_OCCASION = 7  # days, roughly: numbers YYYYMMDD so far apart
_DATE = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: "
    r"\d{4})?\b|\b(?:19|20)\d\d\b"
)
_FIGURE = re.compile(
    r"\d|\b(?:per cent|thousands?|millions?|billions?|hundreds?|dozens?|two|three|four|five|six|seven|eight|nine|ten"
    r"|half|third|quarter)\b"
)
_OFFICES = frozenset(
    "minister secretary general commissioner director chief president chancellor prosecutor judge senator counsel "
    "officer"
    " reviewer supervisor ombudsman rapporteur attorney lawyer manager".split()
)
_ON_THINGS = ("event", "figure", "term")
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
    matter: float  # the score without what the speaker's name adds
    speaks: bool  # by a speaker asked about, or for the body asked about
    names: bool | None  # whether it names a speaker whom the question mentions; None where that mentions none
    in_date: bool | None  # None where the question names no date
    in_place: bool | None  # from or about a country that the question names; None where that names none


@dataclass(frozen=True)
class Bearing:
    """What a question brings to the scoring of every passage."""

    query: Query
    weights: Mapping[str, float]
    named: frozenset[str]
    answered: frozenset[str]
    told_speakers: frozenset[str]
    offices: frozenset[str]
    places: frozenset[str]
    stems: frozenset[str]
    told_days: tuple[int, ...]
    answered_by_told: frozenset[str]


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
    offices: Mapping[str, frozenset[str]]
    titles: Mapping[str, frozenset[str]]
    stem: Stemmer.Stemmer

    @classmethod
    def of(cls, corpus: Corpus, index: Index, reader: QuestionReader) -> Ranker:
        by_speaker: dict[str, list[str]] = defaultdict(list)
        named: dict[str, frozenset[str]] = {}
        for statement in corpus.spoken:
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
            titles={record.id: title_stems(record.title, reader.names.stem) for record in corpus.background},
            stem=reader.names.stem,
            offices={statement.id: offices_in(statement.role) for statement in corpus.spoken},
        )

    def rank(self, query: Query, vector: Sequence[float], *, deep: bool = False) -> list[Ranked]:
        """Every passage that may answer, best first; ``deep`` takes in all passages, with the same scores."""
        found = self._found(query, vector)
        for key, meaning in self.index.by_meaning(vector, len(self.passages)) if deep else ():
            found.setdefault(key, (meaning, 0.0))
        spans = query.quoted or ((query.text,) if query.intent == "quote" else ())
        likeness = {match.id: match.likeness for match in best_matches(self.quotes, spans, HALF_REMEMBERED)}
        words_answered = frozenset(likeness) if query.intent == "reply" else frozenset()
        if words_answered:  # the words that were answered are quoted, not those of the answer
            likeness = {}
        weights = self._speaker_weights(query)
        for key in (*(key for speaker in weights for key in self.by_speaker.get(speaker, ())), *likeness):
            found.setdefault(key, (0.0, 0.0))
        bearing = Bearing(
            query=query,
            weights=weights,
            named=frozenset(s for mention in (*query.mentioned, *query.addressed) for s in mention.speakers),
            answered=self._answered(query) | words_answered,
            told_speakers=frozenset(self._speaker(key) for key in query.told),
            offices=offices_in(query.text) if not query.asked else frozenset(),
            places=places_in(query.text),
            stems=self.stems_in(query.standalone),
            told_days=tuple(p.date_from for key in query.told if (p := self.passages[key]).date_from == p.date_to),
            answered_by_told=frozenset(
                other
                for key in query.told
                if isinstance(r := self.corpus.by_id[key], Statement)
                for other in r.reply_to
            ),
        )
        ranked = [self._score(key, *scores, likeness.get(key, 0.0), bearing) for key, scores in found.items()]
        return sorted(ranked, key=lambda item: (-item.score, item.id))

    def _found(self, query: Query, vector: Sequence[float]) -> dict[str, tuple[float, float]]:
        """Similarity and lexical share of what the hybrid search finds; of a follow-up, its own words count most."""
        found = {hit.id: (hit.meaning, WORDS * hit.words) for hit in search(self.index, vector, query.standalone)}
        for stance in SIDES if query.intent == "sides" else ():
            side = search(self.index, vector, query.standalone, Filters(stances=(stance,)), k=SIDE_DEPTH)
            found = {hit.id: (hit.meaning, 0.0) for hit in side} | found
        if query.asked:
            names = tuple(self.corpus.speaker_by_id[key].name for key in sorted(query.asked_ids))
            own = search(self.index, vector, query.standalone, Filters(speakers=names))
            found = {hit.id: (hit.meaning, 0.0) for hit in own} | found
        if query.follow_up:
            words: dict[str, float] = {}
            for text, weight in ((query.text, OWN_WORDS), (query.near, CONTEXT_WORDS)):
                hits = self.index.by_words(text, len(self.passages), None)
                for key, score in hits:
                    words[key] = words.get(key, 0.0) + weight * score / hits[0][1]
            found = {key: (found.get(key, (0.0, 0.0))[0], words.get(key, 0.0)) for key in {*found, *words}}
        return found

    def stems_in(self, text: str) -> frozenset[str]:
        return frozenset(self.stem.stemWord(token.folded) for token in tokens(text))

    def _speaker_weights(self, query: Query) -> dict[str, float]:
        weights: dict[str, float] = {}
        share = MATTER_NOT_SPEAKER if query.intent in _ON_THINGS else 1.0
        for mention in query.asked:
            for speaker in mention.speakers:
                weights[speaker] = share * (SPEAKS_FOR_BODY if mention.how == "body" else SPEAKS)
        for speaker in tuple(weights):
            if self.corpus.speaker_by_id[speaker].kind != "person":
                for related in self.corpus.speaker_by_id[speaker].related:
                    weights.setdefault(related, share * RELATED)
        return weights

    def _answered(self, query: Query) -> frozenset[str]:
        """Statements that a reply asked about may answer."""
        mentions = [*query.addressed, *query.mentioned] if query.intent == "reply" else []
        keys = (key for m in mentions for speaker in m.speakers for key in self.by_speaker.get(speaker, ()))
        return frozenset((*keys, *query.told))

    def _speaker(self, key: str) -> str:
        return self.speaker_ids.get(self.passages[key].speaker or "", "")

    def _score(self, key: str, meaning: float, words: float, likeness: float, bearing: Bearing) -> Ranked:
        query, passage = bearing.query, self.passages[key]
        speaker = self._speaker(key)
        score = MEANING * meaning + words + _TYPES.get(query.intent, {}).get(passage.type, 0.0)
        score += FROM_DOCUMENT * (passage.type == "document")
        named = bearing.named & (self.named_in[key] | {speaker})
        score += NAMES_SPEAKER * min(2, len(named))
        score += SAME_TOPIC * len(set(query.topics) & set(passage.topics))
        in_date = None
        if query.dates:
            in_date = any(around(date).overlaps(passage.date_from, passage.date_to) for date in query.dates)
            if not in_date and query.intent in _ON_THINGS:  # a later text may be about that year
                in_date = any(year in f"{passage.text} {passage.keywords}" for year in years_of(query.dates))
            if in_date and any(date.first == date.last == passage.date_from == passage.date_to for date in query.dates):
                score += SAME_DAY
            if passage.type != "background":
                named_year = not in_date and any(year in passage.text for year in years_of(query.dates))
                score += IN_DATE if in_date else NAMES_YEAR if named_year else OUT_OF_DATE
        if query.intent == "figure" and has_figure(passage.text):
            score += HAS_FIGURE
        if query.stance and passage.stance in ("protect", "restrict"):
            score += ON_ASKED_SIDE if passage.stance == query.stance else ON_OTHER_SIDE
        in_place = passage.country in bearing.places or names_any(bearing.places, passage.text)
        score += IN_PLACE * in_place
        if likeness >= HALF_REMEMBERED and (query.quoted or likeness >= EXACT or words > 0.5 * WORDS):
            score += QUOTED * (likeness / 100) ** 3
        title = self.titles.get(key)
        if title and title <= bearing.stems:
            score += NAMED_BY_TITLE
        if bearing.offices & self.offices.get(key, frozenset()):
            score += HOLDS_OFFICE
        if query.follow_up:
            score += self._as_follow_up(key, speaker, bearing)
        record = self.corpus.by_id[key]
        if isinstance(record, Statement) and bearing.answered.intersection(record.reply_to):
            score += ANSWERS
        weight = bearing.weights.get(speaker, 0.0)
        return Ranked(
            id=key,
            score=score + weight,
            matter=score,
            meaning=meaning,
            words=words,
            quote=likeness,
            speaks=weight > 0 and speaker in query.asked_ids,
            names=bool(named) if bearing.named else None,
            in_date=in_date,
            in_place=in_place if bearing.places else None,
        )

    def _as_follow_up(self, key: str, speaker: str, bearing: Bearing) -> float:
        """What was told already, or who told it, counts for or against a passage by what the follow-up turns to."""
        query, score = bearing.query, 0.0
        passage = self.passages[key]
        if key in bearing.answered_by_told:
            score += ANSWERED_BY_TOLD
        is_dated = passage.date_from == passage.date_to and passage.type != "background"
        if is_dated and any(abs(passage.date_from - day) <= SAME_OCCASION for day in bearing.told_days):
            score += ON_SAME_OCCASION
        if key in query.told:
            score += TOLD_ITSELF if query.itself else ALREADY_TOLD
        if query.others and not query.itself and speaker in bearing.told_speakers:
            score += TOLD_SPEAKER
        if query.stance and self.passages[key].stance == query.stance:
            score += OTHER_SIDE
        return score


def years_of(dates: Sequence[DateRange]) -> frozenset[str]:
    """The years that a question names, where it names whole ones."""
    return frozenset(str(date.first // 10000) for date in dates if date.last - date.first == 1130)


def around(date: DateRange) -> DateRange:
    """A month named in a question with the three days before it: what was said then is reported after."""
    is_month = date.first // 100 == date.last // 100 and date.first % 100 == 1 and date.last % 100 >= 28
    if not is_month:
        return date
    before = datetime.date(date.first // 10000, date.first // 100 % 100, 1) - datetime.timedelta(days=3)
    return date._replace(first=before.year * 10000 + before.month * 100 + before.day)


def has_figure(text: str) -> bool:
    """Whether a text holds a number that is no date."""
    return bool(_FIGURE.search(_DATE.sub(" ", text)))


def offices_in(text: str) -> frozenset[str]:
    """The offices that a text names in two words: "home secretary", "attorney general"."""
    words = [token.folded for token in tokens(text)]
    return frozenset(f"{first} {second}" for first, second in itertools.pairwise(words) if second in _OFFICES)


def title_stems(title: str, stem: Stemmer.Stemmer) -> frozenset[str]:
    """The telling words of a title, without what stands in brackets or after a colon; empty where it has one alone."""
    head = re.split(r"[(:,]", title, maxsplit=1)[0]
    words = [
        token.folded for token in tokens(head) if len(token.folded) > 2 and token.folded not in ("the", "and", "act")
    ]
    return frozenset(map(stem.stemWord, words)) if len(words) > 1 else frozenset()
