"""A made-up corpus, a model that costs nothing, and processes to build an index in, for the tests of the index."""

from __future__ import annotations

import hashlib
import multiprocessing
import re
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from bot.index import Index, open_index
from bot.passages import passages_of
from bot.records import Background, Corpus, Event, Source, Speaker, Statement
from bot.settings import Settings

_SPEAKERS = ("Testina Exampleton", "Zoë Mockford", "Fakir Placeholder")
_STANCES = ("protect", "restrict", "balance")
_THEMES = ("lighthouse", "marmalade", "bicycle", "telescope", "umbrella", "accordion", "walnut", "submarine")
_SOURCE = Source(title="Made-up page", publisher="Example Press", url="https://example.org/page", published="2024")
_DIMENSIONS = 128


def made_up_corpus(edition: str = "first", statements: int = 24) -> Corpus:
    """``statements`` and three background notes and three events; the edition is a word in every fourth claim."""
    return Corpus(
        statements=tuple(_statement(number, edition) for number in range(statements)),
        background=tuple(_background(number) for number in range(3)),
        events=tuple(_event(number) for number in range(3)),
        speakers=tuple(
            Speaker(
                id=f"speaker-{number}",
                name=name,
                kind="person",
                sort=name,
                country="GB",
                about="Made up",
                aliases=(f"Nickname{number}",),
                related=(),
            )
            for number, name in enumerate(_SPEAKERS)
        ),
        ambiguous={},
        bodies={},
    )


def _statement(number: int, edition: str) -> Statement:
    theme = _THEMES[number % len(_THEMES)]
    ending = f"in the {edition} edition" if number % 4 == 0 else "as always"
    return Statement(
        id=f"made-up-{number}",
        speaker=_SPEAKERS[number % 3],
        speaker_type="person",
        role="Head of examples",
        organisation="Institute for Examples" if number % 2 else None,
        country=("GB", "US", "EU")[number % 3],
        said_on=f"{2015 + number % 8}-0{1 + number % 9}",
        venue=f"Lecture {number}",
        stance=_STANCES[number % 3],
        topics=("examples", theme),
        claim=f"Claim word{number} holds that a {theme} needs no spare key, {ending}.",
        quote=f"never lend number {number} to anybody",
        source=_SOURCE,
        seen=("https://example.org/page",),
        about=("Examples Act",),
    )


def _background(number: int) -> Background:
    return Background(
        id=f"background-{number}",
        title=f"Note note{number}",
        topics=("examples",),
        text=f"A note on the {_THEMES[number]} and how it was made up.",
        sources=(_SOURCE,),
        seen=("https://example.org/page",),
        as_of="2024-05",
    )


def _event(number: int) -> Event:
    return Event(
        id=f"event-{number}",
        on=f"202{number}-01-01",
        title=f"Event event{number}",
        text=f"On this day a {_THEMES[number]} was made up.",
        actors=("Zoë Mockford",),
        topics=("examples",),
        sources=(_SOURCE,),
        seen=("https://example.org/page",),
    )


class WordVectors(Embeddings):
    """A vector that counts the words of a text; it notes what it embedded, and can be slow or another model."""

    def __init__(self, *, salt: str = "", delay: float = 0.0) -> None:
        self.embedded: list[str] = []
        self._salt = salt
        self._delay = delay

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        for _ in texts:
            time.sleep(self._delay)
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._vector(text)

    def _vector(self, text: str) -> list[float]:
        vector = np.full(_DIMENSIONS, 1e-3)
        for word in re.findall(r"\w+", text.lower()):
            vector[hashlib.sha256((self._salt + word).encode()).digest()[0] % _DIMENSIONS] += 1
        unit: list[float] = (vector / np.linalg.norm(vector)).astype(np.float32).tolist()
        return unit


class Lines:
    """A progress that keeps what it was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.counts: list[tuple[int, int]] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    def count(self, done: int, total: int) -> None:
        self.counts.append((done, total))


def assert_whole(index: Index, corpus: Corpus) -> None:
    """Every passage of the corpus, and nothing else, is found both ways."""
    passages = passages_of(corpus)
    ids = {passage.id for passage in passages}
    assert {passage.id for passage in index.passages} == ids
    assert index.store.get()["ids"] and set(index.store.get()["ids"]) == ids
    vectors = index.embeddings.embed_documents([passage.text for passage in passages])
    for passage, vector in zip(passages, vectors, strict=True):
        found = index.by_meaning(vector, len(passages))
        assert {passage_id for passage_id, _ in found} == ids
        best = found[0][1]
        assert best > 0.999
        assert passage.id in [passage_id for passage_id, score in found if score > best - 1e-4]
        assert index.by_words(f"{passage.text} {passage.keywords}", 1)[0][0] == passage.id


# --- processes that can be killed: forked from a server that has imported the libraries once


def processes() -> ForkServerContext:
    """A context whose processes start within milliseconds, without threads or files of the test's own process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "langchain_chroma", "bm25s", "bot.index"])
    return context


def start(work: Callable[..., None], *arguments: Any) -> tuple[ForkServerProcess, Connection]:
    """Run ``work(connection, *arguments)`` in a process of its own; returns it and the other end to listen to."""
    context = processes()
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there, *arguments), daemon=True)
    process.start()
    there.close()
    return process, here


def heard(connection: Connection, seconds: float = 60) -> Any:
    """The next thing that a process sends; fails where nothing comes."""
    assert connection.poll(seconds), "the process sent nothing"
    return connection.recv()


def rebuild(connection: Connection, folder: Path, edition: str, delay: float) -> None:
    """Tell when it begins, bring the index to an edition, tell what was embedded and said, and check it."""
    lines, embeddings = Lines(), WordVectors(delay=delay)
    connection.send("begins")
    corpus = made_up_corpus(edition)
    with open_index(Settings(index_dir=folder), corpus, progress=lines, embeddings=embeddings) as index:
        connection.send((len(embeddings.embedded), lines.lines))
        assert_whole(index, corpus)


def read_on(connection: Connection, folder: Path, edition: str, questions: Sequence[str]) -> None:
    """Open the index, and answer each time that something is sent, until None comes."""
    with open_index(Settings(index_dir=folder), made_up_corpus(edition), embeddings=WordVectors()) as index:
        connection.send(index.location)
        while connection.recv() is not None:
            found = [index.by_meaning(index.embed(question), 3) for question in questions]
            connection.send([[passage_id for passage_id, _ in pairs] for pairs in found])
