"""WCAG 2.2 AA: axe-core on every view and state, by keyboard alone, announced, without motion, and magnified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("seen", ["wide", "phone"], indirect=True)

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Nothing is allowed to stay, in Gradio's own elements neither. If an update of Gradio brings something below "serious",
# it is to be listed here, as (rule, selector), with the reason.
_LEFT: dict[tuple[str, str], str] = {}
_PAPER = {"light": "rgb(251, 250, 246)", "dark": "rgb(23, 24, 27)"}
_VIEWS = (
    ("timeline", {}),
    ("speakers", {}),
    ("speaker", {"id": "zoe-mockford"}),
    ("speaker", {"id": "nobody"}),
    ("sides", {}),
    ("sides", {"topic": "keys"}),
    ("sides", {"topic": "nothing"}),
    ("sources", {}),
    ("about", {}),
)


def chat_states(seen: Seen) -> Iterator[str]:
    """The chat in each of its states, one after the other."""
    yield "empty"
    seen.ask("Who?")
    yield "answer"
    seen.page.locator("a.marker").first.click()
    yield "card opened"
    seen.ask("wrong")
    seen.ask("nobody")
    yield "no evidence"
    seen.page.get_by_role("button", name="Not helpful").last.click()
    yield "reason"
    seen.page.locator(".feedback .action").click()
    seen.page.locator(".save summary").click()
    yield "save menu"
    seen.page.keyboard.press("Escape")
    seen.page.get_by_role("button", name="Edit question").last.click()
    yield "editing"


def view_states(seen: Seen) -> Iterator[str]:
    for view, params in _VIEWS:
        seen.show(view, **params)
        yield f"{view} {params}"
    seen.show("timeline")
    seen.page.locator(".decade summary").first.click()
    yield "timeline as a list"
    seen.show("speakers")
    seen.page.get_by_label("Search").fill("zoe")
    yield "speakers filtered"


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
                if states is chat_states:
                    box = seen.page.locator("#composer").bounding_box()
                    assert box is not None and box["height"] <= height / 2, state
                    expect(seen.page.locator("#question")).to_be_in_viewport(ratio=1)
    finally:
        seen.page.set_viewport_size({"width": 1280, "height": 800})
