"""The states that the page can be in, one after the other: what every check of the whole page goes through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Seen

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
    seen.page.get_by_role("button", name="Filters", exact=True).click()
    seen.page.get_by_label("for strong encryption").check()
    yield "filters"
    seen.page.get_by_role("button", name="Done").click()
    yield "filter on"
    seen.page.get_by_role("button", name="Filter off").click()
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
