"""Whether what is left of a model's text still answers what was planned."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.draft import DraftSentence
from bot.answering.plan import Plan
from bot.question import Query
from bot.records import Background, Corpus, Event, Statement
from bot.text import bare

_FIGURE = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|third|quarter|million|billion)\b")
LEAST_TOLD = 3  # words of a statement's substance that an answer resting on it has at least
LONG_WORD = 4  # letters of a word that has any
REASON = "What the language model wrote {}, so this answer was put together by rules."


def lacking(sentences: Sequence[DraftSentence], dropped: int, plan: Plan, query: Query, corpus: Corpus) -> str | None:
    """Why the verified sentences of a model do not do, as a line for a reader; None where they do.

    More than half must be gone, the planned lead unsaid or not named, one of two sides unheard, or what was asked for,
    a date or a figure, missing.
    """
    if not sentences:
        return REASON.format("was not borne out by the passages")
    if dropped > len(sentences):
        return REASON.format("was for the most part not borne out by the passages")
    cited = list(dict.fromkeys(key for sentence in sentences for key in sentence.rests_on))
    if any(group[0] not in cited for group in plan.groups) or not _begins_well(cited, plan):
        return REASON.format("left out what answers the question")
    if 2 * len(set(plan.ids) & set(cited)) < len(set(plan.ids)) or _unequal(cited, plan, corpus):
        return REASON.format("left out too much of what was found")
    told = " ".join(sentence.text for sentence in sentences if plan.ids[0] in sentence.rests_on)
    lead = corpus.by_id[plan.ids[0]]
    if isinstance(lead, Statement) and bare(lead.speaker) not in bare(told):
        return REASON.format("did not name who said it")
    if query.asks_when and _date(lead)[:4] not in told:
        return REASON.format("left out the date that was asked for")
    if not query.asks_when and _tells_nothing(told, lead):
        return REASON.format("did not tell what was said")
    if (query.asks_for_figure or query.intent == "figure") and not _FIGURE.search(told):
        return REASON.format("left out the figure that was asked for")
    return None


def _begins_well(cited: Sequence[str], plan: Plan) -> bool:
    """Whether the answer begins with the planned lead, where one passage answers the question before all others."""
    return plan.form not in ("quote", "records") or cited[0] == plan.ids[0]


def _tells_nothing(told: str, lead: Statement | Event | Background) -> bool:
    """Whether a text names a statement's speaker, office, place and date, and next to nothing of its substance."""
    if not isinstance(lead, Statement) or "“" in told:
        return False
    named = f"{lead.speaker} {lead.role} {lead.organisation or ''} {lead.venue} {lead.source.title}"
    substance = _words(f"{lead.claim} {lead.quote or ''} {lead.note or ''}") - _words(named)
    return len(_words(told) & substance) < LEAST_TOLD


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in bare(text).split() if len(word) >= LONG_WORD)


def _unequal(cited: Sequence[str], plan: Plan, corpus: Corpus) -> bool:
    """Whether one side is heard more than twice as often as the other, where both are to be."""
    if plan.form != "sides":
        return False
    stances = [record.stance for key in cited if isinstance(record := corpus.by_id[key], Statement)]
    counts = stances.count("protect"), stances.count("restrict")
    return max(counts) > 2 * min(counts)


def _date(record: Statement | Event | Background) -> str:
    if isinstance(record, Statement):
        return record.said_on
    return record.on if isinstance(record, Event) else record.as_of
