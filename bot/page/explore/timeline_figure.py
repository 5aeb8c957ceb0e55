"""The chart of the timeline as a Plotly figure. Colours and faces are set by the page, which knows its theme."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from bot.dates import spelled
from bot.page.explore.markup import IN_ORDER, count
from bot.page.prose import clean
from bot.reader_filters import SIDE_WORDS
from bot.records import Event, Record, Stance, day_range

_PATTERNS: dict[Stance, str] = {"protect": "", "balance": ".", "restrict": "/"}  # told apart without colour too
_QUESTIONS: dict[Stance, str] = {
    "protect": "Who spoke for strong encryption in {}?",
    "restrict": "Who criticised encryption in {}?",
    "balance": "What was said about encryption in {}?",
}
_DAY = 86_400_000  # milliseconds
_APART = 0.4  # years between the marks of events at one height
_HEIGHTS = 6


class Year(Record):
    """What the corpus holds of one year: statements by side, events in order of date."""

    year: int
    said: dict[Stance, int]
    events: tuple[Event, ...]


def side_question(year: int, stance: Stance) -> str:
    """What a bar asks. The bot knows no wording for the middle position, so its bar asks for the whole year."""
    return _QUESTIONS[stance].format(year)


def event_question(event: Event) -> str:
    """What the mark of an event asks."""
    return f"What happened: {clean(event.title)}?"


def figure(years: Sequence[Year]) -> go.Figure:
    """Stacked bars of statements a year, a trace a side, and above them the events as marks.

    ``meta`` of a trace is its side or ``event``; ``customdata`` of a point is the question that it asks.
    """
    chart = go.Figure(layout=_layout(years))
    chart.layout.template = go.layout.Template()  # the default one weighs more than all the data
    for stance in IN_ORDER:
        own = [year for year in years if year.said[stance]]
        chart.add_bar(
            name=SIDE_WORDS[stance],
            meta=stance,
            x=[f"{year.year}-07-02" for year in own],
            y=[year.said[stance] for year in own],
            width=300 * _DAY,
            hovertext=[f"{year.year}: {count(year.said[stance], 'statement')} {SIDE_WORDS[stance]}" for year in own],
            hoverinfo="text",
            customdata=[side_question(year.year, stance) for year in own],
            marker={"pattern": {"shape": _PATTERNS[stance], "size": 6, "solidity": 0.25}, "line": {"width": 0}},
        )
    events = [event for year in years for event in year.events]
    chart.add_scatter(
        name="event",
        meta="event",
        mode="markers",
        x=[_day(event) for event in events],
        y=heights(events),
        yaxis="y2",
        hovertext=[f"{spelled(event.on)}<br>{_wrapped(event.title)}" for event in events],
        hoverinfo="text",
        customdata=[event_question(event) for event in events],
        marker={"symbol": "diamond", "size": 9},
        cliponaxis=False,
    )
    return chart


def heights(events: Sequence[Event]) -> list[int]:
    """A height for each event, from 0, so that marks close in time do not cover each other; ``events`` in order."""
    last = [float("-inf")] * _HEIGHTS
    found = []
    for event in events:
        year, rest = divmod(day_range(event.on)[0], 10000)
        at = year + (rest // 100 - 1) / 12 + rest % 100 / 372
        free = [height for height in range(_HEIGHTS) if at - last[height] >= _APART]
        height = free[0] if free else min(range(_HEIGHTS), key=last.__getitem__)
        last[height] = at
        found.append(height)
    return found


def _layout(years: Sequence[Year]) -> dict[str, object]:
    first, last = years[0].year, years[-1].year
    edges = [f"{first}-01-01", f"{last}-12-31"]
    return {
        "barmode": "stack",
        "dragmode": "zoom",
        "hovermode": "closest",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 44, "r": 12, "t": 12, "b": 36},
        "legend": {
            "orientation": "h", "x": 0, "y": -0.1, "yanchor": "top",
            "itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
        },
        "xaxis": {
            "type": "date", "range": edges, "minallowed": edges[0], "maxallowed": edges[1], "ticklabelmode": "period",
            "tickformatstops": [
                {"dtickrange": [None, "M11"], "value": "%b %Y"}, {"dtickrange": ["M12", None], "value": "%Y"},
            ],
            "showgrid": False, "zeroline": False, "ticks": "outside", "anchor": "y", "tickangle": 0,
        },
        "yaxis": {
            "domain": [0, 0.72], "title": {"text": "Statements"}, "fixedrange": True, "zeroline": False,
            "rangemode": "tozero", "tickformat": "d",
        },
        "yaxis2": {
            "domain": [0.78, 1], "title": {"text": "Events"}, "fixedrange": True, "zeroline": False, "showgrid": False,
            "showticklabels": False, "range": [-0.7, _HEIGHTS - 0.3], "anchor": "x",
        },
    }  # fmt: skip


def _day(event: Event) -> str:
    """The first day that the event's date may mean."""
    day = str(day_range(event.on)[0])
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _wrapped(title: str) -> str:
    """Lines short enough for a phone; Plotly reads some tags, so a title must not bring its own."""
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(clean(title), 42))
