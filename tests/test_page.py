"""The page without a browser: turns, waiting for the bot, and the endpoint's errors."""

from __future__ import annotations

import datetime
import re
import socket
import threading
import time
from html import escape, unescape
from types import SimpleNamespace
from typing import Any

import pytest
from page_samples import CORPUS, StubBot, answer

from bot.dates import spelled
from bot.export import cite
from bot.page import build_page, launch, turns
from bot.page.chat import Conversation
from bot.page.examples import THEMES
from bot.page.frame import as_template, frame
from bot.page.opening import Asker, Opening, OpeningFailed
from bot.page.turns import View
from bot.reader_filters import ReaderFilters

TURN = "t0123456789ab"


def _conversation(bot: Asker | None = None) -> Conversation:
    opening = Opening(lambda: bot or StubBot())
    opening.wait()
    return Conversation(opening)


def _asked(conversation: Conversation, question: str, turn: str = TURN, **more: Any) -> list[View]:
    event = SimpleNamespace(_data={"turn": turn, "question": question, **more})
    return list(conversation.converse(event))  # type: ignore[arg-type]


def test_a_turn_grows_under_its_id_and_ends_done_with_all_that_is_kept() -> None:
    views = _asked(_conversation(), "Who said what?")
    assert [view["state"] for view in views] == ["writing", "writing", "writing", "done"]
    assert {view["turn"] for view in views} == {TURN}
    assert "Who said what?" in views[0]["html"]
    assert views[-1]["text"].startswith("**Testina Exampleton** said:")
    assert views[-1]["citations"][0] == {"n": 1, "id": "exampleton-2024-lock-1"}
    assert [cited["n"] for cited in views[-1]["citations"]] == [1, 2, 3, 4]


def test_copied_answer_has_its_sources_below_and_no_stars() -> None:
    copied = _asked(_conversation(), "Who?")[-1]["copied"]
    assert copied.startswith("Testina Exampleton said: “a second key to lock 1 is a second thief”. [1]")
    accessed = spelled(datetime.date.today().isoformat())
    assert f"\n\nSources\n[1] {cite(CORPUS.statements[0], datetime.date.today())}\n[2] " in copied
    assert copied.endswith(
        "\n[4] A lecture that never was (event, 7 May 2024). On locks & keys, Institute for Examples, 7 May 2024, "
        f"https://institute.example/locks?a=1&b=2 (accessed {accessed})"
    )
    assert "*" not in copied


def test_cards_are_there_before_the_last_sentence() -> None:
    first = _asked(_conversation(), "Who?")[0]
    assert first["state"] == "writing"
    assert first["html"].count('class="card"') == 4


def test_a_reader_is_told_why_no_sentence_stands_yet_beside_the_passages() -> None:
    whole = StubBot().ask("Who?")
    begun = whole.model_copy(update={"text": "", "sentences": ()})
    html = turns.answered(TURN, "Who?", begun, CORPUS, done=False)["html"]
    assert 'class="status">A language model is writing' in html and html.count('class="card"') == 4
    assert "A language model is writing" not in turns.answered(TURN, "Who?", whole, CORPUS, done=False)["html"]


def test_the_same_question_in_two_turns_shares_no_id() -> None:
    conversation = _conversation()
    first, second = (_asked(conversation, "Who?", turn=f"t0000{number}")[-1]["html"] for number in range(2))
    ids = [re.findall(r' id="([^"]+)"', html) for html in (first, second)]
    assert len(ids[0]) == len(set(ids[0]))
    assert not set(ids[0]) & set(ids[1])


def test_history_and_filters_of_the_browser_reach_the_bot() -> None:
    bot = StubBot()
    said = [{"role": "user", "content": "First?"}, {"role": "assistant", "content": "So. [1]"}]
    _asked(_conversation(bot), "And then?", history=said, filters={"sides": ["protect"], "first_year": "2016"})
    assert bot.histories == [("First?", "So. [1]")]
    assert bot.filters == [ReaderFilters(sides=("protect",), first_year=2016)]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "Who?",
        {"question": "Who?"},
        {"turn": '"><img onerror=x>', "question": "Who?"},
        {"turn": TURN, "question": ["Who?"]},
        {"turn": TURN, "question": "Who?", "history": [{"role": "robot", "content": "x"}]},
        {"turn": TURN, "question": "Who?", "more": 1},
    ],
)
def test_what_the_page_would_not_send_is_refused_in_a_sentence(sent: Any) -> None:
    bot = StubBot()
    (view,) = _conversation(bot).converse(SimpleNamespace(_data=sent))  # type: ignore[arg-type]
    assert view["failed"] == "The page sent something that cannot be read. Reload it and ask again."
    assert bot.histories == []


def test_wrong_filter_is_named() -> None:
    (view,) = _asked(_conversation(), "Who?", filters={"first_year": 2019, "last_year": 2016})
    assert view["failed"] == "The first year, 2019, is after the last, 2016."


def test_no_failure_equals_the_one_before() -> None:
    """The browser is told of a change alone: the same sentence twice in a row would leave the reader waiting."""
    assert turns.failed("No.") != turns.failed("No.")


def test_half_a_character_is_asked_as_a_question_mark() -> None:
    views = _asked(_conversation(), "Who said \ud800 what?", history=[{"role": "user", "content": "\udfff"}])
    assert "Who said ? what?" in views[-1]["html"]


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
    page = frame(CORPUS, feedback=False)
    assert all(f'data-ask="{escape(theme.question)}"' in page for theme in THEMES)


def test_empty_page_tells_what_the_corpus_holds() -> None:
    assert "8 statements by 0 speakers from 1 source documents, 2024 to 2024" in frame(CORPUS, feedback=False)
    empty = CORPUS.model_copy(update={"statements": ()})
    assert "The corpus is empty." in frame(empty, feedback=False)


def test_page_as_a_template_yields_itself() -> None:
    """Nothing that a template would fill in is left, and a browser shows what was meant."""
    made = as_template("<p>${value} {{value}} `code` \\n</p>")
    assert not re.search(r"\$\{|\{\{|[`\\]", made)
    assert unescape(made) == "<p>${value} {{value}} `code` \\n</p>"


def test_page_is_built_before_the_bot_is_open_and_says_that_it_warms_up() -> None:
    gate = threading.Event()

    def open_slowly() -> Asker:
        gate.wait(10)
        return StubBot()

    opening = Opening(open_slowly)
    build_page(opening, CORPUS)
    assert not opening.ready
    event = SimpleNamespace(_data={"turn": TURN, "question": "Who?"})
    views = Conversation(opening).converse(event)  # type: ignore[arg-type]
    assert "Warming up" in next(views)["html"]
    gate.set()
    assert list(views)[-1]["state"] == "done"
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
    last = _asked(conversation, "Who?")[-1]
    assert last["failed"] == "The bot could not be started: the made-up disk is full"
    assert "locks" in _asked(conversation, "Who?")[-1]["html"]


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


def test_taken_port_is_said_in_a_sentence_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match=r"Port \d+ on 127\.0\.0\.1 cannot be had: .* BOT_PORT"):
            launch(build_page(StubBot()), "127.0.0.1", taken.getsockname()[1])
