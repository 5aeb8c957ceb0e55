"""Statements and events by year: a chart, and the same as a list for whoever cannot or would rather not use a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape

from bot.dates import spelled
from bot.page.explore.markup import IN_ORDER, Rendered, count, view
from bot.page.explore.timeline_figure import Year, event_question, figure, side_question
from bot.page.markup import ask_button, shown
from bot.reader_filters import SIDE_WORDS
from bot.records import Corpus, Event, day_range

_PERIODS = ((None, 2000), (2001, 2012), (2013, 2019), (2020, None))


def render(corpus: Corpus, params: Mapping[str, str]) -> Rendered:
    """The view of the whole corpus in time."""
    years = by_year(corpus)
    if not years:
        return view("Timeline", '<p class="intro">The corpus holds no dated statement or event yet.</p>')
    intro = (
        f"{count(len(corpus.statements), 'statement')} and {count(len(corpus.events), 'event')}, "
        f"{years[0].year} to {years[-1].year}. Choose a bar or a mark to ask about it. "
        "The buttons show a span of years closer, and so does a mouse that is dragged across the chart."
    )
    return view("Timeline", f'<p class="intro">{intro}</p>', _chart(corpus, years), _listed(years))


def by_year(corpus: Corpus) -> tuple[Year, ...]:
    """Every year that has a statement or an event, in order; a year's events are in order of date."""
    said: dict[int, Counter[str]] = {}
    happened: dict[int, list[Event]] = {}
    for statement in corpus.statements:
        said.setdefault(int(statement.said_on[:4]), Counter())[statement.side] += 1
    for event in sorted(corpus.events, key=lambda event: (*day_range(event.on), event.id)):
        happened.setdefault(int(event.on[:4]), []).append(event)
    return tuple(
        Year(
            year=year,
            said={stance: said.get(year, Counter())[stance] for stance in IN_ORDER},
            events=tuple(happened.get(year, ())),
        )
        for year in sorted({*said, *happened})
    )


def _chart(corpus: Corpus, years: tuple[Year, ...]) -> str:
    first, last = years[0].year, years[-1].year
    label = (
        f"Bar chart: {count(len(corpus.statements), 'statement')} from {first} to {last} by year and side, above them "
        f"{count(len(corpus.events), 'event')} as marks. The same stands below as a list."
    )
    data = escape(figure(years).to_json() or "")
    return (
        '<div class="chart-tools" role="group" aria-label="Years that the chart shows" hidden>'
        f'<button type="button" aria-pressed="true" data-range="">All years</button>{_periods(first, last)}'
        '<button type="button" data-zoom="in">Zoom in</button><button type="button" data-zoom="out">Zoom out</button>'
        '</div><p class="chart-failed" role="status"></p>'
        f'<div class="chart" role="img" aria-label="{label}" data-figure="{data}"></div>'
    )


def _periods(first: int, last: int) -> str:
    """A button for each period that holds a part of the years, but not all of them."""
    buttons = []
    for start, end in _PERIODS:
        low, high = max(first, start or first), min(last, end or last)
        if low <= high and (low, high) != (first, last):
            until = "today" if end is None else high
            buttons.append(
                f'<button type="button" aria-pressed="false" data-range="{low}-01-01,{high}-12-31">'
                f"{low} to {until}</button>"
            )
    return "".join(buttons)


def _listed(years: tuple[Year, ...]) -> str:
    decades: dict[int, list[Year]] = {}
    for year in reversed(years):
        decades.setdefault(year.year // 10 * 10, []).append(year)
    return "<h3>The same as a list</h3>" + "".join(_decade(decade, own) for decade, own in decades.items())


def _decade(decade: int, years: Iterable[Year]) -> str:
    years = tuple(years)
    statements = sum(sum(year.said.values()) for year in years)
    events = sum(len(year.events) for year in years)
    return (
        f'<details class="decade"><summary><span>{decade} to {decade + 9}</span> '
        f'<span class="counts">{count(statements, "statement")}, {count(events, "event")}</span></summary>'
        f"{''.join(map(_year, years))}</details>"
    )


def _year(year: Year) -> str:
    sides = "".join(
        f'<li data-side="{stance}">'
        + ask_button(side_question(year.year, stance), f"{number} {SIDE_WORDS[stance]}")
        + "</li>"
        for stance, number in year.said.items()
        if number
    )
    events = "".join(
        f'<li><span class="on">{shown(spelled(event.on))}</span> {ask_button(event_question(event), event.title)}</li>'
        for event in year.events
    )
    return (
        f'<section class="year"><h4>{year.year}</h4>'
        + (f'<ul class="said" aria-label="Statements of {year.year}">{sides}</ul>' if sides else "")
        + (f'<ul class="happened" aria-label="Events of {year.year}">{events}</ul>' if events else "")
        + "</section>"
    )
