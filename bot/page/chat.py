"""The page itself: the conversation, the input, and the same ask as an HTTP endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Any

import gradio as gr
from gradio.events import api
from pydantic import TypeAdapter, ValidationError

from bot.page import turns
from bot.page.examples import THEMES
from bot.page.opening import Asker, Opening, OpeningFailed
from bot.page.prose import clean
from bot.page.turns import View
from bot.records import Turn

_NAME, _REST = "The encryption debate", ": who said what"
_INTRO = (
    "Ask who said what about end-to-end encryption: every sentence of the answer cites the passage it rests on, "
    "and you can read that passage beside it."
)
_NEUTRAL = "It takes no side: it shows what was said, by whom, when, and where you can read it."
_AT_ONCE = 4  # questions that are answered at the same time
_WAITING = 64  # questions that may queue; one more is told that the queue is full
_REMEMBERED = 12  # earlier questions with their answers that a follow-up may refer to
_HISTORY = TypeAdapter(list[Turn])

History = tuple[Turn, ...]
Change = dict[str, Any]
Step = tuple[View | Change, str | Change, History | Change]


class Conversation:
    """What happens when a reader asks."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def converse(self, typed: str, history: History, event: gr.EventData) -> Iterator[Step]:
        """Answer what was typed, or the question of the button that was pressed, sentence by sentence.

        Yields the page's view, the input's text, and the conversation so far.
        """
        pressed = event._data.get("question") if isinstance(event._data, dict) else None
        question = str(pressed if pressed is not None else typed)
        box: str | Change = gr.skip() if pressed is not None else ""
        if not clean(question).strip():
            yield View(hint="Type a question first."), box, gr.skip()
            return
        question = question.encode("utf-8", "replace").decode()
        turn = turns.new_turn()
        status = "Looking it up…" if self._opening.ready else "Warming up: the first answer takes a little longer…"
        yield turns.waiting(turn, question, status), box, gr.skip()
        try:
            bot = self._opening.wait()
        except OpeningFailed as error:
            yield turns.failed(turn, question, str(error)), gr.skip(), gr.skip()
            return
        answer = None
        for answer in bot.stream(question, history):
            yield turns.answered(turn, question, answer, bot.corpus, done=False), gr.skip(), gr.skip()
        if answer is None:
            yield turns.failed(turn, question, "No answer came. Please ask again."), gr.skip(), gr.skip()
            return
        said = (Turn(role="user", content=question), Turn(role="assistant", content=answer.text))
        view = turns.answered(turn, question, answer, bot.corpus, done=True)
        yield view, gr.skip(), (*history, *said)[-2 * _REMEMBERED :]

    def ask(self, question: str, history: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """Ask who said what in the encryption debate; every sentence of the answer cites its passages.

        Args:
            question: The question, in English.
            history: Earlier turns, oldest first: objects with "role" ("user" or "assistant") and "content".

        Returns:
            The answer: kind, text, sentences, citations, follow_ups, notices, writer, seconds.
        """
        if not isinstance(question, str):
            raise gr.Error("question: must be a text.", print_exception=False)
        turns_so_far = _history(history)
        try:
            bot = self._opening.wait()
        except OpeningFailed as error:
            raise gr.Error(str(error), print_exception=False) from error
        return bot.ask(question.encode("utf-8", "replace").decode(), turns_so_far).model_dump(mode="json")


def build_page(bot: Asker | Opening) -> gr.Blocks:
    """The page over a bot, or over the opening of one: then the page is up before the bot is."""
    conversation = Conversation(bot if isinstance(bot, Opening) else Opening(lambda: bot))
    page: gr.Blocks = gr.Blocks(title=_NAME + _REST, analytics_enabled=False, fill_width=True)
    with page:
        history = gr.State(())
        with gr.Column(elem_id="room"):
            view = gr.HTML(
                value=None,
                html_template=_template(),
                js_on_load=_asset("scripts/conversation.js"),
                apply_default_css=False,
                elem_id="conversation",
            )
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                placeholder="Ask who said what…",
                lines=1,
                max_lines=6,
                submit_btn="Ask",
                container=False,
                elem_id="composer",
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
            )
        asked = gr.on(
            [box.submit, view.submit],
            conversation.converse,
            [box, history],
            [view, box, history],
            api_visibility="private",
            show_progress="hidden",
            trigger_mode="once",
            concurrency_limit=_AT_ONCE,
            concurrency_id="ask",
        )
        asked.failure(
            lambda: View(failed="Something went wrong while answering. Please ask again."),
            None,
            view,
            api_visibility="private",
            show_progress="hidden",
            queue=False,
        )
        view.clear(
            lambda: (View(cleared=turns.new_turn()), "", ()),
            None,
            [view, box, history],
            api_visibility="private",
            show_progress="hidden",
            queue=False,
            cancels=[asked],
        )
        api(conversation.ask, api_name="ask", concurrency_limit=_AT_ONCE, concurrency_id="ask")
    page.queue(max_size=_WAITING)
    return page


def _history(history: object) -> History:
    """Earlier turns as records. Raises ``gr.Error`` with a sentence that says which turn is wrong, and how."""
    if history is None:
        return ()
    if not isinstance(history, list):
        raise gr.Error(f"history: must be a list of turns, not {type(history).__name__}.", print_exception=False)
    try:
        return tuple(_HISTORY.validate_python(history))
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
        wanted = "Each turn is an object with role (user or assistant) and content (a text), and nothing else."
        raise gr.Error(f"history{place}: {first['msg']}. {wanted}", print_exception=False) from error


def _asset(name: str) -> str:
    return files("bot.page").joinpath(name).read_text(encoding="utf-8")


def _template() -> str:
    """The frame of the page; the script puts turns into it. It is a JavaScript template: no backtick, no ``${``."""
    return f"""
<header class="top">
  <h1>{escape(_NAME)}<span class="rest">{escape(_REST)}</span></h1>
  <button type="button" class="afresh" hidden>New conversation</button>
</header>
<section class="welcome" aria-label="How to begin">
  <p class="intro">{escape(_INTRO)}</p>
  <p class="neutral">{escape(_NEUTRAL)}</p>
  <div class="themes">{turns.welcome(THEMES)}</div>
</section>
<div class="turns" role="log" aria-live="polite" aria-relevant="additions text" aria-label="Conversation"></div>
<p class="hint" role="status"></p>
"""
