"""Questions to begin with, by theme: what stands on the empty page."""

from __future__ import annotations

from typing import NamedTuple


class Theme(NamedTuple):
    """A theme of the debate and questions that open it."""

    title: str
    questions: tuple[str, ...]


THEMES = (
    Theme(
        "Meta, 2023",
        (
            "Who attacked Meta over encryption in November 2023?",
            "What did Meta answer to its critics in 2023?",
        ),
    ),
    Theme(
        "Apple",
        (
            "Why did Apple refuse to help the FBI open an iPhone?",
            "Who spoke out against Apple's photo scanning in 2021?",
        ),
    ),
    Theme(
        "United Kingdom",
        (
            "How does a technical capability notice work?",
            "Which apps said they would leave Britain over the Online Safety Bill?",
        ),
    ),
    Theme(
        "Europe",
        (
            "What do EU officials say about scanning messages?",
            "Why was the EU Council vote of June 2024 called off?",
        ),
    ),
    Theme(
        "History",
        (
            "What was the Clipper chip?",
            "What did the FBI say about going dark in 2014?",
        ),
    ),
    Theme(
        "Both sides",
        (
            "Does encryption keep children safe or put them at risk?",
            "Is scanning on people's own phones a good idea?",
        ),
    ),
)
