"""Questions to begin with, one a theme: what stands on the empty page."""

from __future__ import annotations

from typing import NamedTuple


class Theme(NamedTuple):
    """A theme of the debate and a question that opens it."""

    title: str
    question: str


THEMES = (
    Theme("Meta, 2023", "Who attacked Meta over encryption in November 2023?"),
    Theme("Apple", "Who spoke out against Apple's photo scanning in 2021?"),
    Theme("United Kingdom", "Which apps said they would leave Britain over the Online Safety Bill?"),
    Theme("Europe", "What do EU officials say about scanning messages?"),
    Theme("History", "What was the Clipper chip?"),
    Theme("Both sides", "Does encryption keep children safe or put them at risk?"),
)
