"""A small made-up corpus and a bot that answers from it at once: what the tests of the page run against."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.answering.draft import cite
from bot.reader_filters import ReaderFilters, describe
from bot.records import Answer, Background, Corpus, Event, Sentence, Source, Statement, Turn

SLOW = 2.0  # seconds that the answer to "slow" takes after its first paragraph


def source(title: str = "On locks & keys", published: str | None = "2024-05-07") -> Source:
    return Source(
        title=title,
        publisher="Institute for Examples",
        url="https://institute.example/locks?a=1&b=2",
        published=published,
    )


def statement(number: int = 1, **changes: object) -> Statement:
    fields: dict[str, object] = {
        "id": f"exampleton-2024-lock-{number}",
        "speaker": "Testina Exampleton",
        "speaker_type": "person",
        "role": "Head, Institute for Examples",
        "organisation": "Institute for Examples",
        "country": "GB",
        "said_on": "2024-05-07",
        "venue": "Annual lecture",
        "stance": ("protect", "restrict", "balance")[number % 3],
        "topics": ("privacy",),
        "claim": f"Testina Exampleton argued that lock {number} needs one key and no more.",
        "quote": f"a second key to lock {number} is a second thief",
        "source": source(),
        "seen": ("https://institute.example/locks",),
        "about": (),
    }
    return Statement.model_validate(fields | changes)


BACKGROUND = Background(
    id="made-up-term",
    title="Made-up term",
    topics=("privacy",),
    text="A made-up term is a term that nobody uses. " * 12,
    sources=(source("Dictionary of samples", "2020"), source("Second dictionary", None)),
    seen=("https://institute.example/dictionary",),
    as_of="2024-06-01",
)
EVENT = Event(
    id="made-up-lecture-2024",
    on="2024-05-07",
    title="A lecture that never was",
    text="The head of a made-up institute gives a lecture on locks.",
    actors=(),
    topics=("privacy",),
    sources=(source(),),
    seen=("https://institute.example/programme",),
)
CORPUS = Corpus(
    statements=tuple(statement(number) for number in range(1, 9)),
    background=(BACKGROUND,),
    events=(EVENT,),
    speakers=(),
    ambiguous={},
    bodies={},
)


def answer(records: Sequence[Statement | Background | Event], text: str, **changes: object) -> Answer:
    numbers = tuple(range(1, len(records) + 1))
    fields: dict[str, object] = {
        "kind": "answer",
        "text": text,
        "sentences": (Sentence(text=text, citations=numbers),),
        "citations": tuple(cite(record, number) for number, record in zip(numbers, records, strict=True)),
        "follow_ups": (),
        "notices": (),
        "writer": "stub",
        "seconds": 0.0,
    }
    return Answer.model_validate(fields | changes)


class StubBot:
    """Answers every question at once, but "slow". Each cites other records, so that turns can be told apart.

    "break" breaks, "nobody" finds nothing, and "wrong" is put right.
    """

    corpus = CORPUS

    def __init__(self) -> None:
        self.histories: list[tuple[str, ...]] = []
        self.filters: list[ReaderFilters | None] = []

    def ask(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, Any]] = (),
        *,
        filters: ReaderFilters | None = None,
    ) -> Answer:
        self.filters.append(filters)
        self.histories.append(tuple(turn.content for turn in history if isinstance(turn, Turn)))
        if question == "break":
            raise RuntimeError("the made-up bot broke")
        if len(question) > 2000:
            return answer((), f"That is {len(question):,} characters long; please ask shorter.", kind="clarify")
        if question == "nobody":
            return answer((), "The corpus has nobody of that name.", kind="no_evidence", follow_ups=("Who then?",))
        if question == "wrong":
            record = CORPUS.statements[0]
            return answer((record,), f"It was **Testina Exampleton**: “{record.quote}”. [1]", kind="correction")
        first = len(history) % 6  # two messages a turn: 0, 2, 4
        records = (*CORPUS.statements[first : first + 2], BACKGROUND, EVENT)
        one, two = records[0].quote, records[1].quote
        text = (
            f"**Testina Exampleton** said: “{one}”. [1] Later she said: “{two}”. [2]\n\n"
            "- The term is made up. [3]\n- So is the lecture. [4]\n\nAll in all, it is about locks. [1][4]"
        )
        held = (f"Held to {describe(filters)}.",) if filters else ()
        return answer(records, text, follow_ups=("And the other side?",), notices=("This bot is made up.", *held))

    def stream(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, Any]] = (),
        *,
        filters: ReaderFilters | None = None,
    ) -> Iterator[Answer]:
        whole = self.ask(question, history, filters=filters)
        parts = whole.text.split("\n\n")
        for shown in range(1, len(parts) + 1):
            if question == "slow" and shown == 2:
                time.sleep(SLOW)
            yield whole.model_copy(update={"text": "\n\n".join(parts[:shown])})
