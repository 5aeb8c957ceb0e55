"""Serving the page: its look, and the switches that keep it to itself (no analytics, no share link, no uploads)."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import gradio as gr

from bot.corpus import load_corpus
from bot.documents.store import documents_folder
from bot.page.blocks import build_page
from bot.page.frame import styles
from bot.page.opening import Asker, Opening
from bot.page.watching import Watch
from bot.page.web import app_kwargs
from bot.records import Corpus
from bot.settings import Settings

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def serve(settings: Settings, host: str | None = None, port: int | None = None) -> None:
    """Serve the page until it is stopped; it is up at once, and the bot opens meanwhile.

    Raises ``CorpusError``, ``ValueError`` for a setting, and ``OSError`` where the port is taken, each with a sentence
    that says what to do.
    """
    host, port = host or settings.host, port or settings.port
    corpus = load_corpus(settings.corpus_dir)
    opening = Opening(lambda: _open(settings, corpus))
    page = build_page(opening, corpus, feedback_file=settings.feedback_file)
    address = launch(page, host, port, settings)
    opening.start()  # only now: it would hold the page back if both loaded at once
    documents = documents_folder(settings.corpus_dir)
    Watch(documents, lambda: opening.renew(lambda: _open(settings, None))).start()
    print(f"The page is at {address} (Ctrl-C stops it).", flush=True)
    page.block_thread()


def launch(page: gr.Blocks, host: str, port: int, settings: Settings | None = None) -> str:
    """Start to serve a page that ``build_page`` made, and return its address; the caller keeps the process alive."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    here = files("bot.page")
    # Told that it is on a Space, Gradio's page puts a bar on top that asks Hugging Face and Google Fonts for things.
    page.space_id = None
    try:
        _, address, _ = page.launch(
            server_name=host,
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            theme=_theme(),
            css=styles(),
            favicon_path=Path(str(here.joinpath("favicon.svg"))),
            footer_links=[],
            run_history=False,
            ssr_mode=False,
            mcp_server=True,
            app_kwargs=app_kwargs(settings or Settings()),
            pwa=False,
            enable_monitoring=False,
            max_file_size="1kb",
        )
    except OSError as error:
        taken = f"Port {port} on {host} cannot be had: stop what uses it, or set BOT_PORT to another one."
        raise OSError(taken) from error
    return address


def _open(settings: Settings, corpus: Corpus | None) -> Asker:
    from bot.engine import Bot  # imports torch, which takes seconds: the page is up before

    return Bot.open(settings, corpus)


def _theme() -> gr.themes.Base:
    """Gradio's plainest theme with system faces; the colours are in base.css, so that they stand in one place."""
    return gr.themes.Base(font=_SANS, font_mono=_MONO).set(
        body_background_fill="#fbfaf6",
        body_background_fill_dark="#17181b",
        body_text_color="#24221e",
        body_text_color_dark="#e7e4dd",
    )
