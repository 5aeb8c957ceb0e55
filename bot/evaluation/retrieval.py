"""How well the passages that a question wants are ranked, against the ``cite`` groups of the question.

``recall@k`` is the share of the question's groups of which at least one passage is among the first ``k``: a group is
one thing to be found, and its passages are the places in which it is found. MRR and nDCG@10 know no groups: for them
every passage of every group is relevant, all alike. A question without groups is left out.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.evaluation.extra import needs_extra
from bot.evaluation.questions import Question
from bot.records import Record, Turn

if TYPE_CHECKING:
    from bot.engine import Bot

OURS = "bot"
DEPTH = 100  # passages of a ranking that are looked at; what stands deeper counts as not found

Rank = Callable[[str, Sequence[Turn]], list[str]]
"""From a question and the turns before it to passage ids, best first."""


class Scores(Record):
    """Figures of one ranking for one question, each 0 to 1."""

    recall_5: float
    recall_10: float
    mrr: float
    ndcg_10: float


METRICS = {"recall_5": "recall@5", "recall_10": "recall@10", "mrr": "MRR", "ndcg_10": "nDCG@10"}


def bot_ranking(bot: Bot, today: datetime.date | None = None) -> Rank:
    """The ranking that the bot's answers are planned from; empty where the bot takes a question for none of the debate.

    Of a question whose parts are ranked apart, the rankings are dealt out in turn.
    """

    def rank(question: str, history: Sequence[Turn]) -> list[str]:
        _, rankings = bot.rank(bot.read(question, tuple(history), today))
        dealt = itertools.chain.from_iterable(itertools.zip_longest(*rankings))
        return list(dict.fromkeys(item.id for item in dealt if item is not None))[:DEPTH]

    return rank


def score_rankings(questions: Sequence[Question], rankings: Sequence[Sequence[str]]) -> dict[str, Scores]:
    """The scores of ranking ``i``, passage ids best first, for question ``i``, by question id.

    Raises ExtraMissing where ir-measures is not installed; ValueError where the two differ in length.
    """
    with needs_extra():
        import ir_measures
        from ir_measures import RR, nDCG

    ranked = {q.id: list(dict.fromkeys(found))[:DEPTH] for q, found in zip(questions, rankings, strict=True) if q.cite}
    measured: dict[str, dict[str, float]] = {key: {} for key in ranked}
    if ranked:
        relevant = {q.id: dict.fromkeys(sorted(q.right), 1) for q in questions if q.cite}
        run = {key: {found: float(DEPTH - at) for at, found in enumerate(ids)} for key, ids in ranked.items()}
        for metric in ir_measures.iter_calc([RR, nDCG @ 10], relevant, run):
            measured[metric.query_id][str(metric.measure)] = metric.value
    return {
        q.id: Scores(
            recall_5=group_recall(q, ranked[q.id], 5),
            recall_10=group_recall(q, ranked[q.id], 10),
            mrr=measured[q.id].get("RR", 0.0),  # absent where the ranking is empty
            ndcg_10=measured[q.id].get("nDCG@10", 0.0),
        )
        for q in questions
        if q.cite
    }


def group_recall(question: Question, ranking: Sequence[str], k: int) -> float:
    """Share of the question's groups, of which there must be one, that the first ``k`` passages reach."""
    reached = set(ranking[:k])
    return sum(not reached.isdisjoint(group) for group in question.cite) / len(question.cite)
