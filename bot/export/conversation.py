"""What is exported: questions, answers, and the ids of what the answers cite."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.records import Record

MOST_EXCHANGES = 200
MOST_CHARACTERS = 20_000  # of a question, and of an answer
MOST_CITATIONS = 500  # of one answer
LONGEST_ID = 300  # characters

_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they would reorder a reader's file


class ExportRefused(ValueError):
    """The conversation is too large to be exported; the message is a sentence for the reader."""


class CitedId(Record):
    """A marker of an answer: its number ``n``, from 1, and the id of the record that it stands for."""

    n: int
    id: str


class Exchange(Record):
    """A question and its answer; ``text`` is Markdown with markers ``[n]``."""

    question: str
    text: str
    citations: tuple[CitedId, ...] = ()


def check_size(exchanges: Sequence[Exchange]) -> None:
    """Raise ``ExportRefused`` where a conversation is larger than any that the page could have held."""
    if len(exchanges) > MOST_EXCHANGES:
        raise ExportRefused(
            f"The conversation has {len(exchanges):,} questions; at most {MOST_EXCHANGES} can be exported. "
            "Start a new conversation, and export this one in parts."
        )
    for number, exchange in enumerate(exchanges, 1):
        for what, length, most in (
            ("The question has {:,} characters", len(exchange.question), MOST_CHARACTERS),
            ("The answer has {:,} characters", len(exchange.text), MOST_CHARACTERS),
            ("The answer cites {:,} passages", len(exchange.citations), MOST_CITATIONS),
            ("An id has {:,} characters", max((len(c.id) for c in exchange.citations), default=0), LONGEST_ID),
        ):
            if length > most:
                raise ExportRefused(f"Question {number}: {what.format(length)}; at most {most:,} can be exported.")


def printable(text: str) -> str:
    """The text without control characters, lone surrogates and marks that turn the direction of what follows."""
    return "".join(
        letter
        for letter in text
        if letter in "\n\t" or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in _DIRECTIONS)
    )


def one_line(text: str) -> str:
    """The printable text with every run of white space, line breaks included, as one space."""
    return " ".join(printable(" ".join(text.split())).split())
