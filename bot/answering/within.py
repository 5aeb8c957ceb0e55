"""Planning within a reader's filters: from what fits alone, or the word that the filters hide what was asked.

Whether the corpus answers a question at all, and what a question takes for granted, is judged on the whole corpus: a
filter hides statements, it does not unsay them. So the whole plan is made first, and what is answered within the
filters must be as much to the point. Nothing here makes a claim about statements that the filters leave out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.answering.evidence import Evidence
from bot.answering.plan import CLOSE, SIDES_EACH, Plan, Planner
from bot.answering.premise import supposed_speaker
from bot.history import asks_other_side
from bot.names import Mention
from bot.question import Query, asks_who
from bot.ranking import Ranked
from bot.reader_filters import Within
from bot.records import Corpus, Stance, Statement

STILL_TO_THE_POINT = 2 * CLOSE  # of score: how far below what the whole corpus offers an open question may be answered
LESS_COVERED = 0.15  # share of the question's telling words that such an answer may hold less
NEAREST = 3  # passages that an answer without evidence names subjects from
HIDDEN, OTHER_SIDE = "filtered", "filtered side"  # reasons of a plan without evidence
STEPS_LEFT_OUT = "The filters leave out steps that would stand here without them."
SIDE_LEFT_OUT = "Only one side is shown: the filters leave out the other."
BOTH_LEFT_OUT = "Neither side is shown: the filters leave out both."
SIDE_NOT_FOUND = "Among the statements that fit the filters, none of the other side was found on this."
NEITHER_FOUND = "Among the statements that fit the filters, none of either side was found on this."
_BY_DATE = ("list", "change")
_ON_THINGS = ("event", "figure", "term")
_WANTS_WORDS = ("speaker", "reply", "quote", "list", "sides", "compare", "change")


def plan_within(
    planner: Planner, query: Query, ranked: Sequence[Ranked], deep: Sequence[Ranked], within: Within
) -> Plan:
    """The plan for a question under filters; ``ranked`` is what it has without them, ``deep`` every passage, ordered.

    Every id of the plan fits the filters. Kinds that rest on no record are as they are without filters.
    """
    fitting = [item for item in deep if item.id in within.ids]
    near = tuple(item.id for item in fitting[:NEAREST])
    whole = planner.plan(query, ranked)
    if within.filters.layers and whole.kind in ("answer", "correction", "no_evidence"):
        return _of_layers(planner, query, fitting, near, within)
    if whole.kind == "no_evidence":
        return whole.model_copy(update={"groups": (near,)})
    if whole.kind not in ("answer", "correction"):
        return whole
    if side := _side_left_out(planner.corpus, query, within):
        return Plan(kind="no_evidence", form="message", groups=(near,), reason=OTHER_SIDE, labels=(side,))
    plan = _Search(planner, query, whole, ranked, fitting, within).plan()
    if plan is None or (not plan.correction and _lacks_words(planner, query, whole, plan)):
        return Plan(kind="no_evidence", form="message", groups=(near,), reason=HIDDEN)
    return plan.model_copy(update={"filtered": True})


def _of_layers(
    planner: Planner, query: Query, fitting: Sequence[Ranked], near: tuple[str, ...], within: Within
) -> Plan:
    """The plan where records or documents are off: what those hold is as if it had never been read."""
    plan = planner.plan(query, fitting)
    if plan.kind == "off_topic" and fitting:  # it is on the debate, of which these passages are but a part
        plan = planner.by_intent(query, fitting)
    if plan.kind not in ("answer", "correction"):
        return plan.model_copy(update={"groups": (within.keep(plan.ids),)})
    held = _held_to(plan, within) if plan.correction or not set(plan.ids) <= within.ids else plan
    if held is None:
        return Plan(kind="no_evidence", form="message", groups=(near,), reason=HIDDEN)
    return held.model_copy(update={"filtered": True})


def ordered_within(planner: Planner, found: Sequence[Sequence[Ranked]], within: Within) -> Plan:
    """The best passage for each thing to be put in order, of those that fit; no other stands in for one that does not.

    ``found`` is the whole ranking of each thing.
    """
    plan = _held_to(planner.ordered(found), within)
    if plan is None:
        return Plan(kind="no_evidence", form="message", reason=HIDDEN)
    return plan.model_copy(update={"filtered": True})


@dataclass(frozen=True)
class _Search:
    """One question that the whole corpus answers by ``whole``, and the passages that fit, best first."""

    planner: Planner
    query: Query
    whole: Plan
    ranked: Sequence[Ranked]
    fitting: Sequence[Ranked]
    within: Within

    @property
    def evidence(self) -> Evidence:
        return self.planner.evidence

    def plan(self) -> Plan | None:
        """The answer within the filters; None where they hide it."""
        query, whole, first_fits = self.query, self.whole, self.whole.ids[0] in self.within.ids
        if whole.correction or whole.form == "quote" or self.evidence.lacking(query, self.ranked):
            if not first_fits and (whole.correction or supposed_speaker(query)):
                return None  # what sets a question right, or says yes to it, has no second best
            return _held_to(whole, self.within)
        if not first_fits and (query.asks_when or query.itself):
            return None
        if query.intent == "reply" and not first_fits:
            return self._other_reply()
        if not first_fits and query.intent in ("figure", "quote", "event") and not query.in_order:
            return self._as_good()
        return self._open()

    def _as_good(self) -> Plan | None:
        """What else the whole answer cites, where it is hardly less to the point than the best, which does not fit."""
        matter = {item.id: item.matter for item in self.ranked}
        best = self.whole.ids[0]
        near = [key for key in self._kept if matter[key] >= matter[best] - CLOSE / 2 and self._covers(key, best)]
        return self.whole.model_copy(update={"groups": (tuple(near),)}) if near else None

    def _other_reply(self) -> Plan | None:
        """Another recorded reply to the same statement, where the best one does not fit."""
        best = self.planner.corpus.by_id[self.whole.ids[0]]
        answered = set(best.reply_to) if isinstance(best, Statement) else set()
        wanted = {speaker for _, speakers in self._wanted() for speaker in speakers}
        replies = [
            item
            for item in self.fitting
            if isinstance(record := self.planner.corpus.by_id[item.id], Statement)
            and answered.intersection(record.reply_to)
            and (not wanted or self.evidence.speaker_of(item.id) in wanted)
        ]
        return self.planner.records(self.query, replies) if replies else None

    def _open(self) -> Plan | None:
        """An answer that may rest on other statements than without filters, as long as they are to the point."""
        wanted = self._wanted()
        hidden: tuple[Mention, ...] = ()
        pool = self._in_time(self._dated() if self.query.in_order or self.query.intent in _BY_DATE else self.fitting)
        if wanted:
            hidden = tuple(mention for mention, speakers in wanted if self._hides(speakers, pool))
            shown = [(mention, speakers) for mention, speakers in wanted if mention not in hidden]
            if not shown:
                return None
            if hidden or self.query.intent != "compare":
                speakers = {speaker for _, found in shown for speaker in found}
                pool = [i for i in pool if i.id in self.whole.ids or self.evidence.speaker_of(i.id) in speakers]
        else:
            pool = self._to_the_point(pool)
        if not pool or self.evidence.lacking(self.query, pool):
            return None
        plan = self.planner.records(self.query, pool) if hidden else self._by_intent(pool)
        notices = [f"The filters leave out what {self._name(mention)} said on this." for mention in hidden]
        if self.whole.form == "steps" and len(self._kept) < len(self.whole.ids):
            notices.append(STEPS_LEFT_OUT)
        return _as_form(plan.model_copy(update={"notices": (*plan.notices, *notices)}))

    @property
    def _kept(self) -> tuple[str, ...]:
        return self.within.keep(self.whole.ids)

    def _by_intent(self, pool: Sequence[Ranked]) -> Plan:
        if self.query.intent == "sides" and not self.query.in_order:
            sides = self.planner.sides(self.query, pool) or self._one_side(pool)
            if sides:
                return sides
        return self.planner.by_intent(self.query, pool)

    def _one_side(self, pool: Sequence[Ranked]) -> Plan | None:
        """What the filters leave of a debate, where they do not leave both sides."""
        found = self.planner.by_stance(self.planner.one_each(self.query, pool))
        side: Stance | None = next((side for side in ("protect", "restrict") if found[side]), None)
        groups = [(side, found[side][: 2 * SIDES_EACH])] if side else []
        if found["balance"]:
            groups.append(("balance", found["balance"][: 1 if side else SIDES_EACH]))
        if not groups:
            return None
        chosen = self.within.filters.sides
        others = {"protect", "restrict"} - {side}
        left_out = bool(chosen) and not others & set(chosen)
        notice = (SIDE_NOT_FOUND, SIDE_LEFT_OUT)[left_out] if side else (NEITHER_FOUND, BOTH_LEFT_OUT)[left_out]
        return Plan(
            kind="answer",
            form="sides",
            groups=tuple(tuple(keys) for _, keys in groups),
            labels=tuple(label for label, _ in groups),
            notices=(notice,),
        )

    def _wanted(self) -> list[tuple[Mention, frozenset[str]]]:
        """Whose words are asked for, where the whole corpus answers with words of theirs."""
        query = self.query
        if query.intent in ("list", "sides"):
            return []
        mentions: tuple[Mention, ...] = query.asked
        if query.intent in ("compare", *_ON_THINGS):
            mentions = (*query.asked, *query.mentioned)
        elif query.intent == "change":
            mentions = query.asked or query.mentioned
        on_things = query.intent in _ON_THINGS  # there a name may be a maker's, unless its owner's words come first
        cited = {self.evidence.speaker_of(key) for key in self.whole.ids[: 1 if on_things else None]}
        wanted = [(mention, self._meant(mention)) for mention in mentions]
        return [(mention, speakers) for mention, speakers in wanted if cited & speakers]

    def _meant(self, mention: Mention) -> frozenset[str]:
        """The speakers that a name means, persons who spoke for a body among them; of namesakes whom the answer cites.

        A body's partner in a joint letter, say, is no stand-in for it.
        """
        known = self.planner.corpus.speaker_by_id
        related = (key for key in self.evidence.speakers_of(mention) if known[key].kind == "person")
        speakers = frozenset((*mention.speakers, *related))
        if mention.how == "surname" and len(mention.speakers) > 1:
            best = next((who for key in self.whole.ids if (who := self.evidence.speaker_of(key)) in speakers), None)
            return frozenset({best}) if best else speakers
        return speakers

    def _hides(self, speakers: Collection[str], pool: Sequence[Ranked]) -> bool:
        """Whether the filters leave out what these speakers said on the matter of the question."""
        own = [item for item in self.ranked if self.evidence.speaker_of(item.id) in speakers]
        left = [item for item in pool if self.evidence.speaker_of(item.id) in speakers]
        if not own or self.query.intent == "change":
            return bool(own) and not left
        best = max(own, key=lambda item: item.matter)
        least = best.matter - STILL_TO_THE_POINT
        return not any(item.matter >= least and self._covers(item.id, best.id) for item in left)

    def _to_the_point(self, items: Iterable[Ranked]) -> list[Ranked]:
        """What stands near what the whole corpus would answer with, and shares the matter that the question names.

        Where few passages answer rather than many, they must also hold about as many of the question's words.
        """
        evidence, query = self.evidence, self.query
        least = max((item.matter for item in self.ranked if item.id in self.whole.ids), default=0.0)
        least -= CLOSE if query.follow_up else STILL_TO_THE_POINT  # a follow-up has few words to judge by
        near = [item for item in items if item.matter >= least and evidence.on_matter(query, item.id)]
        if query.in_order or query.intent in ("list", "sides"):
            return near
        return [item for item in near if self._covers(item.id, self.whole.ids[0])]

    def _covers(self, key: str, best: str) -> bool:
        """Whether a passage holds about as many of the question's telling words as the best one."""
        return self.evidence.coverage(self.query, key) >= self.evidence.coverage(self.query, best) - LESS_COVERED

    def _dated(self) -> list[Ranked]:
        """What fits, without background: its date is not that of anything said or done."""
        return [item for item in self.fitting if self.planner.passage_is_dated(item.id)]

    def _in_time(self, items: Iterable[Ranked]) -> list[Ranked]:
        """Of a question that names a time, and is answered out of that time without filters, nothing else."""
        dated = any(item.in_date for item in self.ranked if item.id in self.whole.ids)
        return [item for item in items if item.in_date or not dated]

    def _name(self, mention: Mention) -> str:
        speakers = [self.planner.corpus.speaker_by_id[key].name for key in mention.speakers]
        return speakers[0] if len(speakers) == 1 else mention.written.removesuffix("'s")


def _side_left_out(corpus: Corpus, query: Query, within: Within) -> Stance | None:
    """The side that a question asks for, of nobody in particular, where the filters are for another."""
    stance = query.stance
    if query.follow_up and stance is None and asks_other_side(query.text):  # than what the filters let be told
        told = {record.stance for record in corpus.statements if record.id in within.keep(query.told)} - {"balance"}
        stance = ("protect" if "restrict" in told else "restrict") if len(told) == 1 else None
    if not within.filters.sides or stance is None or stance in within.filters.sides or query.asked:
        return None
    return stance if query.follow_up or query.intent not in ("sides", *_ON_THINGS) else None


def _lacks_words(planner: Planner, query: Query, whole: Plan, plan: Plan) -> bool:
    """Whether a question after somebody's words, answered by a statement without filters, has none left."""
    told = isinstance(planner.corpus.by_id[whole.ids[0]], Statement) and query.intent not in _ON_THINGS
    asks = told or query.intent in _WANTS_WORDS or asks_who(query.text)
    return asks and _has_statement(planner.corpus, whole) and not _has_statement(planner.corpus, plan)


def _has_statement(corpus: Corpus, plan: Plan) -> bool:
    return any(isinstance(corpus.by_id[key], Statement) for key in plan.ids)


def _held_to(plan: Plan, within: Within) -> Plan | None:
    """A whole plan without what does not fit; None where nothing is left, or a correction has lost what it rests on."""
    kept = within.keep(plan.ids)
    if not kept:
        return None
    if plan.correction:
        correction = plan.correction.model_copy(update={"ids": within.keep(plan.correction.ids)})
        return plan.model_copy(update={"groups": (kept,), "correction": correction})
    left_out = plan.form == "steps" and len(kept) < len(plan.ids)
    notices = (STEPS_LEFT_OUT,) if left_out else ()
    confirmed = plan.confirmed and kept[0] == plan.ids[0]
    return _as_form(plan.model_copy(update={"groups": (kept,), "confirmed": confirmed, "notices": notices}))


def _as_form(plan: Plan) -> Plan:
    """One step alone is no order: it is told as any record is."""
    return plan.model_copy(update={"form": "records"}) if plan.form == "steps" and len(plan.ids) == 1 else plan
