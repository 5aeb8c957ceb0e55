"""Planning: which records answer a question, in what order and form. No words are written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answering.evidence import Evidence
from bot.answering.premise import Correction, find_correction, supposed_speaker
from bot.history import leans_on_history
from bot.question import Query
from bot.ranking import EXACT, Ranked
from bot.records import AnswerKind, Corpus, Record, Stance, Statement
from bot.text import bare

Form = Literal["message", "quote", "records", "sides", "steps", "lines", "compare", "correction"]

MOST_DEFINITE = 3  # passages cited where a question has one answer
CLOSE = 0.30  # how far below the best a passage may score and still be cited beside it
SIDES_EACH = 3
TOLD_APART = 0.12  # of score between namesakes, from which the better one is meant
MOST_LINES, LEAST_LINES = 9, 3
MOST_STEPS = 6


class Plan(Record):
    """The kind and form of an answer and its records; ``groups`` are compared or set side by side, in order.

    ``speakers`` is how many fit a list in all; ``correction`` is what a correction corrects; ``filtered`` says that it
    was made within a reader's filters.
    """

    kind: AnswerKind
    form: Form
    groups: tuple[tuple[str, ...], ...] = ()
    labels: tuple[str, ...] = ()
    speakers: int = 0
    correction: Correction | None = None
    confirmed: bool = False
    reason: str = ""
    filtered: bool = False
    notices: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(key for group in self.groups for key in group)


@dataclass(frozen=True)
class Planner:
    """What planning needs to know of the corpus."""

    corpus: Corpus
    evidence: Evidence

    def plan(self, query: Query, ranked: Sequence[Ranked]) -> Plan:
        """The plan for a question on the debate; special intents are planned without evidence."""
        if query.intent in ("inject", "harm"):
            return Plan(kind="declined", form="message", reason=query.intent)
        if query.intent in ("help", "about"):
            return Plan(kind=query.intent, form="message", reason=query.intent)
        named = query.asked or query.mentioned or query.addressed or query.quoted
        if query.language and not named:
            return Plan(kind="clarify", form="message", reason="language")
        if not query.follow_up and not query.specific and leans_on_history(query.text):
            return Plan(kind="clarify", form="message")
        if query.intent == "off_topic" or self.evidence.is_off_topic(query, ranked):
            return Plan(kind="off_topic", form="message")
        if correction := find_correction(query, ranked, self.evidence):
            return Plan(kind="correction", form="correction", groups=(correction.ids,), correction=correction)
        if namesakes := self._namesakes(query, ranked):
            return Plan(kind="clarify", form="message", reason="namesakes", labels=namesakes)
        if reason := self.evidence.lacking(query, ranked):
            if told := self._told_of(query, ranked):
                return Plan(kind="answer", form="records", groups=(told,))
            near = tuple(item.id for item in ranked[:3])
            return Plan(kind="no_evidence", form="message", groups=(near,), reason=reason)
        return self.by_intent(query, ranked)

    def _namesakes(self, query: Query, ranked: Sequence[Ranked]) -> tuple[str, ...]:
        """Ids of those who share the one surname asked about, where nothing in the question tells them apart."""
        if len(query.asked) != 1 or query.asked[0].how != "surname" or len(query.asked[0].speakers) < 2:
            return ()
        best = {
            key: max((item.matter for item in ranked if self.evidence.speaker_of(item.id) == key), default=0.0)
            for key in query.asked[0].speakers
        }
        alone = len(query.text.split()) <= len(query.asked[0].written.split()) + 1
        near = tuple(key for key, score in best.items() if alone or score >= max(best.values()) - TOLD_APART)
        return near if len(near) > 1 else ()

    def _told_of(self, query: Query, ranked: Sequence[Ranked]) -> tuple[str, ...]:
        """Background and events that name somebody who is asked about but is no speaker here."""
        passages = (self.evidence.passages[item.id] for item in ranked[:8])
        named = [name for name in query.unknown if " " in name]
        return tuple(p.id for p in passages if p.speaker is None and any(name in p.text for name in named))[:2]

    def by_intent(self, query: Query, ranked: Sequence[Ranked]) -> Plan:
        planners: dict[str, Callable[[Query, Sequence[Ranked]], Plan | None]] = {
            "sides": self.sides,
            "compare": self._compare,
            "change": self._change,
            "list": self._list,
            "quote": self._quote,
        }
        if query.in_order:
            return self._in_order(query, ranked)
        planned = planners[query.intent](query, ranked) if query.intent in planners else None
        return planned or self.records(query, ranked)

    def _quote(self, query: Query, ranked: Sequence[Ranked]) -> Plan | None:
        """The statement that the words come from; others that use like words beside it."""
        matches = [item for item in ranked if item.quote >= EXACT and item.score > ranked[0].score - 0.6]
        if not matches or matches[0].id != ranked[0].id:
            return None
        alike = [item.id for item in matches if self._same_words(query, item, matches[0])]
        supposed = supposed_speaker(query)
        confirmed = supposed is not None and self.evidence.speaker_of(matches[0].id) in supposed.speakers
        return Plan(kind="answer", form="quote", groups=(tuple(alike[:2]),), confirmed=confirmed)

    def _same_words(self, query: Query, item: Ranked, best: Ranked) -> bool:
        record = self.corpus.by_id[item.id]
        if item.id == best.id:
            return True
        if self.evidence.speaker_of(item.id) == self.evidence.speaker_of(best.id):
            return False
        span = max(query.quoted, key=len, default="")
        return isinstance(record, Statement) and bool(span) and bare(span) in bare(record.quote or "")

    def records(self, query: Query, ranked: Sequence[Ranked]) -> Plan:
        """The best few: as many as stand close to the best one."""
        best = ranked[0]
        on_things = query.intent in ("event", "figure", "term") or query.asks_for_figure
        pool = [item for item in ranked if item.speaks] if best.speaks and not on_things else list(ranked)
        close = [item for item in pool if item.score >= best.score - CLOSE][:MOST_DEFINITE]
        if query.asks_when:
            close.sort(key=lambda item: self.evidence.passages[item.id].type != "event")
        if query.intent == "reply":
            close = self._with_what_was_answered(query, close, ranked)
        return Plan(kind="answer", form="records", groups=(tuple(item.id for item in close),))

    def _with_what_was_answered(self, query: Query, close: list[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
        """A reply, then the statement it answers where the question names who made that."""
        record = self.corpus.by_id[close[0].id]
        named = {s for m in (*query.addressed, *query.mentioned) for s in m.speakers}
        if isinstance(record, Statement):
            for item in ranked:
                other = self.corpus.by_id[item.id]
                if item.id in record.reply_to and isinstance(other, Statement) and self._id(other) in named:
                    return [close[0], item, *(c for c in close[1:2] if c.id != item.id)]
        return close

    def _id(self, statement: Statement) -> str:
        return self.corpus.speaker_by_name[statement.speaker].id

    def sides(self, query: Query, ranked: Sequence[Ranked]) -> Plan | None:
        """Equal room for both sides and a middle position where one stands near; neither side comes first by habit."""
        sides = self.by_stance(self.one_each(query, ranked))
        if not sides["protect"] or not sides["restrict"]:
            sides = self.by_stance(self.one_each(query, ranked, on_matter=False))
        each = min(SIDES_EACH, len(sides["protect"]), len(sides["restrict"]))
        if each == 0:
            return None
        first, second = sorted(("protect", "restrict"), key=lambda side: _turn(query.text, side))
        groups = [tuple(sides[first][:each]), tuple(sides[second][:each])]  # type: ignore[index]
        labels = [first, second]
        middle = [key for key in sides["balance"][:1] if key in {item.id for item in ranked[:40]}]
        if middle:
            groups.append(tuple(middle))
            labels.append("balance")
        return Plan(kind="answer", form="sides", groups=tuple(groups), labels=tuple(labels))

    def _as_asked(self, query: Query, item: Ranked) -> bool:
        """Whether a statement is of the time, from the country, on the side and about the bodies that are named."""
        stance = self.evidence.passages[item.id].stance
        fits = item.in_date is not False and item.in_place is not False and item.names is not False
        return fits and (query.stance is None or stance == query.stance)

    def by_stance(self, items: Iterable[Ranked]) -> dict[Stance, list[str]]:
        sides: dict[Stance, list[str]] = {"protect": [], "restrict": [], "balance": []}
        for item in items:
            record = self.corpus.by_id[item.id]
            if isinstance(record, Statement) and record.stance:
                sides[record.stance].append(item.id)
        return sides

    def _in_order(self, query: Query, ranked: Sequence[Ranked]) -> Plan:
        """The closest events and statements in order of date."""
        fitting = [item for item in ranked[:20] if item.in_date is not False and self.passage_is_dated(item.id)]
        fitting.sort(key=lambda item: self.evidence.passages[item.id].type != "event")
        keys = [item.id for item in fitting[:MOST_STEPS]] or [item.id for item in ranked[:MOST_DEFINITE]]
        return Plan(kind="answer", form="steps", groups=(tuple(sorted(keys, key=self.evidence.first_day)),))

    def ordered(self, found: Sequence[Sequence[Ranked]]) -> Plan:
        """The best passage for each thing that was to be put in order, by date."""
        best = dict.fromkeys(next((i.id for i in part if self.passage_is_dated(i.id)), part[0].id) for part in found)
        return Plan(kind="answer", form="steps", groups=(tuple(sorted(best, key=self.evidence.first_day)),))

    def passage_is_dated(self, key: str) -> bool:
        return self.evidence.passages[key].type != "background"

    def one_each(self, query: Query, ranked: Sequence[Ranked], *, on_matter: bool = True) -> Iterable[Ranked]:
        """The best statement of each speaker, on the question's matter where that is asked for."""
        seen: set[str] = set()
        for item in ranked:
            record = self.corpus.by_id[item.id]
            if not isinstance(record, Statement) or (on_matter and not self.evidence.on_matter(query, item.id)):
                continue
            if record.speaker not in seen:
                seen.add(record.speaker)
                yield item

    def _compare(self, query: Query, ranked: Sequence[Ranked]) -> Plan | None:
        """The best of each speaker named, two statements each at most."""
        groups: list[tuple[str, ...]] = []
        labels: list[str] = []
        mentions = (*query.asked, *query.mentioned)
        said = [self._by_matter(ranked, self.evidence.speakers_of(mention)) for mention in mentions]
        if len(said) == 2 and not query.topics:
            said = self._on_common_ground(*said)
        for mention, own in zip(mentions, said, strict=True):
            keys = tuple(item.id for item in own[:2] if item.matter >= own[0].matter - CLOSE)
            keys = tuple(key for key in keys if not any(key in group for group in groups))
            if keys:
                groups.append(keys)
                labels.append(mention.written)
        if len(groups) == 1:
            taken = self.evidence.speakers_of(query.asked[0]) if query.asked else frozenset()
            others = [i for i in ranked if (who := self.evidence.speaker_of(i.id)) is not None and who not in taken]
            groups += [(item.id,) for item in sorted(others, key=lambda item: -item.matter)[:1]]
        if len(groups) < 2:
            return None
        return Plan(kind="answer", form="compare", groups=tuple(groups[:2]), labels=tuple(labels[:2]))

    def _on_common_ground(self, one: list[Ranked], other: list[Ranked]) -> list[list[Ranked]]:
        """What two said on the topic that both spoke on and that comes nearest to the question, where there is one."""
        topics = [{topic for item in own for topic in self.corpus.by_id[item.id].topics} for own in (one, other)]
        best = max(
            sorted(self.evidence.specific_topics & topics[0] & topics[1]),
            key=lambda topic: sum(self._on_topic(own, topic)[0].matter for own in (one, other)),
            default=None,
        )
        return [one, other] if best is None else [self._on_topic(own, best) for own in (one, other)]

    def _on_topic(self, own: Sequence[Ranked], topic: str) -> list[Ranked]:
        return [item for item in own if topic in self.corpus.by_id[item.id].topics]

    def _by_matter(self, ranked: Sequence[Ranked], speakers: frozenset[str]) -> list[Ranked]:
        """What these speakers said, ordered without regard to which of them is named."""
        own = [item for item in ranked if self.evidence.speaker_of(item.id) in speakers]
        return sorted(own, key=lambda item: -item.matter)

    def _change(self, query: Query, ranked: Sequence[Ranked]) -> Plan | None:
        """The steps of one speaker or body in order of date."""
        speakers = frozenset(
            s for mention in query.asked or query.mentioned for s in self.evidence.speakers_of(mention)
        )
        own = self._by_matter(ranked, speakers)
        if len(own) < 2:  # a person with one statement here: what the bodies spoken for said as well
            related = (r for key in speakers for r in self.corpus.speaker_by_id[key].related)
            own = self._by_matter(ranked, speakers | frozenset(related))
        events = [item for item in ranked[:6] if self.evidence.speaker_of(item.id) is None]
        dated = [item for item in own if item.in_date is not False]
        if len({self.evidence.first_day(item.id) // 10000 for item in dated}) < 2 and len(dated) < MOST_DEFINITE:
            dated = own
        steps = self._spread(dated)[:MOST_STEPS]
        if len(steps) < 2:
            steps = [*steps, *(item.id for item in events)][:3]
        if len(steps) < 2:
            return None
        steps = [*steps, *(item.id for item in events[:1] if item.id not in steps)]
        return Plan(kind="answer", form="steps", groups=(tuple(sorted(steps, key=self.evidence.first_day)),))

    def _spread(self, items: Sequence[Ranked]) -> list[str]:
        """The best statement of each year first, so that the steps cover the whole time; then the next best."""
        years: dict[int, list[str]] = {}
        for item in items:
            years.setdefault(self.evidence.first_day(item.id) // 10000, []).append(item.id)
        firsts = [found[0] for found in years.values()]
        keep = sorted((min(years), max(years))) if years else []
        ends = [years[year][0] for year in keep]
        rest = [key for found in years.values() for key in found[1:]]
        return list(dict.fromkeys((*ends, *firsts, *rest)))

    def _list(self, query: Query, ranked: Sequence[Ranked]) -> Plan:
        """Speakers that fit, best first, a line each; the count says how many there are in all."""
        others = [item for item in self.one_each(query, ranked) if not item.speaks]
        best = max((item.matter for item in others), default=0.0)
        near = [item for item in others if item.matter >= best - 2 * CLOSE]
        fitting = [item for item in near if self._as_asked(query, item)]
        count = len(fitting)
        if not fitting:
            on_side = [item for item in near if query.stance in (None, self.evidence.passages[item.id].stance)]
            fitting = [item for item in on_side if item.in_date is not False][:LEAST_LINES] or near[:LEAST_LINES]
        aside = [item.id for item in ranked[:4] if self.evidence.passages[item.id].type in ("background", "event")]
        if not fitting:
            return self.records(query, ranked)
        own = [item.id for item in ranked if item.speaks][:2]
        shown = [item.id for item in fitting][: MOST_LINES - len(own)]
        keys = (*aside[:1], *shown, *own)
        return Plan(kind="answer", form="lines", groups=(keys,), speakers=count)


def _turn(text: str, side: str) -> int:
    """A fixed but even choice of who comes first, drawn from the question's own letters."""
    return sum(map(ord, text)) % 2 if side == "protect" else 1 - sum(map(ord, text)) % 2
