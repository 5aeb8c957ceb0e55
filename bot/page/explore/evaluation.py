"""The figures of the last evaluation that the page shows, kept in ``evaluation.json`` beside this file.

They are written from a report of the command line:

    python -m bot evaluate tests/questions/dev.jsonl --report DIR
    python -m bot.page.explore.evaluation DIR/evaluation.json
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import ValidationError

from bot.records import Record

RECORDED = Path(__file__).with_name("evaluation.json")


class RecordedEvaluation(Record):
    """What the page tells of a run: counts, and the pass rate from 0 to 1."""

    questions: str  # name of the file of questions
    made_on: str  # YYYY-MM-DD
    records: int  # in the corpus then
    asked: int
    passed: int
    low: float  # of the pass rate, 95 per cent interval
    high: float
    sentences: int
    uncited: int
    quotes: int
    unfaithful_quotes: int  # words that stand in no cited passage
    misattributed_quotes: int
    both_sides_asked: int  # questions that must show both sides
    both_sides_fair: int  # of which each side got 40 to 60 per cent of the statements


class EvaluationUnreadable(ValueError):
    """A file that holds no recorded evaluation; the message says which and why."""


def read_recorded(path: Path = RECORDED) -> RecordedEvaluation | None:
    """The recorded evaluation, or None where none is recorded. Raises EvaluationUnreadable where the file is broken."""
    try:
        return RecordedEvaluation.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise EvaluationUnreadable(
            f"{path}: not a recorded evaluation; write it anew from a report. {error}"
        ) from error


def record(report: Path, to: Path = RECORDED) -> RecordedEvaluation:
    """Take the figures out of the JSON report of an evaluation and write them to ``to``.

    Raises OSError where a file cannot be read or written, bot.evaluation.compare.ResultUnreadable where the report is
    none, ValueError where no question was asked.
    """
    from bot.evaluation.compare import read_result  # numpy and more, which the page has no use for

    run = read_result(report)
    summary, counts = run.summary, run.summary.integrity
    if summary.rate.low is None or summary.rate.high is None:
        raise ValueError(f"{report}: no question was asked in this run.")
    found = RecordedEvaluation(
        questions=run.questions,
        made_on=run.made_on,
        records=run.records,
        asked=summary.asked,
        passed=summary.passed,
        low=round(summary.rate.low, 4),
        high=round(summary.rate.high, 4),
        sentences=counts.sentences,
        uncited=counts.uncited,
        quotes=counts.quotes,
        unfaithful_quotes=counts.unfaithful_quotes,
        misattributed_quotes=counts.misattributed_quotes,
        both_sides_asked=summary.balance.answers,
        both_sides_fair=summary.balance.fair,
    )
    to.write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name one file: the evaluation.json of a report.")
    print(record(Path(sys.argv[1])).model_dump_json())
