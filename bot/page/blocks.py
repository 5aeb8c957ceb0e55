"""The page as a Gradio app: one component with its events, and the functions that it may call."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import TypeAdapter, ValidationError

from bot.export import Exchange, ExportRefused, export
from bot.page import turns
from bot.page.api import AT_ONCE, add_endpoints
from bot.page.chat import Conversation
from bot.page.explore import render
from bot.page.feedback import FeedbackError, record
from bot.page.frame import NAME, REST, as_template, frame, scripts
from bot.page.opening import Asker, Opening
from bot.records import Corpus

WAITING = 64  # questions that may queue; one more is told that the queue is full
_EXCHANGES = TypeAdapter(list[Exchange])

Json = dict[str, Any]


def build_page(bot: Asker | Opening, corpus: Corpus | None = None, *, feedback_file: Path | None = None) -> gr.Blocks:
    """The page over a bot, or over the opening of one: then the page is up before the bot is.

    ``corpus`` is what the views show; it may be left out only where ``bot`` is open already.
    """
    if isinstance(bot, Opening):
        opening = bot
    else:
        opening, corpus = Opening(lambda: bot), corpus or bot.corpus
    if corpus is None:
        raise ValueError("A page over a bot that is still to be opened needs the corpus.")
    page: gr.Blocks = gr.Blocks(title=NAME + REST, analytics_enabled=False, fill_width=True)
    with page:
        with gr.Column(elem_id="room"):
            view = gr.HTML(
                value=None,
                html_template=as_template(frame(corpus, feedback=feedback_file is not None)),
                js_on_load=scripts(),
                apply_default_css=False,
                elem_id="conversation",
                server_functions=_functions(lambda: _held(opening, corpus), feedback_file),
            )
        asked = view.submit(
            Conversation(opening).converse,
            None,
            view,
            api_visibility="private",
            show_progress="hidden",
            trigger_mode="multiple",
            concurrency_limit=AT_ONCE,
            concurrency_id="ask",
        )
        asked.failure(
            lambda: turns.failed("Something went wrong while answering. Please ask again."),
            None,
            view,
            api_visibility="private",
            show_progress="hidden",
            queue=False,
        )
        view.stop(None, None, None, api_visibility="private", queue=False, cancels=[asked])
        add_endpoints(opening)
    page.queue(max_size=WAITING)
    return page


def _held(opening: Opening, corpus: Corpus) -> Corpus:
    """The corpus that answers come from now, which may have grown since the page was made."""
    bot = opening.renewed
    return bot.corpus if bot else corpus


def _functions(corpus: Callable[[], Corpus], feedback_file: Path | None) -> list[Callable[[Any], Json]]:
    """What the scripts may call, each with one JSON object and for one; a fault is a sentence under ``error``."""

    def view(params: Any) -> Json:
        named = params if isinstance(params, Mapping) else {}
        return render(corpus(), {str(key): str(value) for key, value in named.items()}).model_dump()

    def export_conversation(sent: Any) -> Json:
        try:
            exchanges = _EXCHANGES.validate_python(sent["exchanges"])
            return export(sent["kind"], exchanges, corpus(), datetime.date.today()).model_dump()
        except (ValidationError, KeyError, TypeError):
            return {"error": "The page sent a conversation that cannot be read. Reload it and try again."}
        except ExportRefused as error:
            return {"error": str(error)}

    def send_feedback(sent: Any) -> Json:
        try:
            record(feedback_file, sent, datetime.datetime.now(datetime.UTC))
        except FeedbackError as error:
            return {"error": str(error)}
        return {}

    return [view, export_conversation, send_feedback]
