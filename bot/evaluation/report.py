"""A run as a report: JSON for programs and later comparisons, Markdown with plots for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.evaluation.balance import FAIR
from bot.evaluation.bootstrap import Interval
from bot.evaluation.compare import Comparison
from bot.evaluation.plots import RETRIEVAL, SKILLS, draw
from bot.evaluation.results import Evaluation, Ranking, Summary
from bot.evaluation.retrieval import METRICS

JSON, MARKDOWN = "evaluation.json", "evaluation.md"


def write_report(evaluation: Evaluation, folder: Path, comparison: Comparison | None = None) -> tuple[Path, ...]:
    """Write JSON, Markdown and plots into a folder, made where it is missing; the paths written.

    Raises OSError where they cannot be written, ExtraMissing where matplotlib is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plots = draw(evaluation.summary, folder)
    (folder / JSON).write_text(evaluation.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (folder / MARKDOWN).write_text(markdown(evaluation, comparison), encoding="utf-8")
    return tuple(folder / name for name in (JSON, MARKDOWN, *plots))


def markdown(evaluation: Evaluation, comparison: Comparison | None = None) -> str:
    """The report as Markdown; its plots are expected beside it."""
    blocks = [
        f"# Evaluation on {_cell(evaluation.questions)}",
        f"{evaluation.made_on}, {evaluation.records:,} records, embeddings by {_cell(evaluation.embedding_model)}. "
        "In brackets: 95 per cent intervals, bootstrapped over the questions; where all pass or none does, "
        "they say nothing.",
        *_answers(evaluation.summary),
        *_retrieval(evaluation.summary),
        *_failing(evaluation),
        *(_compared(comparison) if comparison else ()),
    ]
    return "\n\n".join(blocks) + "\n"


def shown(one: Interval, signed: bool = False) -> str:
    """A mean with its interval: ``0.940 (0.914 to 0.963)``; with its sign where it is a difference."""
    if one.mean is None or one.low is None or one.high is None:
        return "none"
    sign = "+" if signed else ""
    return f"{one.mean:{sign}.3f} ({one.low:{sign}.3f} to {one.high:{sign}.3f})"


def integrity_line(summary: Summary) -> str:
    """The counts that must be 0, and what they were counted over."""
    counts = summary.integrity
    return (
        f"sentences {counts.sentences}, uncited {counts.uncited}; quotes {counts.quotes}, "
        f"unfaithful {counts.unfaithful_quotes}, misattributed {counts.misattributed_quotes}; "
        f"unknown ids {counts.unknown_ids}"
    )


def _answers(summary: Summary) -> Iterator[str]:
    yield "## Answers"
    yield (
        f"{summary.passed} of {summary.asked} pass: {shown(summary.rate)}. Focus {summary.focus:.3f}. "
        f"Integrity: {integrity_line(summary)}."
    )
    yield f"![Pass rate by skill, the same figures as in the table below]({SKILLS})"
    yield _table(
        ("skill", "passed", "asked", "rate"),
        ((skill, str(own.passed), str(own.asked), shown(own.rate)) for skill, own in summary.skills.items()),
    )
    words, seconds, sides = summary.words, summary.seconds, summary.balance
    yield _table(
        ("", "mean", "p50", "p95", "most"),
        (
            ("words", f"{words.mean:.0f}", f"{words.p50:.0f}", f"{words.p95:.0f}", f"{words.most:.0f}"),
            ("milliseconds", *(f"{1000 * s:.0f}" for s in (seconds.mean, seconds.p50, seconds.p95, seconds.most))),
        ),
    )
    if sides.answers and sides.protect_share is not None:
        yield (
            f"Balance, where both sides are asked for: {sides.fair} of {sides.answers} answers give each side "
            f"{FAIR[0]:.0%} to {FAIR[1]:.0%} of the cited statements; the side for strong encryption has "
            f"{sides.protect_share:.1%} on average and is cited first in {sides.protect_leads}, "
            f"the other in {sides.restrict_leads}."
        )
    if summary.printed:
        yield "The first passages of each baseline, printed as an answer:"
        yield _table(
            ("baseline", "passages", "pass rate"),
            ((*name.split(", "), shown(rate)) for name, rate in summary.printed.items()),
        )


def _retrieval(summary: Summary) -> Iterator[str]:
    if not summary.retrieval:
        return
    yield "## Retrieval"
    yield f"![Retrieval figures by ranking, the same as in the first table below]({RETRIEVAL})"
    yield "All questions that want passages; the baselines read a follow-up without the turns before it:"
    yield _rankings(summary.retrieval)
    if summary.first_retrieval:
        yield "First questions alone:"
        yield _rankings(summary.first_retrieval)
    if len(summary.retrieval) > 1:
        yield "How far ours is above each baseline on all questions, question by question:"
        yield _table(
            ("ranking", *METRICS.values()),
            (
                (name, *(shown(ranking.ours_above[metric], signed=True) for metric in METRICS))
                for name, ranking in summary.retrieval.items()
                if ranking.ours_above is not None
            ),
        )


def _rankings(rankings: Mapping[str, Ranking]) -> str:
    questions = next(iter(rankings.values())).figures["mrr"].n
    return _table(
        (f"ranking ({questions} questions)", *METRICS.values()),
        ((name, *(shown(ranking.figures[metric]) for metric in METRICS)) for name, ranking in rankings.items()),
    )


def _failing(evaluation: Evaluation) -> Iterator[str]:
    failing = [outcome for outcome in evaluation.outcomes if not outcome.passed]
    yield "## Failing questions"
    yield (
        _table(
            ("id", "skill", "question", "its answer"),
            ((outcome.id, outcome.skill, outcome.question, "; ".join(outcome.lacks)) for outcome in failing),
        )
        if failing
        else "None."
    )


def _compared(comparison: Comparison) -> Iterator[str]:
    yield "## Against the earlier run"
    yield (
        f"Over {comparison.shared} questions that both asked, the pass rate differs by "
        f"{shown(comparison.rate, signed=True)}; questions added: {len(comparison.added)}, "
        f"gone: {len(comparison.gone)}."
    )
    yield _table(
        ("metric", "difference"),
        ((METRICS[metric], shown(one, signed=True)) for metric, one in comparison.retrieval.items()),
    )
    for title, changes in (("Better", comparison.better), ("Worse", comparison.worse)):
        if changes:
            yield _table(
                (title, "skill", "question", "what lacked" if title == "Better" else "what lacks"),
                ((change.id, change.skill, change.question, "; ".join(change.lacks)) for change in changes),
            )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    """A text that stays in its cell and is shown as it is, whatever it holds."""
    escaped = "".join(f"\\{sign}" if sign in "\\|*_`[]<" else sign for sign in text)
    return " ".join(escaped.split())
