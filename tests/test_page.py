"""The page without a browser: turns, waiting for the bot, and the endpoint's errors."""

from __future__ import annotations

import re
import runpy
import socket
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from page_samples import CORPUS, StubBot, answer

from bot.page import build_page, launch, turns
from bot.page.chat import Conversation
from bot.page.examples import THEMES
from bot.page.opening import Asker, Opening, OpeningFailed
from bot.records import Turn
from bot.settings import Settings


def _conversation(bot: Asker | None = None) -> Conversation:
    opening = Opening(lambda: bot or StubBot())
    opening.wait()
    return Conversation(opening)


def _asked(conversation: Conversation, typed: str, history: tuple[Turn, ...] = ()) -> list[tuple[Any, Any, Any]]:
    return list(conversation.converse(typed, history, SimpleNamespace(_data=None)))  # type: ignore[arg-type]


def test_a_turn_grows_under_one_id_and_ends_done() -> None:
    views = [view for view, _, _ in _asked(_conversation(), "Who said what?")]
    assert [view["state"] for view in views[:1]] == ["waiting"]
    assert views[-1]["state"] == "done"
    assert len({view["turn"] for view in views}) == 1
    assert "Who said what?" in views[0]["html"]


def test_cards_are_there_before_the_last_sentence() -> None:
    views = [view for view, _, _ in _asked(_conversation(), "Who?")]
    writing = next(view for view in views if view["state"] == "writing")
    assert writing["html"].count('class="card"') == 4


def test_the_same_question_twice_shares_no_id() -> None:
    conversation = _conversation()
    first, second = (_asked(conversation, "Who?")[-1][0]["html"] for _ in range(2))
    ids = [re.findall(r' id="([^"]+)"', html) for html in (first, second)]
    assert len(ids[0]) == len(set(ids[0]))
    assert not set(ids[0]) & set(ids[1])


def test_history_is_question_and_answer_and_does_not_grow_without_end() -> None:
    conversation, history = _conversation(), ()
    for number in range(20):
        history = _asked(conversation, f"Question {number}?", history)[-1][2]
    assert [turn.role for turn in history[:2]] == ["user", "assistant"]
    assert history[-2].content == "Question 19?"
    assert len(history) == 24


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\x00\x01"])
def test_blank_input_brings_a_hint_and_no_turn(blank: str) -> None:
    ((view, _, _),) = _asked(_conversation(), blank)
    assert view["hint"]
    assert "turn" not in view


def test_pressed_question_is_asked_and_the_typed_draft_stays() -> None:
    event = SimpleNamespace(_data={"question": "Pressed?"})
    steps = list(_conversation().converse("a draft", (), event))  # type: ignore[arg-type]
    assert "Pressed?" in steps[0][0]["html"]
    assert all(box != "" for _, box, _ in steps)


def test_question_is_escaped_and_a_long_one_is_cut_to_be_shown() -> None:
    html = turns.waiting("t1", "<script>x</script>" + "y" * 100_000, "…")["html"]
    assert "<script" not in html
    assert "(100,018 characters in all)" in html
    assert len(html) < 3000


def test_follow_ups_and_notices_are_escaped() -> None:
    said = answer((), "Fine.", follow_ups=('"><script>x</script>',), notices=("<script>y</script>",))
    html = turns.answered("t1", "q", said, CORPUS, done=True)["html"]
    assert "<script" not in html
    assert "&lt;script&gt;y" in html


def test_an_answer_without_citations_has_no_shelf() -> None:
    html = turns.answered("t1", "q", answer((), "Nothing was found.", kind="no_evidence"), CORPUS, done=True)["html"]
    assert "passages" not in html


def test_examples_cover_the_six_themes() -> None:
    assert [theme.title for theme in THEMES] == [
        "Meta, 2023",
        "Apple",
        "United Kingdom",
        "Europe",
        "History",
        "Both sides",
    ]
    assert all(theme.questions for theme in THEMES)


def test_page_is_built_before_the_bot_is_open_and_says_that_it_warms_up() -> None:
    gate = threading.Event()

    def open_slowly() -> Asker:
        gate.wait(10)
        return StubBot()

    opening = Opening(open_slowly)
    build_page(opening)
    assert not opening.ready
    steps = Conversation(opening).converse("Who?", (), SimpleNamespace(_data=None))  # type: ignore[arg-type]
    assert "Warming up" in next(steps)[0]["html"]
    gate.set()
    assert list(steps)[-1][0]["state"] == "done"
    assert opening.ready


def test_failed_opening_is_a_sentence_and_the_next_question_tries_again() -> None:
    tries: list[int] = []

    def open_at_second_try() -> Asker:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the made-up disk is full")
        return StubBot()

    opening = Opening(open_at_second_try)
    conversation = Conversation(opening)
    last = _asked(conversation, "Who?")[-1][0]
    assert "The bot could not be started: the made-up disk is full" in last["html"]
    assert "locks" in _asked(conversation, "Who?")[-1][0]["html"]


def test_many_who_wait_open_the_bot_once() -> None:
    opened: list[int] = []

    def open_slowly() -> Asker:
        opened.append(1)
        time.sleep(0.1)
        return StubBot()

    opening = Opening(open_slowly)
    waiters = [threading.Thread(target=opening.wait) for _ in range(8)]
    for waiter in waiters:
        waiter.start()
    for waiter in waiters:
        waiter.join()
    assert opened == [1]


def test_waiting_for_a_bot_that_cannot_open_raises() -> None:
    def fail() -> Asker:
        raise ValueError

    with pytest.raises(OpeningFailed, match="ValueError"):
        Opening(fail).wait()


def test_endpoint_returns_the_whole_answer_as_an_object() -> None:
    said = _conversation().ask("Who?", [{"role": "user", "content": "Hello"}])
    assert said["kind"] == "answer"
    assert said["citations"][0]["source"]["publisher"] == "Institute for Examples"
    assert set(said) == {"kind", "text", "sentences", "citations", "follow_ups", "notices", "writer", "seconds"}


@pytest.mark.parametrize(
    ("history", "place"),
    [
        ("a text", "history: must be a list of turns, not str"),
        ([{"role": "user"}], r"history\[0\]\.content"),
        ([{"role": "user", "content": "x"}, {"role": "robot", "content": "x"}], r"history\[1\]\.role"),
        ([{"role": "user", "content": "x", "extra": 1}], r"history\[0\]\.extra"),
        (["hello"], r"history\[0\]"),
    ],
)
def test_endpoint_names_what_is_wrong_with_a_history(history: Any, place: str) -> None:
    with pytest.raises(gr.Error, match=place):
        _conversation().ask("Who?", history)


def test_endpoint_refuses_a_question_that_is_no_text() -> None:
    with pytest.raises(gr.Error, match="question"):
        _conversation().ask(["Who?"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("variables", "host", "port"),
    [
        ({"SPACE_ID": "somebody/space"}, "0.0.0.0", 7860),
        ({"BOT_HOST": "127.0.0.2", "BOT_PORT": "7999"}, None, None),
    ],
)
def test_app_serves_where_a_space_or_the_settings_want_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], host: str | None, port: int | None
) -> None:
    monkeypatch.delenv("SPACE_ID", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    served: list[tuple[Settings, str | None, int | None]] = []
    monkeypatch.setattr("bot.page.serve", lambda settings, host=None, port=None: served.append((settings, host, port)))
    runpy.run_path(str(Path(__file__).parent.parent / "app.py"), run_name="__main__")
    ((settings, *where),) = served
    assert where == [host, port]
    assert str(settings.port) == variables.get("BOT_PORT", "7860")


def test_taken_port_is_said_in_a_sentence_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match=r"Port \d+ on 127\.0\.0\.1 cannot be had: .* BOT_PORT"):
            launch(build_page(StubBot()), "127.0.0.1", taken.getsockname()[1])
