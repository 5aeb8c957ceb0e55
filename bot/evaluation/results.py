"""The result of a run: one outcome a question, and the figures over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from bot.evaluation.answers import Integrity
from bot.evaluation.balance import Balance, Room, balance
from bot.evaluation.bootstrap import Interval, difference, interval
from bot.evaluation.retrieval import METRICS, OURS, Scores
from bot.records import AnswerKind, Record


class Outcome(Record):
    """What became of one question. ``retrieval`` is by ranking, ``printed`` by baseline and passages: ``bm25, 2``."""

    id: str
    question: str
    follows: bool  # whether turns went before it
    skill: str
    kind: AnswerKind
    lacks: tuple[str, ...]
    focus: float | None
    words: int
    seconds: float
    integrity: Integrity
    room: Room | None
    retrieval: dict[str, Scores]
    printed: dict[str, bool]

    @property
    def passed(self) -> bool:
        return not self.lacks


class SkillFigures(Record):
    passed: int
    asked: int
    rate: Interval


class Ranking(Record):
    """A ranking's figures by metric, and how much ours is above it: a paired difference, None for ours."""

    figures: dict[str, Interval]
    ours_above: dict[str, Interval] | None


class Spread(Record):
    mean: float
    p50: float
    p95: float
    most: float


class Summary(Record):
    """Figures over all questions. ``first_retrieval`` leaves follow-ups out, whose text alone says little."""

    passed: int
    asked: int
    rate: Interval
    skills: dict[str, SkillFigures]
    focus: float
    integrity: Integrity
    balance: Balance
    words: Spread
    seconds: Spread
    retrieval: dict[str, Ranking]
    first_retrieval: dict[str, Ranking]
    printed: dict[str, Interval]


class Evaluation(Record):
    """One run, as it is written to JSON and read back for a comparison."""

    format: Literal[1] = 1
    questions: str
    made_on: str
    embedding_model: str
    records: int
    summary: Summary
    outcomes: tuple[Outcome, ...]


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The figures over outcomes, of which there must be one."""
    focused = [outcome.focus for outcome in outcomes if outcome.focus is not None]
    total = Integrity()
    for outcome in outcomes:
        total += outcome.integrity
    return Summary(
        passed=sum(outcome.passed for outcome in outcomes),
        asked=len(outcomes),
        rate=interval([outcome.passed for outcome in outcomes]),
        skills={skill: _skill(outcomes, skill) for skill in sorted({outcome.skill for outcome in outcomes})},
        focus=sum(focused) / len(focused) if focused else 0.0,
        integrity=total,
        balance=balance([outcome.room for outcome in outcomes if outcome.room is not None]),
        words=_spread(outcomes, lambda outcome: outcome.words),
        seconds=_spread(outcomes, lambda outcome: outcome.seconds),
        retrieval=_rankings(outcomes),
        first_retrieval=_rankings([outcome for outcome in outcomes if not outcome.follows]),
        printed={name: interval([outcome.printed[name] for outcome in outcomes]) for name in outcomes[0].printed},
    )


def _skill(outcomes: Sequence[Outcome], skill: str) -> SkillFigures:
    own = [outcome.passed for outcome in outcomes if outcome.skill == skill]
    return SkillFigures(passed=sum(own), asked=len(own), rate=interval(own))


def _spread(outcomes: Sequence[Outcome], of: Callable[[Outcome], float]) -> Spread:
    values = np.asarray([of(outcome) for outcome in outcomes], dtype=np.float64)
    p50, p95 = np.quantile(values, [0.5, 0.95])
    return Spread(mean=float(values.mean()), p50=float(p50), p95=float(p95), most=float(values.max()))


def _rankings(outcomes: Sequence[Outcome]) -> dict[str, Ranking]:
    scored = [outcome.retrieval for outcome in outcomes if outcome.retrieval]
    if not scored:
        return {}
    values = {
        name: {metric: [getattr(scores[name], metric) for scores in scored] for metric in METRICS} for name in scored[0]
    }
    return {
        name: Ranking(
            figures={metric: interval(found) for metric, found in own.items()},
            ours_above=None
            if name == OURS
            else {metric: difference(values[OURS][metric], found) for metric, found in own.items()},
        )
        for name, own in values.items()
    }
