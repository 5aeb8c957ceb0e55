"""What a language model is given to read: rules, the planned passages as records, and the question, each in its fence.

The text around them is ``prompt.md``, which stands beside this file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib.resources import files
from string import Template

from bot.answering.passage_text import telling_sentences
from bot.answering.phrases import single, split_sentences
from bot.answering.plan import Plan
from bot.dates import spelled
from bot.question import Query
from bot.reader_filters import SIDE_WORDS
from bot.records import Background, Corpus, Event, Record, Statement

BACKGROUND_SENTENCES = 8
MANY = 4  # passages from which on each gets a sentence
WORDS_A_PASSAGE, LEAST_WORDS = 30, 40
_TAGS = str.maketrans({"<": "\u2039", ">": "\u203a"})
_FENCE = re.compile(r"[=-]{4,}")
_MARKER = re.compile(r"\[(\s*\d[\d\s,;–-]*)\]")


class Prompt(Record):
    """The rules, the passages with the question, and the ids of the passages: number 1 is the first of them."""

    system: str
    question: str
    passages: tuple[str, ...]


def prompt_for(
    plan: Plan, query: Query, corpus: Corpus, *, words: int, tokens: int, count: Callable[[str], int]
) -> Prompt | None:
    """The prompt for a plan, of at most so many ``tokens`` as ``count`` counts them; it asks for ``words`` at most.

    Passages are left out from the end of the longest group until it fits, but the first of each group stays: None
    where even those do not fit. No passage is cut.
    """
    system, frame = files("bot.answering").joinpath("prompt.md").read_text(encoding="utf-8").split("\n---\n", 1)
    asked = inert(query.standalone if query.follow_up else query.text)
    groups = [list(group) for group in plan.groups]
    while True:
        kept = tuple(dict.fromkeys(key for group in groups for key in group))
        told = "\n\n".join(passage(corpus, key, at, query, kept) for at, key in enumerate(kept, 1))
        wanted = min(words, LEAST_WORDS + WORDS_A_PASSAGE * len(kept))
        rules = Template(system.strip()).substitute(words=wanted)
        sentences = "two or three" if len(kept) < MANY else f"{len(kept)} short"
        question = Template(frame.strip()).substitute(passages=told, question=asked, sentences=sentences)
        if count(f"{rules}\n{question}") <= tokens:
            return Prompt(system=rules, question=question, passages=kept)
        longest = max(groups, key=len)
        if len(longest) < 2:
            return None
        longest.pop()


def passage(corpus: Corpus, key: str, number: int, query: Query, others: Sequence[str] = ()) -> str:
    """One record, a field a line, under its number. ``others`` are the ids of all passages in order."""
    record = corpus.by_id[key]
    if isinstance(record, Statement):
        lines = _statement(record, others)
    elif isinstance(record, Event):
        lines = [("Event", record.title), ("Date", spelled(record.on)), ("Text", record.text)]
    else:
        lines = [("About", record.title), ("As of", spelled(record.as_of)), ("Text", _telling(record, query))]
    return f"[{number}] " + "\n".join(f"{name}: {inert(text)}" for name, text in lines)


def _statement(record: Statement, others: Sequence[str]) -> list[tuple[str, str]]:
    answered = [f"passage {others.index(key) + 1}" for key in record.reply_to if key in others]
    lines = [
        ("Speaker", record.speaker),
        ("Role then", record.role),
        ("Date", spelled(record.said_on)),
        ("Place", record.venue),
        ("Side", SIDE_WORDS[record.side]),
        ("Claim", record.claim),
    ]
    lines += [("Quote", f"“{single(record.quote)}”")] if record.quote else []
    lines += [("Note", record.note)] if record.note else []
    return lines + ([("Answers", ", ".join(answered))] if answered else [])


def _telling(record: Background, query: Query) -> str:
    """The sentences of a longer text that bear on the question; whole ones, in order."""
    if len(split_sentences(record.text)) <= BACKGROUND_SENTENCES:
        return record.text
    chosen = telling_sentences(record, query, most=BACKGROUND_SENTENCES)
    return " ".join([split_sentences(record.text)[0], *(sentence.text for sentence in chosen[1:])])


def inert(text: str) -> str:
    """Text on one line that closes no fence, opens no tag of a chat template, and looks like no passage's number."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return _MARKER.sub(r"(\1)", _FENCE.sub("–", " ".join(plain.split())).translate(_TAGS))
