"""The views beside the chat, and what the browser keeps of a conversation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("seen", ["wide", "phone"], indirect=True)


@both_widths
def test_every_view_has_an_address_a_title_and_no_request_to_another_host(seen: Seen, address: str) -> None:
    for view in ("timeline", "speakers", "sides", "sources", "about"):
        seen.load(f"{address}?view={view}")
        title = seen.page.locator(".view-title")
        expect(title).to_be_visible()
        expect(seen.page).to_have_title(f"{title.inner_text()} · The encryption debate: who said what")
        expect(seen.page.locator("nav a[aria-current]")).to_have_attribute("data-view", view)
        assert not seen.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), view
    hosts = {urlsplit(url).hostname for url in seen.requests if urlsplit(url).scheme not in ("data", "blob")}
    assert hosts == {"127.0.0.1"}
    assert seen.complaints == []


def test_navigation_changes_view_and_the_way_back_leads_to_the_chat(seen: Seen) -> None:
    seen.ask("One?")
    seen.page.get_by_role("link", name="About").click()
    expect(seen.page.locator(".view-title")).to_be_focused()
    expect(seen.page.locator("#composer")).to_be_hidden()
    seen.page.go_back()
    expect(seen.page.locator("#composer")).to_be_visible()
    expect(seen.page.locator(".turn")).to_have_count(1)


def test_conversation_survives_a_reload_and_goes_on(seen: Seen) -> None:
    seen.ask("One?")
    seen.page.reload()
    expect(seen.page.locator(".question")).to_contain_text("One?")
    seen.page.locator("a.marker").first.click()
    expect(seen.page.locator(".card").first).to_be_focused()
    seen.ask("Two?")
    expect(seen.page.locator(".turn").last.locator("blockquote").first).to_contain_text("lock 3 is a second thief")


def test_linked_question_is_asked_once(seen: Seen, address: str) -> None:
    seen.page.goto(f"{address}?q=Who%20said%20it%3F")
    seen.wait_for_turns(1)
    expect(seen.page.locator(".question")).to_contain_text("Who said it?")
    assert "?" not in seen.page.url
    seen.page.reload()
    expect(seen.page.locator(".turn")).to_have_count(1)


def test_edited_question_replaces_what_came_after(seen: Seen) -> None:
    seen.ask("One?")
    seen.ask("Two?")
    seen.page.get_by_role("button", name="Edit question").first.click()
    box = seen.page.locator("#composer textarea")
    expect(box).to_have_value("One?")
    box.fill("One, but better?")
    box.press("Enter")
    seen.wait_for_turns(1)
    expect(seen.page.locator(".question")).to_contain_text("One, but better?")


def test_stopped_answer_ends_and_the_next_question_is_answered(seen: Seen) -> None:
    box = seen.page.locator("#composer textarea")
    box.fill("slow")
    box.press("Enter")
    seen.page.get_by_role("button", name="Stop").click()
    expect(seen.page.locator(".turn .notice")).to_have_text("Stopped.")
    seen.ask("And now?")
    expect(seen.page.locator(".turn").last.locator(".card")).to_have_count(4)
    expect(seen.page.locator(".turn").first.locator(".notice")).to_have_text("Stopped.")


def test_sources_are_saved_as_a_file(seen: Seen) -> None:
    seen.ask("One?")
    seen.page.locator(".save summary").click()
    with seen.page.expect_download() as saved:
        seen.page.get_by_role("button", name="Sources (CSL-JSON)").click()
    assert saved.value.suggested_filename.endswith(".json")
    entries = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert "On locks & keys" in {entry["title"] for entry in entries}


def test_embedded_page_is_the_conversation_alone(seen: Seen, address: str) -> None:
    seen.load(f"{address}?embed=1")
    expect(seen.page.locator("nav")).to_be_hidden()
    expect(seen.page.locator("#composer")).to_be_visible()
