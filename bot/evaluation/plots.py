"""The report's plots, as PNG files: colours that colour-blind readers can tell apart, intervals as whiskers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation.bootstrap import Interval
from bot.evaluation.extra import needs_extra
from bot.evaluation.results import Ranking, Summary
from bot.evaluation.retrieval import METRICS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SKILLS, RETRIEVAL = "skills.png", "retrieval.png"
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7")  # Okabe and Ito
_DOTS_PER_INCH = 120


def draw(summary: Summary, folder: Path) -> tuple[str, ...]:
    """Draw the plots into a folder; the names of the files. Raises ExtraMissing where matplotlib is not installed."""
    with needs_extra():
        from matplotlib.figure import Figure
    figures = {SKILLS: _skills(Figure(figsize=(7, 0.6 + 0.3 * len(summary.skills)), layout="constrained"), summary)}
    if summary.retrieval:
        figures[RETRIEVAL] = _retrieval(Figure(figsize=(7, 4), layout="constrained"), summary.retrieval)
    for name, figure in figures.items():
        figure.savefig(folder / name, dpi=_DOTS_PER_INCH, metadata={"Software": None})
    return tuple(figures)


def _skills(figure: Figure, summary: Summary) -> Figure:
    axes = figure.subplots()
    names = sorted(
        summary.skills, key=lambda skill: (summary.skills[skill].passed / summary.skills[skill].asked, skill)
    )
    axes.barh(
        [f"{name} ({summary.skills[name].passed}/{summary.skills[name].asked})" for name in names],
        [summary.skills[name].rate.mean or 0.0 for name in names],
        xerr=_whiskers([summary.skills[name].rate for name in names]),
        color=_COLOURS[0],
        ecolor="#555555",
    )
    axes.set_xlim(0, 1.01)
    axes.set_xlabel("pass rate, with its 95 per cent interval")
    _plain(axes)
    return figure


def _retrieval(figure: Figure, rankings: Mapping[str, Ranking]) -> Figure:
    axes = figure.subplots()
    width = 0.8 / len(rankings)
    for at, (name, ranking) in enumerate(rankings.items()):
        found = [ranking.figures[metric] for metric in METRICS]
        axes.bar(
            [place + (at - (len(rankings) - 1) / 2) * width for place in range(len(found))],
            [one.mean or 0.0 for one in found],
            width,
            yerr=_whiskers(found),
            label=name,
            color=_COLOURS[at % len(_COLOURS)],
            ecolor="#555555",
        )
    axes.set_xticks(range(len(METRICS)), list(METRICS.values()))
    axes.set_ylim(0, 1.01)
    axes.set_ylabel("mean, with its 95 per cent interval")
    figure.legend(loc="outside lower center", ncols=len(rankings), frameon=False)
    _plain(axes)
    return figure


def _whiskers(intervals: Sequence[Interval]) -> list[list[float]]:
    """Lengths below and above each mean, as matplotlib wants them."""
    return [
        [(one.mean or 0.0) - (one.low or 0.0) for one in intervals],
        [(one.high or 0.0) - (one.mean or 0.0) for one in intervals],
    ]


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_axisbelow(True)
