"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.corpus import load_corpus
from bot.records import Corpus
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.engine import Bot

CORPUS_DIR = Path(__file__).resolve().parent.parent / "corpus"

_SPEAKERS = """\
speakers:
  - id: testina-exampleton
    name: Testina Exampleton
    kind: person
    sort: Exampleton
    country: GB
    about: Head of the made-up Institute for Examples
    aliases:
      - Exampleton
    related:
      - institute-for-examples
  - id: institute-for-examples
    name: Institute for Examples
    kind: organisation
    sort: Institute for Examples
    country: GB
    about: A made-up institute
    aliases: []
    related: []
ambiguous:
  exampleton:
    - testina-exampleton
bodies:
  school of samples:
    - testina-exampleton
"""

_TOPICS = """\
topics:
  - id: privacy
    title: Privacy
    weight: broad
    aliases:
      - privacy
  - id: key-escrow
    title: Key escrow
    weight: specific
    aliases:
      - key escrow
"""

_TIMELINE = """\
events:
  - id: made-up-lecture-2024
    "on": "2024-05-07"
    title: A lecture that never was
    text: >-
      In this made-up event the head of a made-up institute gives a lecture on locks and keys, and nobody at all
      listens to it.
    actors: []
    topics:
      - privacy
    sources:
      - title: Programme of the year
        publisher: Institute for Examples
        url: https://institute.example/programme
        published: null
    seen:
      - https://institute.example/programme
"""

_SOURCE = """\
source:
  title: On locks and keys
  publisher: Institute for Examples
  url: https://institute.example/lectures/locks
  published: "2024-05-07"

statements:
  - id: exampleton-2024-locks-and-keys
    speaker: Testina Exampleton
    speaker_type: person
    role: Head, Institute for Examples
    organisation: Institute for Examples
    country: GB
    said_on: "2024-05-07"
    venue: Annual lecture
    stance: protect
    topics:
      - privacy
    claim: >-
      Testina Exampleton argued in her made-up lecture that a second key to every lock is sooner or later found by
      somebody else.
    quote: a second key is a second thief
    seen:
      - https://institute.example/lectures/locks
    about: []

  - id: institute-2024-no-comment
    speaker: Institute for Examples
    speaker_type: organisation
    role: A made-up institute
    organisation: null
    country: GB
    said_on: 2024-05
    venue: Press statement
    stance: balance
    topics:
      - key-escrow
    claim: >-
      The Institute for Examples said in a made-up press statement that lectures given on its premises are the
      business of those who give them.
    quote: null
    source:
      publisher: The Daily Specimen
    seen:
      - https://institute.example/press
    about:
      - Testina Exampleton
    reply_to:
      - exampleton-2024-locks-and-keys
"""

_BACKGROUND = f"""\
---
id: made-up-term
title: Made-up term
topics:
  - privacy
sources:
  - title: Dictionary of samples
    publisher: Institute for Examples
    url: https://institute.example/dictionary
    published: "2020"
seen:
  - https://institute.example/dictionary
as_of: "2024-06-01"
---

{" ".join(["A made-up term is a term that nobody uses."] * 8)}
"""


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The corpus that comes with the project."""
    return load_corpus(CORPUS_DIR)


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The real bot over the project's own corpus, opened once; its index is built for these tests alone."""
    from bot.engine import Bot  # torch and Chroma: seconds that tests without the bot need not wait for

    bot = Bot.open(Settings(corpus_dir=CORPUS_DIR, index_dir=tmp_path_factory.mktemp("index")))
    yield bot
    bot.index.close()


@pytest.fixture
def made_up_corpus(tmp_path: Path) -> Path:
    """Folder of a small sound corpus: two speakers, two statements in one file, one background text, one event."""
    folder = tmp_path / "corpus"
    files = {
        "speakers.yaml": _SPEAKERS,
        "topics.yaml": _TOPICS,
        "timeline.yaml": _TIMELINE,
        "sources/2024/locks.yaml": _SOURCE,
        "background/made-up-term.md": _BACKGROUND,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
