"""Filters on the page: chosen in a panel, shown as chips, off at one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("seen", ["wide", "phone"], indirect=True)


@pytest.fixture(autouse=True)
def without_filters(seen: Seen) -> None:
    while seen.page.locator(".chip").count():
        seen.page.locator(".chip").last.click()


def choose(seen: Seen, *labels: str) -> None:
    opener = seen.page.get_by_role("button", name="Filters", exact=True)
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    for label in labels:
        seen.page.locator(".filter-panel").get_by_label(label).check()
    seen.page.get_by_role("button", name="Done").click()
    expect(seen.page.locator(".filter-panel")).to_be_hidden()
    expect(opener).to_be_focused()


@both_widths
def test_chosen_filters_are_shown_hold_the_answer_and_go_off_at_one_click(seen: Seen) -> None:
    choose(seen, "for strong encryption", "Europe")
    expect(seen.page.locator(".chip:not(.all)")).to_have_text(["for strong encryption", "Europe"])
    seen.ask("Who said what about locks?")
    held = "Held to statements for strong encryption, from Europe."
    expect(seen.page.locator(".turn .notice").last).to_have_text(held)
    seen.page.get_by_role("button", name="Filter off: Europe").click()
    expect(seen.page.locator(".chip")).to_have_text(["for strong encryption"])
    seen.ask("And then?")
    expect(seen.page.locator(".turn").last.locator(".notice").last).to_have_text(
        "Held to statements for strong encryption."
    )
    seen.page.locator(".chip").click()
    expect(seen.page.locator(".chips")).to_be_hidden()
    seen.ask("And now?")
    expect(seen.page.locator(".turn").last.locator(".notice")).to_have_text("This bot is made up.")
    assert seen.complaints == []


@both_widths
def test_years_are_filters_too_and_all_go_off_at_one_click(seen: Seen) -> None:
    choose(seen, "Persons")
    seen.page.get_by_role("button", name="Filters", exact=True).click()
    last = seen.page.get_by_label("to", exact=True)
    last.fill(last.get_attribute("max") or "")
    last.press("Enter")
    expect(seen.page.locator("#composer textarea")).to_be_focused()
    expect(seen.page.locator(".chip:not(.all)")).to_have_count(2)
    seen.page.get_by_role("button", name="All filters off").click()
    expect(seen.page.locator(".chips")).to_be_hidden()
    expect(seen.page.get_by_role("button", name="Filters", exact=True)).to_be_focused()
    seen.ask("Who?")
    expect(seen.page.locator(".turn .notice")).to_have_text("This bot is made up.")


def test_panel_opens_and_closes_by_keyboard(seen: Seen) -> None:
    opener = seen.page.get_by_role("button", name="Filters", exact=True)
    opener.press("Enter")
    expect(seen.page.locator(".filter-panel input").first).to_be_focused()
    seen.page.keyboard.press("Space")
    seen.page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(seen.page.locator(".chip")).to_have_text(["for strong encryption"])
    seen.page.locator(".chip").press("Enter")
    expect(opener).to_be_focused()
    expect(seen.page.locator(".chips")).to_be_hidden()


@both_widths
def test_a_year_outside_the_corpus_filters_nothing_and_is_marked(seen: Seen) -> None:
    seen.page.get_by_role("button", name="Filters", exact=True).click()
    first = seen.page.get_by_label("from", exact=True)
    first.fill("12")
    first.press("Tab")
    expect(seen.page.locator(".chips")).to_be_hidden()
    assert first.evaluate("box => box.matches(':invalid')")
    first.fill("")
    seen.page.get_by_role("button", name="Done").click()
