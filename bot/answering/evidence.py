"""Whether what was found bears on the question: coverage of its words, its matter, its speakers, its dates."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.names import Mention, NameIndex
from bot.question import Query
from bot.quotes import QuoteIndex
from bot.ranking import EXACT, Ranked, has_figure
from bot.records import Corpus, Passage, Statement
from bot.text import Token, bare, tokens

WEAK_MEANING = 0.30  # cosine similarity below which, with few shared words, a question is not on the subject
WEAK_COVERAGE = 0.30
SURE_COVERAGE = 0.40
COMMON_WORD = 1.6  # inverse document frequency below which a word says nothing about the matter
STRANGE = 4.0  # the weight of a word that no passage holds


@dataclass(frozen=True)
class Evidence:
    """What judging evidence needs. Made once by ``Evidence.of``."""

    corpus: Corpus
    names: NameIndex
    passages: Mapping[str, Passage]
    stems: Mapping[str, frozenset[str]]
    rarity: Mapping[str, float]
    specific_topics: frozenset[str]
    quotes: QuoteIndex
    terms: frozenset[str]

    @classmethod
    def of(cls, corpus: Corpus, names: NameIndex, passages: Sequence[Passage], quotes: QuoteIndex) -> Evidence:
        stems = {p.id: frozenset(stems_of(f"{p.text} {p.keywords}", names)) for p in passages}
        counts = Counter(stem for found in stems.values() for stem in found)
        rarity = {stem: math.log(len(passages) / count) for stem, count in counts.items()}
        specific = frozenset(topic.id for topic in corpus.topics if topic.weight == "specific")
        titles = (*(b.title for b in corpus.background), *(t.title for t in corpus.topics))
        terms = frozenset(bare(text) for text in (*titles, *(alias for t in corpus.topics for alias in t.aliases)))
        return cls(corpus, names, {p.id: p for p in passages}, stems, rarity, specific, quotes, terms)

    def is_term(self, phrase: str) -> bool:
        """Whether a phrase is the name of a topic or of a background text, so that anybody may use it."""
        return bare(phrase) in self.terms

    def speaker_of(self, key: str) -> str | None:
        """The speaker's id, or None for background and events."""
        record = self.corpus.by_id[key]
        return self.corpus.speaker_by_name[record.speaker].id if isinstance(record, Statement) else None

    def speakers_of(self, mention: Mention) -> frozenset[str]:
        """The speakers that a name means; for an organisation also who spoke for it."""
        found = set(mention.speakers)
        for key in mention.speakers:
            speaker = self.corpus.speaker_by_id[key]
            if speaker.kind != "person":
                found.update(speaker.related)
        return frozenset(found)

    def first_day(self, key: str) -> int:
        return self.passages[key].date_from

    def coverage(self, query: Query, key: str) -> float:
        """The share by weight, 0 to 1, of the question's telling words that a passage holds; speakers' names aside."""
        people = () if query.intent in ("figure", "event", "term") else (*query.asked, *query.addressed)
        aside = {token.folded for mention in people for token in tokens(mention.written)}
        words = [token for token in tokens(query.text) if token.folded not in aside]
        weights = {stem: self.rarity.get(stem, STRANGE) for stem in stems_of(words, self.names)}
        weights = {stem: weight for stem, weight in weights.items() if weight > COMMON_WORD}
        total = sum(weights.values())
        return sum(weight for stem, weight in weights.items() if stem in self.stems[key]) / total if total else 1.0

    def closest_sentence(self, query: Query, key: str) -> str:
        """The sentence of a passage that shares most of the question's telling words; a title counts as one."""
        wanted = stems_of(query.text, self.names)
        parts = re.split(r"(?<=[.!?:])\s+", self.passages[key].text)
        return max(parts, key=lambda part: sum(self.rarity.get(s, 0.0) for s in wanted & stems_of(part, self.names)))

    def on_matter(self, query: Query, key: str) -> bool:
        """Whether a passage shares a specific topic of the question, where it names one."""
        topics = self.specific_topics & set(query.topics)
        return not topics or bool(topics & set(self.passages[key].topics)) or self.coverage(query, key) >= WEAK_COVERAGE

    def is_off_topic(self, query: Query, ranked: Sequence[Ranked]) -> bool:
        """Nothing to do with the debate: no name, no topic, and nothing near in meaning."""
        if not ranked:
            return True
        if query.specific or query.follow_up:
            return False
        return max(item.meaning for item in ranked[:10]) < WEAK_MEANING

    def lacking(self, query: Query, ranked: Sequence[Ranked]) -> str | None:
        """Why nothing in the corpus answers the question; None where something does."""
        if ranked[0].quote >= EXACT and query.quoted:
            return None
        if query.unknown and self._asks_about_unknown(query):
            return "unknown"
        if query.intent == "figure" and not query.follow_up and self._no_figure(query, ranked):
            return "figure"
        if query.intent in ("sides", "list", "compare", "change", "term"):
            return None
        persons = [m for m in query.asked if self._is_person(m)]
        if len(query.asked) == len(persons) == 1 and not query.follow_up:
            own = [item for item in ranked if item.speaks]
            if own and not any(self._bears(query, item) for item in own[:8]):
                return "speaker"
        return None

    def _no_figure(self, query: Query, ranked: Sequence[Ranked]) -> bool:
        """Whether no passage near the top is on what is counted, in the time named."""
        return not any(
            has_figure(self.passages[item.id].text)
            and self.coverage(query, item.id) >= (WEAK_COVERAGE if item.in_date is False else 0.1)
            for item in ranked[:3]
        )

    def _is_person(self, mention: Mention) -> bool:
        return mention.how != "body" and all(
            self.corpus.speaker_by_id[speaker].kind == "person" for speaker in mention.speakers
        )

    def _bears(self, query: Query, item: Ranked) -> bool:
        """Whether a speaker's own statement is on what was asked."""
        coverage = self.coverage(query, item.id)
        if item.in_date is False and coverage < SURE_COVERAGE:
            return False
        topics = self.specific_topics & set(query.topics)
        if topics and not topics & set(self.passages[item.id].topics) and coverage < WEAK_COVERAGE:
            return False
        if coverage > 0.05 or item.meaning > 0.4:
            return True
        wanted = {stem for stem in stems_of(query.text, self.names) if self.rarity.get(stem, 0.0) > STRANGE}
        named = {stem for mention in query.asked for stem in stems_of(mention.written, self.names)}
        return not wanted - named  # nothing that the corpus speaks of elsewhere is missing here

    def _asks_about_unknown(self, query: Query) -> bool:
        """Whether the unknown name is who or what is asked about, rather than a word by the way."""
        first = next((query.text.find(name) for name in query.unknown if " " in name), -1)
        if 0 <= first < min((mention.start for mention in query.asked), default=0):
            return True
        if any(self._is_person(mention) for mention in query.asked):
            return False
        words = tokens(query.text)
        if not query.asked and any(" " in name for name in query.unknown):
            return True
        strange = [at for at, word in enumerate(words) if word.written in query.unknown]
        if not query.asked and any(_in_a_name(words, at) for at in strange):
            return True
        if strange[:1] == [0] and len(words) > 1 and words[1].folded in _AFTER_SPEAKER:
            return True
        if strange[:2] == [0, 1]:
            return True
        return any(_in_subject_slot(words, at) for at in strange)


_AFTER_SPEAKER = frozenset({"on", "about", "statement", "statements", "view", "opinion", "quote", "says", "said"})
_BEFORE_SUBJECT = frozenset(["did", "does", "do", "has", "have", "had", "is", "was", "were", "will", "would"])
_SAYING = frozenset(
    "say said says tell told think thought call called write wrote argue argued comment testify want"
    " claim opinion view views position respond react mean warn describe anything".split()
)


def _in_a_name(words: Sequence[Token], at: int) -> bool:
    """Whether a capitalised word has a capitalised neighbour: one word alone may be just unusual."""
    near = (words[at - 1] if at > 1 else None, words[at + 1] if at + 1 < len(words) else None)
    return words[at].capitalised and any(word is not None and word.capitalised for word in near)


def _in_subject_slot(words: Sequence[Token], at: int) -> bool:
    """Whether a word stands where a question names its speaker: between an auxiliary and a verb of saying."""
    before = {word.folded for word in words[max(0, at - 5) : at]}
    after = {word.folded for word in words[at + 1 : at + 3]}
    return bool(before & _BEFORE_SUBJECT) and bool(after & _SAYING)


def stems_of(text: str | Sequence[Token], names: NameIndex) -> set[str]:
    """The stemmed words of a text, compounds also by part."""
    words = tokens(text) if isinstance(text, str) else text
    return {
        names.stem.stemWord(part) for word in words for part in word.folded.replace("-", " ").replace("/", " ").split()
    }
