"""What can be done with a question and its answer, on both widths: copy, link, stop, retry, edit, save, judge."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import bibtexparser
import pytest
import rispy
from page_samples import CORPUS
from playwright.sync_api import expect

from bot.export import cite

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("seen", ["wide", "phone"], indirect=True)]


def clipboard(seen: Seen) -> str:
    return str(seen.page.evaluate("navigator.clipboard.readText()"))


def press(seen: Seen, name: str) -> None:
    """A button of the newest answer."""
    seen.page.locator(".turn").last.get_by_role("button", name=name, exact=True).click()


def begin(seen: Seen, question: str) -> None:
    """Ask, and do not wait for the answer."""
    seen.page.locator("#question").fill(question)
    seen.page.locator("#question").press("Enter")


def kept(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def test_copied_answer_has_the_words_the_markers_and_the_sources(seen: Seen) -> None:
    seen.ask("Who?")
    press(seen, "Copy answer")
    expect(seen.page.locator(".actions").get_by_role("button", name="Copied")).to_be_visible()
    text = clipboard(seen)
    assert text.startswith("Testina Exampleton said: “a second key to lock 1 is a second thief”. [1]")
    assert f"[1] {cite(CORPUS.statements[0], datetime.date.today())}" in text
    expect(seen.page.locator(".actions").get_by_role("button", name="Copy answer")).to_be_visible()


def test_copied_link_asks_the_question_again(seen: Seen, address: str) -> None:
    seen.ask("Who said “keys & locks”? +1")
    press(seen, "Copy link")
    expect(seen.page.locator(".actions").get_by_role("button", name="Copied")).to_be_visible()
    link = clipboard(seen)
    assert link.startswith(address)
    assert parse_qs(urlsplit(link).query) == {"q": ["Who said “keys & locks”? +1"]}


def test_copied_quote_has_its_citation(seen: Seen) -> None:
    seen.ask("Who?")
    seen.page.locator("a.marker").first.click()
    seen.page.locator(".card").first.get_by_role("button", name="Copy quote").click()
    expect(seen.page.locator(".card").first.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(seen) == cite(CORPUS.statements[0], datetime.date.today())


def test_stopped_answer_keeps_what_came_and_gives_the_question_back_its_button(seen: Seen) -> None:
    begin(seen, "slow")
    expect(seen.page.locator(".words")).to_contain_text("Later she said")
    expect(seen.page.get_by_role("button", name="Ask", exact=True)).to_be_hidden()
    seen.page.get_by_role("button", name="Stop").click()
    expect(seen.page.locator(".notice")).to_have_text("Stopped.")
    expect(seen.page.locator(".words")).to_contain_text("Later she said")
    expect(seen.page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(seen.page.locator("#question")).to_be_focused()


def test_second_question_has_to_wait_for_the_first(seen: Seen) -> None:
    begin(seen, "slow")
    begin(seen, "Impatient?")
    expect(seen.page.locator(".hint")).to_contain_text("still being answered")
    expect(seen.page.locator("#question")).to_have_value("Impatient?")
    seen.page.get_by_role("button", name="Stop").click()


def test_question_asked_again_takes_the_place_of_its_answer(seen: Seen) -> None:
    seen.ask("First?")
    begin(seen, "break")
    expect(seen.page.locator(".notice").last).to_contain_text("Something went wrong")
    expect(seen.page.get_by_role("button", name="Ask again")).to_have_count(1)
    first = seen.page.locator(".turn").last.get_attribute("id")
    press(seen, "Ask again")
    expect(seen.page.locator(f"#{first}")).to_have_count(0)
    expect(seen.page.locator(".notice").last).to_contain_text("Something went wrong")
    expect(seen.page.locator(".turn")).to_have_count(2)


def test_edited_question_can_be_left_as_it_was(seen: Seen) -> None:
    seen.ask("One?")
    press(seen, "Edit question")
    box = seen.page.locator("#question")
    expect(box).to_be_focused()
    expect(box).to_have_value("One?")
    expect(seen.page.locator(".editing")).to_contain_text("will be replaced")
    seen.page.locator(".editing").get_by_role("button", name="Cancel").click()
    expect(box).to_have_value("")
    seen.ask("Two?")
    expect(seen.page.locator(".turn")).to_have_count(2)


def test_edited_question_is_asked_in_the_place_of_the_old_one(seen: Seen) -> None:
    seen.ask("One?")
    seen.ask("Two?")
    seen.page.get_by_role("button", name="Edit question").first.click()
    begin(seen, "One, but better?")
    seen.wait_for_turns(1)
    expect(seen.page.locator(".question")).to_have_text("You asked: One, but better?")
    expect(seen.page.locator("blockquote").first).to_contain_text("lock 1 ")  # nothing was said before


def test_follow_up_is_asked_by_its_button_and_offered_once(seen: Seen) -> None:
    seen.ask("One?")
    seen.page.get_by_role("button", name="And the other side?").click()
    seen.wait_for_turns(2)
    expect(seen.page.locator(".question").last).to_contain_text("And the other side?")
    expect(seen.page.locator(".follow-up:visible")).to_have_count(1)


def test_newest_question_stands_at_the_top_while_its_answer_comes(seen: Seen) -> None:
    for question in ("One?", "Two?", "Three?"):
        seen.ask(question)
    top = seen.page.locator(".turn").last.evaluate("(turn) => turn.getBoundingClientRect().top")
    bottom = seen.page.evaluate("document.documentElement.scrollHeight - window.innerHeight - window.scrollY")
    assert 0 <= top < 40 or bottom < 2, "at the top, or as high as the page goes"
    expect(seen.page.locator(".question").last).to_be_in_viewport()


def saved(seen: Seen, name: str) -> tuple[str, str]:
    """Name and text of the file that a button of the menu saves."""
    seen.page.locator(".save summary").click()
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name=name).click()
    expect(seen.page.locator(".hint")).to_have_text(f"Saved as {download.value.suggested_filename}.")
    expect(seen.page.locator(".save .menu")).to_be_hidden()
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")


def test_conversation_and_sources_are_saved_in_each_format(seen: Seen) -> None:
    seen.ask("Who has <b>keys</b>?")
    seen.ask("And then?")
    name, text = saved(seen, "Conversation (Markdown)")
    assert name.endswith(".md")
    assert "> Who has \\<b\\>keys\\</b\\>?" in text and "> And then?" in text
    assert "“a second key to lock 1 is a second thief”" in text and "“a second key to lock 3 is a second thief”" in text

    name, text = saved(seen, "Sources (BibTeX)")
    assert name.endswith(".bib")
    library = bibtexparser.parse_string(text)
    assert library.entries and not library.failed_blocks

    name, text = saved(seen, "Sources (RIS)")
    assert name.endswith(".ris")
    assert "https://institute.example/locks?a=1&b=2" in {url for entry in rispy.loads(text) for url in entry["urls"]}

    name, text = saved(seen, "Sources (CSL-JSON)")
    assert name.endswith(".json")
    assert "On locks & keys" in {entry["title"] for entry in json.loads(text)}


def test_nothing_to_save_is_said(seen: Seen) -> None:
    begin(seen, "break")
    expect(seen.page.locator(".notice")).to_be_visible()
    seen.page.locator(".save summary").click()
    seen.page.get_by_role("button", name="Sources (RIS)").click()
    expect(seen.page.locator(".hint")).to_have_text("There is no answer to save yet.")


def test_menu_closes_by_a_click_elsewhere(seen: Seen) -> None:
    seen.ask("Who?")
    seen.page.locator(".save summary").click()
    expect(seen.page.locator(".save .menu")).to_be_visible()
    seen.page.locator(".question").click()
    expect(seen.page.locator(".save .menu")).to_be_hidden()


def test_thumb_up_alone_keeps_neither_question_nor_reason(seen: Seen, feedback_file: Path) -> None:
    before = len(kept(feedback_file))
    seen.ask("A question to be kept private?")
    press(seen, "Helpful")
    expect(seen.page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    seen.page.get_by_role("button", name="Send").click()
    thanks = seen.page.locator(".thanks")
    expect(thanks).to_have_text("Thank you: that was kept, with nothing that names you.")
    expect(thanks).to_be_focused()
    expect(seen.page.get_by_role("button", name="Not helpful")).to_be_disabled()
    (line,) = kept(feedback_file)[before:]
    assert line | {"at": ""} == {
        "at": "", "verdict": "up", "reason": None, "question": None, "kind": "answer",
        "citations": ["exampleton-2024-lock-1", "exampleton-2024-lock-2", "made-up-term", "made-up-lecture-2024"],
    }  # fmt: skip


def test_thumb_down_with_a_reason_and_the_question_ticked_keeps_both(seen: Seen, feedback_file: Path) -> None:
    before = len(kept(feedback_file))
    seen.ask("wrong")
    press(seen, "Not helpful")
    seen.page.get_by_label("What was wrong? (optional)").fill('It was <b>not</b> her, "surely"')
    tick = seen.page.get_by_label("Send my question along")
    expect(tick).not_to_be_checked()
    tick.check()
    seen.page.get_by_role("button", name="Send").click()
    expect(seen.page.locator(".thanks")).to_be_visible()
    (line,) = kept(feedback_file)[before:]
    assert line | {"at": ""} == {
        "at": "", "verdict": "down", "reason": 'It was <b>not</b> her, "surely"', "question": "wrong",
        "kind": "correction", "citations": ["exampleton-2024-lock-1"],
    }  # fmt: skip


def test_thumb_taken_back_sends_nothing(seen: Seen, feedback_file: Path) -> None:
    before = len(kept(feedback_file))
    seen.ask("Who?")
    press(seen, "Not helpful")
    press(seen, "Helpful")
    expect(seen.page.get_by_label("What was good? (optional)")).to_be_focused()
    expect(seen.page.locator(".feedback")).to_have_count(1)
    seen.page.locator(".feedback").get_by_role("button", name="Cancel").click()
    expect(seen.page.locator(".feedback")).to_have_count(0)
    expect(seen.page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "false")
    assert len(kept(feedback_file)) == before
