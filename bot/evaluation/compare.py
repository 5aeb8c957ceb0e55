"""Two runs against each other: which questions changed, and whether the difference is one."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from bot.evaluation.bootstrap import Interval, difference
from bot.evaluation.results import Evaluation, Outcome
from bot.evaluation.retrieval import METRICS, OURS
from bot.records import Record


class Change(Record):
    """A question that passes in one run only; ``lacks`` is what the other run's answer lacked."""

    id: str
    skill: str
    question: str
    lacks: tuple[str, ...]


class Comparison(Record):
    """The new run against the old, over the questions that both asked in the same words."""

    shared: int
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    rate: Interval
    retrieval: dict[str, Interval]
    added: tuple[str, ...]
    gone: tuple[str, ...]


class ResultUnreadable(Exception):
    """A file holds no result of a run; the message says what to do."""


def read_result(path: Path) -> Evaluation:
    """The JSON result of an earlier run. Raises ResultUnreadable where it is none, OSError where it cannot be read."""
    try:
        return Evaluation.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ResultUnreadable(
            f"{path}: is no result of `evaluate --report` of this version "
            f"({f'{field}: ' if field else ''}{first['msg']}); run the old state again to compare with it."
        ) from error


def compare(new: Evaluation, old: Evaluation) -> Comparison:
    """What got better and worse, with paired bootstrap intervals of new minus old."""
    before = {(outcome.id, outcome.question): outcome for outcome in old.outcomes}
    after = {(outcome.id, outcome.question): outcome for outcome in new.outcomes}
    pairs = [(outcome, before[key]) for key, outcome in after.items() if key in before]
    ranked = [
        (now.retrieval[OURS], then.retrieval[OURS])
        for now, then in pairs
        if OURS in now.retrieval and OURS in then.retrieval
    ]
    return Comparison(
        shared=len(pairs),
        better=tuple(_change(now, then) for now, then in pairs if now.passed and not then.passed),
        worse=tuple(_change(now, now) for now, then in pairs if then.passed and not now.passed),
        rate=difference([now.passed for now, _ in pairs], [then.passed for _, then in pairs]),
        retrieval={
            metric: difference(
                [getattr(now, metric) for now, _ in ranked], [getattr(then, metric) for _, then in ranked]
            )
            for metric in METRICS
        },
        added=tuple(key[0] for key in after if key not in before),
        gone=tuple(key[0] for key in before if key not in after),
    )


def _change(outcome: Outcome, lacking: Outcome) -> Change:
    return Change(id=outcome.id, skill=outcome.skill, question=outcome.question, lacks=lacking.lacks)
