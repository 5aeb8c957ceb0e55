"""``evaluate``: ask a set of questions, and measure answers and retrieval."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.errors import CommandFailed

if TYPE_CHECKING:
    from bot.evaluation.compare import Change, Comparison
    from bot.evaluation.questions import Question
    from bot.evaluation.results import Evaluation
    from bot.evaluation.runner import Run


class BaselineName(StrEnum):
    bm25 = "bm25"
    embeddings = "embeddings"
    ensemble = "ensemble"


class FormatName(StrEnum):
    ragas = "ragas"
    alce = "alce"


def evaluate(
    questions: Annotated[Path, typer.Argument(help="JSON lines: questions, and what a right answer must hold.")],
    baseline: Annotated[
        list[BaselineName] | None, typer.Option(help="A plain search to measure beside the bot; may be repeated.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for a report: JSON, Markdown and plots.")
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Exit 1 below this pass rate, or where an integrity count is not 0."),
    ] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="OLD.json", help="The JSON report of an earlier run, to compare with.")
    ] = None,
    export: Annotated[
        list[FormatName] | None, typer.Option(help="Write the run in this format too, into the report's folder.")
    ] = None,
) -> None:
    """Ask a set of questions, show by skill what passes and what fails, and measure retrieval against baselines."""
    if export and report is None:
        raise CommandFailed("--export writes into the folder of the report: name one with --report DIR.")

    from bot.evaluation.compare import ResultUnreadable, compare, read_result
    from bot.evaluation.extra import ExtraMissing, require
    from bot.evaluation.questions import QuestionsUnreadable, read_questions
    from bot.evaluation.report import write_report

    try:
        needed = {"matplotlib": report is not None, "langchain_classic": BaselineName.ensemble in (baseline or ())}
        require(("ir_measures", *(library for library, wanted in needed.items() if wanted)))
        asked = read_questions(questions)
        old = read_result(against) if against else None
    except (ExtraMissing, QuestionsUnreadable, ResultUnreadable) as error:
        raise CommandFailed(str(error)) from error
    if report is not None:
        report.mkdir(parents=True, exist_ok=True)

    run = _run(asked, baseline or (), report, export or (), questions.name)
    comparison = compare(run.evaluation, old) if old else None
    _show(run.evaluation, comparison)
    if report is not None:
        write_report(run.evaluation, report, comparison)
        typer.echo(f"The report is in {report}.", err=True)
    _judge(run.evaluation, fail_under)


def _run(
    asked: tuple[Question, ...],
    baselines: list[BaselineName] | tuple[()],
    report: Path | None,
    formats: list[FormatName] | tuple[()],
    name: str,
) -> Run:
    """Ask every question with a progress bar on stderr, and write the exports while the corpus is at hand."""
    from rich.console import Console
    from rich.progress import Progress

    from bot.cli.opening import opened_bot
    from bot.evaluation.export import FILES, exported
    from bot.evaluation.questions import unknown_ids
    from bot.evaluation.runner import evaluate as run_evaluation

    console = Console(stderr=True, highlight=False)
    with opened_bot() as bot:
        if missing := unknown_ids(asked, bot.corpus):
            console.print(
                f"The corpus lacks {', '.join(missing)}, which questions ask to be cited.", markup=False, soft_wrap=True
            )
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            task = progress.add_task("Asking", total=len(asked))
            run = run_evaluation(
                bot, asked, [one.value for one in baselines], name=name, asked=lambda: progress.advance(task)
            )
        if report is not None:
            for one in formats:
                (report / FILES[one.value]).write_text(exported(run, bot.corpus, one.value), encoding="utf-8")
    return run


def _show(evaluation: Evaluation, comparison: Comparison | None) -> None:
    """Failing questions with what they lack, the figures by skill and by ranking, and the sum in the last line."""
    from bot.evaluation.report import integrity_line, shown
    from bot.evaluation.retrieval import METRICS

    for outcome in evaluation.outcomes:
        if not outcome.passed:
            typer.echo(f"{outcome.id} [{outcome.skill}] {outcome.question}\n    {'; '.join(outcome.lacks)}")
    summary = evaluation.summary
    typer.echo("  ".join(f"{skill} {own.passed}/{own.asked}" for skill, own in summary.skills.items()))
    for name, ranking in summary.retrieval.items():
        figures = "  ".join(f"{METRICS[metric]} {shown(ranking.figures[metric])}" for metric in METRICS)
        typer.echo(f"{name}: {figures}")
    for name, rate in summary.printed.items():
        typer.echo(f"{name} passages printed: pass rate {shown(rate)}")
    if comparison is not None:
        _show_comparison(comparison)
    sides, seconds = summary.balance, summary.seconds
    typer.echo(
        f"balanced {sides.fair}/{sides.answers}; words p50 {summary.words.p50:.0f}, p95 {summary.words.p95:.0f}; "
        f"milliseconds p50 {1000 * seconds.p50:.0f}, p95 {1000 * seconds.p95:.0f}"
    )
    typer.echo(
        f"passed {summary.passed}/{summary.asked} = {shown(summary.rate)}; focus {summary.focus:.3f}; "
        f"{integrity_line(summary)}"
    )


def _show_comparison(comparison: Comparison) -> None:
    from bot.evaluation.report import shown
    from bot.evaluation.retrieval import METRICS

    def line(word: str, change: Change) -> str:
        return f"{word}: {change.id} [{change.skill}] {change.question}\n    {'; '.join(change.lacks)}"

    for change in comparison.better:
        typer.echo(line("better", change))
    for change in comparison.worse:
        typer.echo(line("worse", change))
    figures = "  ".join(f"{METRICS[metric]} {shown(one, signed=True)}" for metric, one in comparison.retrieval.items())
    typer.echo(
        f"against the earlier run, {comparison.shared} questions in common ({len(comparison.added)} added, "
        f"{len(comparison.gone)} gone): pass rate {shown(comparison.rate, signed=True)}  {figures}"
    )


def _judge(evaluation: Evaluation, fail_under: float | None) -> None:
    """Raises CommandFailed where the run is under what was asked for."""
    from bot.evaluation.report import integrity_line

    summary = evaluation.summary
    if fail_under is None:
        return
    if summary.passed / summary.asked < fail_under:
        raise CommandFailed(f"The pass rate {summary.passed / summary.asked:.3f} is under {fail_under}.")
    if not summary.integrity.sound:
        raise CommandFailed(f"Integrity is broken: {integrity_line(summary)}.")
