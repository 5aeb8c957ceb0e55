"""WCAG 2.2 AA: axe-core on every view and state, announcements, no motion, and the page magnified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from states import chat_states, view_states

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("seen", ["wide", "phone"], indirect=True)

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Nothing is allowed to stay, in Gradio's own elements neither. If an update of Gradio brings something below "serious",
# it is to be listed here, as (rule, selector), with the reason.
_LEFT: dict[tuple[str, str], str] = {}
_PAPER = {"light": "rgb(251, 250, 246)", "dark": "rgb(23, 24, 27)"}


def violations(seen: Seen, axe: str, within: str = "html") -> list[tuple[str, str, str, str]]:
    """What axe-core finds: how bad, which rule, where, and what to do."""
    if not seen.page.evaluate("'axe' in window"):
        seen.page.evaluate(axe)
    found: list[dict[str, Any]] = seen.page.evaluate(
        "([within, runOnly]) => axe.run(within, { runOnly, resultTypes: ['violations'] }).then((a) => a.violations)",
        [within, _TAGS],
    )
    return [
        (rule["impact"], rule["id"], str(node["target"]), node["failureSummary"][:300])
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@both_widths
def test_axe_finds_nothing_in_any_view_or_state(seen: Seen, address: str, axe: str, scheme: str) -> None:
    seen.load(f"{address}?__theme={scheme}")
    expect(seen.page.locator("body")).to_have_css("background-color", _PAPER[scheme])
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    met: set[tuple[str, str]] = set()
    for states in (chat_states, view_states):
        for state in states(seen):
            # The open menu lies over a part of the answer, which was looked at before.
            within = "#composer" if state == "save menu" else "html"
            for impact, rule, where, what in violations(seen, axe, within):
                if (rule, where) in _LEFT and impact not in ("serious", "critical"):
                    met.add((rule, where))
                else:
                    found.setdefault(state, []).append((impact, rule, where, what))
    assert found == {}
    assert met == set(_LEFT), "what no longer occurs must no longer be allowed"


@pytest.mark.parametrize("address_of", ["?embed=1", "?view=nonsense", "?view=speaker&id=zoe-mockford"])
@both_widths
def test_axe_finds_nothing_in_a_page_that_was_linked_to(seen: Seen, address: str, axe: str, address_of: str) -> None:
    seen.load(address + address_of)
    seen.page.locator(".view-title" if "speaker" in address_of else ".welcome .intro").wait_for()
    assert violations(seen, axe) == []


# Every text that a live region comes to hold, whichever it is.
_LISTEN = """() => {
  window.heard = [];
  const live = [...document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=log]')]
    .filter((node) => node.getAttribute('aria-live') !== 'off');
  for (const region of live) {
    new MutationObserver(() => window.heard.push(region.textContent)).observe(
      region, { childList: true, characterData: true, subtree: true });
  }
}"""


def test_answer_is_announced_once_and_whole(seen: Seen) -> None:
    seen.page.evaluate(_LISTEN)
    seen.ask("slow")
    heard = [text for text in seen.page.evaluate("window.heard") if text]
    assert heard == [
        "Testina Exampleton said: “a second key to lock 1 is a second thief”. "
        "Later she said: “a second key to lock 2 is a second thief”. The term is made up. So is the lecture. "
        "All in all, it is about locks. This bot is made up."
    ]


def test_copying_and_hints_are_announced_in_every_view(seen: Seen) -> None:
    announced = seen.page.locator("[role=status].announced")
    seen.page.locator("#question").press("Enter")
    expect(announced).to_have_text("Type a question first.")
    seen.show("speaker", id="zoe-mockford")
    seen.page.get_by_role("button", name="Copy quote").first.click()
    expect(announced).to_have_text("Copied.")
    assert announced.evaluate("(node) => node.checkVisibility()")


def test_cards_and_what_to_ask_next_are_not_announced(seen: Seen) -> None:
    seen.ask("One?")
    log = seen.page.locator("[role=log]")
    expect(log).to_have_attribute("aria-live", "off")
    assert log.locator("[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]").count() == 0


def test_nothing_moves_for_whoever_asked_for_that(seen: Seen, address: str) -> None:
    moving = """() => [...document.querySelectorAll('body, body *')].filter((node) => {
      const style = getComputedStyle(node);
      const time = (text) => text.split(',').some((part) => parseFloat(part) > 0);
      return (time(style.transitionDuration) && style.transitionProperty !== 'none')
        || style.animationName !== 'none' || style.scrollBehavior === 'smooth';
    }).map((node) => `${node.tagName}.${node.getAttribute('class')}`)"""
    seen.page.emulate_media(reduced_motion="reduce")
    try:
        seen.load(address)
        for states in (chat_states, view_states):
            for state in states(seen):
                assert seen.page.evaluate(moving) == [], state
    finally:
        seen.page.emulate_media(reduced_motion="no-preference")


# What stands outside the window or is cut by its own box. What is hidden on purpose, and the chart, are left out.
_CUT = """() => [...document.querySelectorAll('#room *')].filter((node) => {
  if (!node.checkVisibility() || !node.textContent.trim() || node.closest('.unseen, .skip, .chart')) return false;
  const box = node.getBoundingClientRect();
  if (!box.width || !box.height) return false;
  const clipped = getComputedStyle(node).overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1;
  return box.left < -1 || box.right > window.innerWidth + 1 || (clipped && !node.matches('select'));
}).map((node) => `${node.tagName}.${node.className} ${node.textContent.slice(0, 40)}`)"""


# 1280 by 800 at 200 per cent is 640 by 400; 320 wide is what text must reflow to (WCAG 2.2, 1.4.10).
@pytest.mark.parametrize(("width", "height"), [(640, 400), (320, 568)])
def test_magnified_page_has_all_and_scrolls_one_way(seen: Seen, address: str, width: int, height: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": height})
    try:
        seen.load(address)
        for states in (chat_states, view_states):
            for state in states(seen):
                sideways = "document.documentElement.scrollWidth > window.innerWidth"
                assert not seen.page.evaluate(sideways), state
                assert seen.page.evaluate(_CUT) == [], state
                if states is chat_states and state != "filters":  # the open panel scrolls with the page
                    box = seen.page.locator("#composer").bounding_box()
                    assert box is not None and box["height"] <= height / 2, state
                    expect(seen.page.locator("#question")).to_be_in_viewport(ratio=1)
    finally:
        seen.page.set_viewport_size({"width": 1280, "height": 800})
