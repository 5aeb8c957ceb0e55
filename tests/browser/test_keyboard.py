"""The whole page by keyboard alone: everything is reached, in order, and the focus is always in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from states import chat_states, view_states

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("seen", ["wide", "phone"], indirect=True)


# What Tab came to: whether it shows that it has the focus, with 3 to 1 against what is around it, whether it is seen
# whole, and where it stands in the order of the page; null once the focus has left the page.
_STOP = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const linear = (v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = (c) => c.slice(0, 3).map((v) => linear(v / 255))
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = (at) => {
    for (; at; at = at.parentElement) {
      const c = rgb(getComputedStyle(at).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const ring = node.closest('#composer .input') && node.matches('textarea') ? node.closest('.input') : node;
  const style = getComputedStyle(ring);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const drawn = ring === node ? outlined : style.boxShadow !== 'none';
  const colour = ring === node ? style.outlineColor : style.borderTopColor;
  const [a, b] = [light(rgb(colour)), light(ground(ring.parentElement))].sort((x, y) => y - x);
  const box = [...node.getClientRects()][0];
  const over = document.elementFromPoint(box.left + Math.min(box.width / 2, 30), box.top + box.height / 2);
  const all = [...document.querySelectorAll('*')];
  if (!node.dataset.stop) node.dataset.stop = String(all.indexOf(node));
  return {
    name: `${node.tagName}.${node.className} ${(node.innerText || node.value || node.name || '').slice(0, 30)}`,
    place: all.indexOf(node), drawn, contrast: (a + .05) / (b + .05),
    seen: Boolean(over) && (node.contains(over) || (over.contains(node) && over.closest('article, li, p, label'))),
  };
}"""
_INTERACTIVE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((node) => node.checkVisibility() && !node.disabled && node.tabIndex >= 0 && !node.dataset.stop)
  .map((node) => `${node.tagName}.${node.className} ${(node.innerText || '').slice(0, 30)}`)"""


def walk(seen: Seen) -> list[dict[str, Any]]:
    """Every stop of the Tab key from the top of the page to its end."""
    seen.page.evaluate(
        """() => {
          document.querySelectorAll('[data-stop]').forEach((node) => { delete node.dataset.stop; });
          document.activeElement.blur();
          window.getSelection().removeAllRanges();
          window.scrollTo(0, 0);
          const top = document.createElement('span');
          top.tabIndex = -1;
          document.body.prepend(top);
          top.focus();
          top.remove();
        }"""
    )
    stops: list[dict[str, Any]] = []
    while len(stops) < 400:
        seen.page.keyboard.press("Tab")
        stop = seen.page.evaluate(_STOP)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the Tab key came to no end: {stops[-5:]}")


@both_widths
def test_tab_reaches_everything_in_order_with_the_focus_in_sight(seen: Seen, address: str) -> None:
    seen.load(address)
    for states in (chat_states, view_states):
        for state in states(seen):
            if state == "save menu":
                continue  # it closes once the focus leaves it; a test of its own walks through it
            stops = walk(seen)
            assert seen.page.evaluate(_INTERACTIVE) == [], f"{state}: never reached"
            places = [stop["place"] for stop in stops]
            assert places == sorted(places), f"{state}: out of order"
            assert [stop["name"] for stop in stops if not stop["drawn"]] == [], f"{state}: focus not drawn"
            assert [stop["name"] for stop in stops if stop["contrast"] < 3] == [], f"{state}: focus too faint"
            assert [stop["name"] for stop in stops if not stop["seen"]] == [], f"{state}: under something else"
            assert stops[0]["name"].startswith("A.skip"), state


@both_widths
def test_skip_link_leads_past_the_navigation(seen: Seen) -> None:
    skip = seen.page.locator(".skip")
    skip.focus()
    expect(skip).to_be_in_viewport()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#question")).to_be_focused()
    seen.show("about")
    skip.focus()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".view-title")).to_be_focused()


@both_widths
def test_whole_way_from_question_to_card_and_back_by_keyboard(seen: Seen) -> None:
    keyboard = seen.page.keyboard
    seen.page.locator("#question").focus()
    keyboard.type("Who?")
    keyboard.press("Enter")
    seen.wait_for_turns(1)
    seen.page.locator("a.marker").first.focus()
    keyboard.press("Enter")
    card = seen.page.locator(".card").first
    expect(card).to_be_focused()
    keyboard.press("Tab")
    expect(card.locator(".sources a")).to_be_focused()
    keyboard.press("Tab")
    expect(card.get_by_role("button", name="Copy quote")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(seen.page.locator("a.marker").first).to_be_focused()


@both_widths
def test_save_menu_is_walked_through_and_closes_behind_the_focus(seen: Seen) -> None:
    seen.ask("Who?")
    seen.page.locator(".save summary").focus()
    seen.page.keyboard.press("Enter")
    for name in ("Conversation (Markdown)", "Sources (BibTeX)", "Sources (RIS)", "Sources (CSL-JSON)"):
        seen.page.keyboard.press("Tab")
        expect(seen.page.get_by_role("button", name=name)).to_be_focused()
    seen.page.keyboard.press("Tab")
    expect(seen.page.locator(".save .menu")).to_be_hidden()
    expect(seen.page.get_by_role("button", name="New conversation")).to_be_focused()


@both_widths
def test_escape_closes_what_was_opened_and_gives_the_focus_back(seen: Seen) -> None:
    seen.ask("Who?")
    summary = seen.page.locator(".save summary")
    summary.focus()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".save .menu")).to_be_visible()
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Escape")
    expect(seen.page.locator(".save .menu")).to_be_hidden()
    expect(summary).to_be_focused()
    thumb = seen.page.get_by_role("button", name="Helpful", exact=True)
    thumb.click()
    expect(seen.page.locator(".feedback textarea")).to_be_focused()
    seen.page.keyboard.press("Escape")
    expect(seen.page.locator(".feedback")).to_have_count(0)
    expect(thumb).to_be_focused()
    seen.page.get_by_role("button", name="Edit question").click()
    expect(seen.page.locator(".editing")).to_be_visible()
    seen.page.keyboard.press("Escape")
    expect(seen.page.locator(".editing")).to_be_hidden()
    expect(seen.page.locator("#question")).to_have_value("")
