"""The page under input that no reader means well with; and the endpoint from outside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = pytest.mark.browser

_HOSTILE = {
    "script": "<script>window.hacked = 1</script>",
    "handler": '<img src=x onerror="window.hacked = 1">',
    "svg": "</h2><svg/onload=window.hacked=1>",
    "attribute": '" onmouseover="window.hacked=1" x=\'',
    "template": "${window.hacked = 1} {{value}} `${1}`",
    "link": "[x](javascript:window.hacked=1) <a href='javascript:window.hacked=1'>y</a>",
    "maths": "$$\\frac{1}{2}$$ and $x$ \\(y\\)",
    "markdown": "# head\n\n```\ncode\n```\n| a | b |\n|---|---|",
    "control": "what\x01\x02 about\x7f \x1b[31mlocks?",
    "right to left": "من قال ماذا؟ \u202e evil \u202c",
    "emoji": "🔐🗝️👩‍👩‍👧‍👦",
    "other language": "Wer hat was über Verschlüsselung gesagt?",
}


_SHOWN_AS_TYPED = ("script", "handler", "svg", "attribute", "template", "link", "maths")


def test_hostile_questions_are_shown_as_text_and_the_page_lives_on(seen: Seen) -> None:
    for number, (name, question) in enumerate(_HOSTILE.items(), 1):
        seen.ask(question)
        assert seen.turns_done() == number, name
        shown = seen.page.locator(".question").last
        if name in _SHOWN_AS_TYPED:
            expect(shown).to_contain_text(question)
        assert shown.locator("img, svg, script, a").count() == 0, name
        assert seen.page.evaluate("window.hacked") is None, name
        assert seen.complaints == [], name


def test_blank_question_brings_a_hint(seen: Seen) -> None:
    box = seen.page.locator("#composer textarea")
    for blank in ("", "   ", "\n\n"):
        box.fill(blank)
        box.press("Enter")
        expect(seen.page.locator(".hint")).to_have_text("Type a question first.")
        expect(seen.page.locator(".turn")).to_have_count(0)
        seen.ask("Now a real one?")
        expect(seen.page.locator(".hint")).to_have_text("")
        seen.begin_afresh()


def test_hundred_thousand_characters_are_answered_with_a_clear_message(seen: Seen) -> None:
    seen.ask("a" * 100_000)
    expect(seen.page.locator(".words")).to_contain_text("That is 100,000 characters long")
    expect(seen.page.locator(".question")).to_contain_text("(100,000 characters in all)")
    seen.ask("And now?")


def test_fault_in_the_bot_is_a_sentence_and_the_page_lives_on(seen: Seen) -> None:
    box = seen.page.locator("#composer textarea")
    box.fill("break")
    box.press("Enter")
    expect(seen.page.locator(".turn .notice")).to_have_text("Something went wrong while answering. Please ask again.")
    seen.ask("And now?")
    expect(seen.page.locator(".turn").last.locator(".card")).to_have_count(4)


def test_endpoint_answers_an_outside_client_with_an_object(address: str) -> None:
    client = Client(address, verbose=False)
    history = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Good day."}]
    said = client.predict("Who said what?", history, api_name="/ask")
    assert isinstance(said, dict)
    assert said["citations"][0]["id"] == "exampleton-2024-lock-3"
    assert client.predict("Who said what?", api_name="/ask")["citations"][0]["id"] == "exampleton-2024-lock-1"


def test_endpoint_answers_plain_http_and_survives_half_a_character(address: str) -> None:
    body = b'{"data": ["Who said \\ud800 what?", [], null]}'
    url = f"{address}gradio_api/call/ask"
    event = httpx.post(url, content=body, headers={"content-type": "application/json"}).json()["event_id"]
    lines = httpx.get(f"{url}/{event}", timeout=20).text.splitlines()
    assert lines[0] == "event: complete"
    assert json.loads(lines[1].removeprefix("data: "))[0]["kind"] == "answer"


def test_endpoint_says_what_is_wrong_with_a_history_and_lives_on(address: str) -> None:
    client = Client(address, verbose=False)
    with pytest.raises(AppError, match=r"history\[0\]\.role"):
        client.predict("Who?", [{"role": "robot", "content": "x"}], api_name="/ask")
    with pytest.raises(AppError, match="history: must be a list of turns"):
        client.predict("Who?", "not a list", api_name="/ask")
    assert client.predict("Who?", [], api_name="/ask")["kind"] == "answer"


def test_the_four_public_endpoints_are_all_that_is_in_sight(address: str) -> None:
    described = Client(address, verbose=False).view_api(return_format="dict", print_info=False)
    assert sorted(described["named_endpoints"]) == ["/ask", "/search", "/speaker", "/statement"]
    assert not described["unnamed_endpoints"]
