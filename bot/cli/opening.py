"""Opening the bot for a command, with the progress of an index that must be built first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.engine import Bot


@contextmanager
def opened_bot() -> Iterator[Bot]:
    """The bot of the ``BOT_*`` settings; a stale index is rebuilt first and its progress shown on stderr.

    Raises CorpusError, EmbeddingUnavailable, IndexUnavailable, or ValidationError for a bad setting.
    """
    from rich.console import Console

    from bot.corpus import load_corpus
    from bot.settings import Settings

    settings = Settings()
    corpus = load_corpus(settings.corpus_dir)

    from bot.engine import Bot  # seconds of torch and Chroma, which a bad setting or corpus need not wait for
    from bot.index import console_progress, open_index

    with console_progress(Console(stderr=True)) as progress:
        index = open_index(settings, corpus, progress=progress)
    with index:
        yield Bot(settings, corpus, index)
