"""What a visitor does on the page, in headless Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("seen", ["wide", "phone"], indirect=True)


@both_widths
def test_typed_question_is_answered_with_cards(seen: Seen) -> None:
    seen.ask("Who said what about locks?")
    turn = seen.page.locator(".turn")
    expect(turn.locator(".question")).to_contain_text("Who said what about locks?")
    expect(turn.locator(".words")).to_contain_text("a second key to lock 1 is a second thief")
    expect(turn.locator(".card")).to_have_count(4)
    expect(turn.locator(".notice")).to_have_text("This bot is made up.")
    expect(seen.page.locator("#composer textarea")).to_have_value("")
    expect(seen.page.locator(".welcome")).to_be_hidden()


def test_example_and_follow_up_ask_at_one_click(seen: Seen) -> None:
    example = seen.page.locator(".example").first
    question = example.inner_text()
    example.click()
    seen.wait_for_turns(1)
    expect(seen.page.locator(".question")).to_contain_text(question)
    seen.page.locator(".follow-up").click()
    seen.wait_for_turns(2)
    expect(seen.page.locator(".question").last).to_contain_text("And the other side?")


def test_passages_stand_beside_an_answer_and_on_a_phone_wait_below_it(seen: Seen) -> None:
    seen.ask("Who?")
    expect(seen.page.locator(".card").first).to_be_visible()
    seen.page.set_viewport_size({"width": 390, "height": 844})
    seen.begin_afresh()
    seen.ask("Who?")
    card, shows = seen.page.locator(".card").first, seen.page.locator(".show-passages")
    expect(card).to_be_hidden()
    shows.click()
    expect(card).to_be_visible()
    expect(shows).to_have_text("Hide the 4 passages for this answer")
    shows.click()
    expect(card).to_be_hidden()
    seen.page.set_viewport_size({"width": 1280, "height": 800})


@both_widths
def test_marker_opens_the_card_of_its_own_turn_also_in_an_older_one(seen: Seen) -> None:
    seen.ask("First?")
    seen.ask("Second?")
    older, newer = seen.page.locator(".turn").nth(0), seen.page.locator(".turn").nth(1)
    expect(older.locator(".card").first).to_be_hidden()

    older.locator("a.marker", has_text="[2]").click()
    card = older.locator(".card").nth(1)
    expect(card).to_be_visible()
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()
    expect(seen.page.locator(".card.lit")).to_have_count(1)
    expect(card).to_have_class("card lit")
    expect(card.locator("blockquote")).to_have_text("“a second key to lock 2 is a second thief”")

    newer.locator("a.marker", has_text="[2]").click()
    expect(newer.locator(".card").nth(1)).to_have_class("card lit")
    expect(newer.locator(".card blockquote").nth(1)).to_have_text("“a second key to lock 4 is a second thief”")


@both_widths
def test_passages_of_an_older_turn_open_by_their_button(seen: Seen) -> None:
    seen.ask("First?")
    seen.ask("Second?")
    older = seen.page.locator(".turn").first
    older.get_by_role("button", name="Show the 4 passages for this answer").click()
    expect(older.locator(".card").first).to_be_visible()
    expect(seen.page.locator(".turn").last.locator(".card").first).to_be_hidden()


@both_widths
def test_card_leads_back_to_the_sentence_that_it_was_opened_from(seen: Seen) -> None:
    seen.ask("First?")
    markers = seen.page.locator("a.marker", has_text="[1]")
    markers.last.click()
    seen.page.locator(".card").first.locator(".back").click()
    expect(markers.last).to_be_focused()
    expect(seen.page.locator(".sentence.lit")).to_contain_text("it is about locks")


def test_marker_and_card_work_by_keyboard_alone(seen: Seen) -> None:
    seen.ask("First?")
    seen.page.locator("a.marker").first.focus()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".card").first).to_be_focused()
    seen.page.locator(".card .back").first.focus()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("a.marker").first).to_be_focused()


def test_markers_and_cards_of_all_turns_have_ids_of_their_own_that_meet(seen: Seen) -> None:
    for question in ("One?", "Two?", "Three?"):
        seen.ask(question)
    ids = seen.page.eval_on_selector_all("[id]", "all => all.map(node => node.id)")
    assert len(ids) == len(set(ids))
    targets = seen.page.eval_on_selector_all(
        ".turn a[href^='#']", "all => all.map(a => a.getAttribute('href').slice(1))"
    )
    assert len(targets) > 20
    assert set(targets) <= set(ids)


def test_new_conversation_begins_afresh(seen: Seen) -> None:
    seen.ask("One?")
    seen.page.get_by_role("button", name="New conversation").click()
    expect(seen.page.locator(".turn")).to_have_count(0)
    expect(seen.page.locator(".welcome")).to_be_visible()
    seen.ask("Two?")
    expect(seen.page.locator(".card blockquote").first).to_have_text("“a second key to lock 1 is a second thief”")


def test_page_asks_nothing_of_another_host_and_its_console_is_clean(seen: Seen, address: str) -> None:
    seen.load(address)
    seen.ask("One?")
    seen.page.locator("a.marker").first.click()
    seen.ask("Two?")
    hosts = {urlsplit(url).hostname for url in seen.requests if urlsplit(url).scheme not in ("data", "blob")}
    assert hosts == {"127.0.0.1"}
    assert seen.complaints == []


@both_widths
def test_nothing_scrolls_sideways_and_the_input_stays_in_reach(seen: Seen) -> None:
    def sideways() -> bool:
        return bool(seen.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    assert not sideways()
    expect(seen.page.locator("#composer textarea")).to_be_in_viewport()
    seen.ask("x" * 3000)
    seen.ask("Who?")
    assert not sideways()
    expect(seen.page.locator("#composer textarea")).to_be_in_viewport()
