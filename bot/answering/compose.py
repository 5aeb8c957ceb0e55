"""The embedded writer: a plan becomes sentences, each made from the records that it cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.answering.draft import Draft, DraftSentence, said, word_count
from bot.answering.follow_ups import suggest
from bot.answering.messages import message
from bot.answering.passage_text import telling_sentences
from bot.answering.phrases import ended, event_sentences, full, line, note_of, possessive, short_name, single, who_said
from bot.answering.plan import Plan
from bot.answering.premise import Correction
from bot.dates import on_date, spelled
from bot.question import Query
from bot.reader_filters import Within
from bot.records import Background, Corpus, Event, Statement

DEFINITE_WORDS = 180
ROOM_FOR_NOTE = 120
COMPARE_WORDS = 260
LONG_WORDS = 340
SIDE_NAMES = {
    "protect": "For keeping encryption strong",
    "restrict": "For access, detection or limits",
    "balance": "In between, or reporting facts",
}


_VERDICT = re.compile(
    r"\b(?:who is right|opinion|do you think|honest\w*|should|right to|good idea|ok or|or not|justified|right call"
    r"|which side)\b",
    re.IGNORECASE,
)


def compose(plan: Plan, query: Query, corpus: Corpus, within: Within | None = None) -> Draft:
    """The answer that a plan calls for. Every sentence on the debate cites the records that it is made from.

    ``within`` are the filters that the plan was made under; the questions suggested can be answered under them.
    """
    if plan.form == "message":
        return message(plan, query, corpus)
    write = _FORMS[plan.form]
    paragraphs = write(plan, query, corpus)
    draft = Draft(kind=plan.kind, paragraphs=tuple(tuple(p) for p in paragraphs if p))
    unsaid = tuple(key for key in plan.ids if key not in draft.cited)
    follow_ups = suggest(draft, query, corpus, within)
    return draft.model_copy(update={"unsaid": unsaid, "follow_ups": follow_ups, "notices": plan.notices})


def _statement(corpus: Corpus, key: str) -> Statement:
    record = corpus.by_id[key]
    if not isinstance(record, Statement):
        raise TypeError(f"{key} is no statement")
    return record


def _within(parts: Sequence[Sequence[DraftSentence]], limit: int) -> list[list[DraftSentence]]:
    """As many parts as fit the limit of words; of one that does not fit whole, as much of its beginning as does."""
    kept: list[list[DraftSentence]] = []
    used = 0
    for part in parts:
        for length in range(len(part), 0, -1):
            words = word_count(part[:length])
            if used + words <= limit or (not kept and length == 1):
                kept.append(list(part[:length]))
                used += words
                break
    return kept


def _quote(plan: Plan, query: Query, corpus: Corpus) -> list[list[DraftSentence]]:
    first, *others = (_statement(corpus, key) for key in plan.ids)
    lead, *rest = full(first)
    if plan.confirmed:
        lead = lead.model_copy(update={"text": f"Yes: {lead.text}"})
    paragraphs = [[lead, *rest]]
    if word_count(paragraphs[0]) < ROOM_FOR_NOTE:
        paragraphs[0] += note_of(first)
    if others:
        paragraphs.append(
            [
                said(
                    ended(
                        f"Like words were also used by another speaker: {who_said(other)}: "
                        f"“{single(other.quote or '')}”"
                    ),
                    other.id,
                )
                for other in others
            ]
        )
    return _within(paragraphs, DEFINITE_WORDS)


def _records(plan: Plan, query: Query, corpus: Corpus) -> list[list[DraftSentence]]:
    """A paragraph a record, the best first; the later ones shorter where room is short."""
    many = len(plan.ids) > 2
    parts = [record_sentences(corpus, key, query, brief=many and at > 0) for at, key in enumerate(plan.ids)]
    return _within(parts, DEFINITE_WORDS)


def record_sentences(corpus: Corpus, key: str, query: Query, *, brief: bool = False) -> list[DraftSentence]:
    """One record in prose, what bears on the question first."""
    record = corpus.by_id[key]
    if isinstance(record, Statement):
        sentences = [line(record, bullet=False)] if brief else [*full(record)]
        if query.intent in ("figure", "event"):
            sentences += note_of(record)
        return sentences
    if isinstance(record, Event):
        head, *rest = event_sentences(record)
        return [head, *(rest if not brief else rest[:1])]
    return telling_sentences(record, query, most=2 if brief else 5)


def _compare(plan: Plan, query: Query, corpus: Corpus) -> list[list[DraftSentence]]:
    """The two in turn, each with its best statement in full and a second in a line; then where they stand."""
    paragraphs: list[list[DraftSentence]] = []
    for group in plan.groups:
        first, *others = (_statement(corpus, key) for key in group)
        paragraphs.append([*full(first), *(line(other, bullet=False) for other in others[:1])])
    one, two = (_statement(corpus, group[0]) for group in plan.groups[:2])
    if one.stance is None or two.stance is None:  # words found in a document: nobody has placed them on a side
        return paragraphs
    on_one_matter = set(one.topics) & set(two.topics) and not plan.filtered  # or others of theirs are left out
    where = "On this matter" if on_one_matter else "In these statements"
    if one.stance != two.stance:
        stand = f"{where} the corpus places {one.speaker} {_stands(one)} and {two.speaker} {_stands(two)}."
    else:
        stand = f"{where} the corpus places both, {one.speaker} and {two.speaker}, {_stands(one)}."
    closing = said(stand, one.id, two.id)
    room = COMPARE_WORDS - word_count([closing])
    while (
        len(paragraphs)
        and word_count([s for p in paragraphs for s in p]) > room
        and any(len(p) > 2 for p in paragraphs)
    ):
        max(paragraphs, key=word_count).pop()
    return [*paragraphs, [closing]]


def _stands(statement: Statement) -> str:
    return {
        "protect": "with those for strong encryption",
        "restrict": "with those for access or limits",
        "balance": "in between, or reporting facts",
    }[statement.side]


def _sides(plan: Plan, query: Query, corpus: Corpus) -> list[list[DraftSentence]]:
    """Equal room: a heading sentence and as many lines for either side; a middle position after them."""
    paragraphs: list[list[DraftSentence]] = []
    for label, group in zip(plan.labels, plan.groups, strict=True):
        names = [_statement(corpus, key).speaker for key in group]
        head = said(f"{SIDE_NAMES[label]}: {_listed(names)}.", *group)
        paragraphs.append([head, *(line(_statement(corpus, key)) for key in group)])
    if plan.labels[0] in SIDE_NAMES and asks_for_verdict(query):
        both = {"protect", "restrict"} <= set(plan.labels)
        why = "here is why each side says it is right" if both else "what follows is only what the filters leave"
        no_side = f"This guide takes no side; {why}."
        paragraphs.insert(0, [said(no_side, *(group[0] for group in plan.groups[:2]))])
    while word_count([s for p in paragraphs for s in p]) > LONG_WORDS and len(paragraphs) > 2:
        paragraphs.pop()
    return paragraphs


def asks_for_verdict(query: Query) -> bool:
    return bool(_VERDICT.search(query.text))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _steps(plan: Plan, query: Query, corpus: Corpus) -> list[list[DraftSentence]]:
    """Dated steps in order, a line each, after a sentence that says from when to when."""
    records = [corpus.by_id[key] for key in plan.ids]
    dates = [
        record.said_on if isinstance(record, Statement) else record.on if isinstance(record, Event) else record.as_of
        for record in records
    ]
    lines = [_step(record) for record in records]
    head = said(f"From {spelled(dates[0])} to {spelled(dates[-1])}, in order of date:", plan.ids[0], plan.ids[-1])
    kept = _fit(lines, LONG_WORDS - word_count([head]), keep_ends=True)
    return [[head, *kept]]


def _step(record: Statement | Event | Background) -> DraftSentence:
    if isinstance(record, Statement):
        return line(record)
    date = record.on if isinstance(record, Event) else record.as_of
    return said(ended(f"{spelled(date)}: {single(record.title)}"), record.id, bullet=True)


def _fit(lines: Sequence[DraftSentence], room: int, *, keep_ends: bool = False) -> list[DraftSentence]:
    kept = list(lines)
    while word_count(kept) > room and len(kept) > 2:
        kept.pop(len(kept) // 2 if keep_ends else -1)
    return kept


def _lines(plan: Plan, query: Query, corpus: Corpus) -> list[list[DraftSentence]]:
    """The count, then a line each, and how many more there are."""
    lines: list[DraftSentence] = []
    for key in plan.ids:
        record = corpus.by_id[key]
        lines.append(line(record) if isinstance(record, Statement) else _step(record))
    kept = _fit(lines, LONG_WORDS - 30)
    shown = [key for sentence in kept for key in sentence.rests_on]
    names = list(dict.fromkeys(r.speaker for key in shown if isinstance(r := corpus.by_id[key], Statement)))
    fitting = [name for name in names if corpus.speaker_by_name[name].id not in query.asked_ids]
    count = max(plan.speakers, len(fitting))
    where = "within the filters" if plan.filtered else "in the corpus"
    if not plan.speakers:
        return [
            [
                said(
                    f"Nobody {where} fits the whole question; the nearest are {_listed(fitting or names)}.",
                    *shown,
                ),
                *kept,
            ]
        ]
    # What is left out, by filters or for want of room, was weighed by nearness alone: it is not said to fit.
    near = plan.filtered or count > len(fitting)
    verb = ("comes" if count == 1 else "come") + " near to what is asked" if near else "fits" if count == 1 else "fit"
    number = "one speaker" if count == 1 else f"{count} speakers"
    nearest = ", the nearest being" if count > len(fitting) else ":"
    head = f"{where[0].upper()}{where[1:]} {number} {verb}{nearest} {_listed(fitting or names)}."
    return [[said(head, *shown), *kept]]


def _correction(plan: Plan, query: Query, corpus: Corpus) -> list[list[DraftSentence]]:
    correction = plan.correction
    if correction is None:
        raise ValueError("a correction is planned without its fault")
    record = corpus.by_id[correction.ids[0]]
    sentences: list[DraftSentence] = []
    if isinstance(record, Statement):
        sentences.append(said(_corrected(record, correction.fault, correction.supposed, corpus), record.id))
        sentences += full(record)
    else:
        sentences.append(said(_corrected_fact(correction), record.id))
        sentences += record_sentences(corpus, record.id, query)
    paragraphs = [sentences]
    for key in correction.ids[1:]:
        other = corpus.by_id[key]
        if isinstance(other, Statement) and correction.fault in ("speaker", "deed"):
            paragraphs.append(
                [said(f"What the corpus does hold from {other.speaker}:", other.id), line(other, bullet=False)]
            )
    return _within(paragraphs, DEFINITE_WORDS)


def _corrected_fact(correction: Correction) -> str:
    if correction.fault == "date":
        return f"The corpus has nothing of the kind in {correction.supposed}; it dates this otherwise."
    return "The corpus says otherwise."


def _corrected(record: Statement, fault: str, supposed: str, corpus: Corpus) -> str:
    if fault == "speaker":
        whose = possessive(supposed.removesuffix("'s"))
        return f"Those are not {whose} words in this corpus: **{record.speaker}** said them."
    if fault == "deed":
        return f"The corpus holds nothing like this from {supposed}; the closest is what **{record.speaker}** said."
    if fault == "date":
        return f"The date is not {supposed}: **{record.speaker}** said this {on_date(record.said_on)}."
    if fault == "role":
        return f"{short_name(record, corpus)} was not {supposed}: the role then was {single(record.role)}."
    if record.stance == "balance":
        return f"The corpus shows another position: **{record.speaker}** stood {_stands(record)}."
    return f"The corpus shows the opposite position: **{record.speaker}** stood {_stands(record)}."


_FORMS: dict[str, Callable[[Plan, Query, Corpus], list[list[DraftSentence]]]] = {
    "quote": _quote,
    "records": _records,
    "compare": _compare,
    "sides": _sides,
    "steps": _steps,
    "lines": _lines,
    "correction": _correction,
}
