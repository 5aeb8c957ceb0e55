"""A bot over a made-up corpus that can be searched, and a page that has the endpoints alone, served on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
from made_up_index import WordVectors, made_up_corpus

from bot.engine import Bot
from bot.index import open_index
from bot.page.api import add_endpoints
from bot.page.opening import Asker, Opening
from bot.records import Corpus, Topic
from bot.settings import Settings


@contextmanager
def served(bot: Asker) -> Iterator[str]:
    """The address of the page, without a slash at its end."""
    with gr.Blocks(analytics_enabled=False) as page:
        add_endpoints(Opening(lambda: bot))
    page.queue(max_size=64)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _, address, _ = page.launch(
        server_name="127.0.0.1", server_port=port, prevent_thread_lock=True, quiet=True, mcp_server=True, ssr_mode=False
    )
    yield address.rstrip("/")
    page.close()


@contextmanager
def made_up_bot(folder: Path) -> Iterator[Bot]:
    """A bot over three made-up speakers with eight statements each; its index is built in the folder."""
    bare = made_up_corpus()
    slugs = sorted({slug for record in bare.statements for slug in record.topics})
    topics = tuple(Topic(id=slug, title=slug.capitalize(), aliases=(slug,), weight="specific") for slug in slugs)
    corpus = Corpus(**dict(bare) | {"topics": topics})
    settings = Settings(index_dir=folder)
    with open_index(settings, corpus, embeddings=WordVectors()) as index:
        yield Bot(settings, corpus, index)
