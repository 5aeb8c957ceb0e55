"""What a visitor can touch in the views beside the chat, on both widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from explore_samples import EXPLORED
from playwright.sync_api import Locator, expect

if TYPE_CHECKING:
    from conftest import Seen

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("seen", ["wide", "phone"], indirect=True)]


def click_middle(seen: Seen, mark: Locator) -> None:
    """Point at what is drawn and click: the chart lays a sheet over its marks, so a click must be by place."""
    box = mark.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    seen.page.mouse.move(x, y)
    seen.page.locator(".chart.over").wait_for()
    seen.page.mouse.click(x, y)


def years(seen: Seen) -> list[int]:
    """First and last year that the chart shows."""
    shown = seen.page.evaluate("document.querySelector('.chart').layout.xaxis.range")
    return [int(day[:4]) for day in shown]


def timeline(seen: Seen) -> None:
    seen.show("timeline")
    seen.page.locator(".chart-tools").wait_for()
    seen.page.locator(".chart").scroll_into_view_if_needed()


def test_a_bar_of_the_timeline_asks_about_its_year_and_side(seen: Seen) -> None:
    timeline(seen)
    bars = seen.page.locator(".chart .bars .point path")
    expect(bars).to_have_count(9)  # one for each year and side that has a statement
    click_middle(seen, bars.nth(0))
    seen.wait_for_turns(1)
    expect(seen.page.locator(".question")).to_have_text("You asked: Who spoke for strong encryption in 1998?")


def test_a_mark_of_the_timeline_asks_about_its_event(seen: Seen) -> None:
    timeline(seen)
    click_middle(seen, seen.page.locator(".chart .scatterlayer .point").first)
    seen.wait_for_turns(1)
    expect(seen.page.locator(".question")).to_have_text("You asked: What happened: A fair of locks?")


def test_timeline_is_zoomed_by_its_buttons(seen: Seen) -> None:
    timeline(seen)
    everything, period = (seen.page.get_by_role("button", name=name) for name in ("All years", "2013 to 2019"))
    expect(everything).to_have_attribute("aria-pressed", "true")
    period.click()
    expect(period).to_have_attribute("aria-pressed", "true")
    expect(everything).to_have_attribute("aria-pressed", "false")
    assert years(seen) == [2013, 2019]
    seen.page.get_by_role("button", name="Zoom in").click()
    expect(period).to_have_attribute("aria-pressed", "false")
    assert 2013 < years(seen)[0] <= years(seen)[1] < 2019
    for _ in range(4):
        seen.page.get_by_role("button", name="Zoom out").click()
    expect(everything).to_have_attribute("aria-pressed", "true")
    assert years(seen) == [1998, 2024]


def test_timeline_is_zoomed_by_dragging_across_it(seen: Seen) -> None:
    timeline(seen)
    sheet = seen.page.locator(".chart .nsewdrag").first.bounding_box()
    assert sheet is not None
    middle = sheet["y"] + sheet["height"] / 3
    seen.page.mouse.move(sheet["x"] + sheet["width"] * 0.5, middle)
    seen.page.mouse.down()
    seen.page.mouse.move(sheet["x"] + sheet["width"] * 0.9, middle, steps=5)
    seen.page.mouse.up()
    expect(seen.page.get_by_role("button", name="All years")).to_have_attribute("aria-pressed", "false")
    assert 2008 <= years(seen)[0] <= 2014 and 2018 <= years(seen)[1] <= 2023
    expect(seen.page.locator(".turn")).to_have_count(0)  # a drag is no click


def test_list_of_the_timeline_asks_the_same(seen: Seen) -> None:
    seen.show("timeline")
    seen.page.locator(".decade summary", has_text="2010 to 2019").click()
    seen.page.locator(".decade[open]").get_by_role("button", name="1 for access or limits").click()
    seen.wait_for_turns(1)
    expect(seen.page.locator(".question")).to_have_text("You asked: Who criticised encryption in 2013?")


def test_speakers_are_searched_as_one_types(seen: Seen) -> None:
    seen.show("speakers")
    rows, count = seen.page.locator(".speakers tbody tr:visible"), seen.page.locator(".shown-count")
    expect(rows).to_have_count(len(EXPLORED.speakers))
    search = seen.page.get_by_label("Search")
    search.press_sequentially("ZOE mock")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Zoë Mockford")
    expect(count).to_have_text("1 speaker shown")
    search.fill("the locksmith")  # an alias, which is not shown
    expect(rows).to_contain_text(["Testina Exampleton"])
    search.fill("nobody like that")
    expect(count).to_have_text("No speaker fits. Clear the filters to see all.")
    seen.page.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(len(EXPLORED.speakers))
    expect(search).to_be_focused()


def test_speakers_are_filtered_by_side_and_country_and_sorted_by_a_heading(seen: Seen) -> None:
    seen.show("speakers")
    rows = seen.page.locator(".speakers tbody tr:visible")
    seen.page.get_by_label("Side").select_option("restrict")
    expect(rows).to_contain_text(["Testina Exampleton", "Zoë Mockford", "Fakir Placeholder"])
    seen.page.get_by_label("Country").select_option("BR")
    expect(rows).to_contain_text(["Zoë Mockford"])
    seen.page.get_by_role("button", name="Clear").click()
    heading = seen.page.get_by_role("button", name="Statements", exact=True)
    heading.click()
    expect(rows.first).to_contain_text("Testina Exampleton")
    expect(seen.page.get_by_role("columnheader", name="Statements")).to_have_attribute("aria-sort", "descending")
    heading.click()
    expect(rows.first).to_contain_text("Nemo Unspoken")


def test_first_and_last_date_are_said_once_on_a_phone_where_they_are_one(seen: Seen) -> None:
    seen.show("speakers")
    wide = seen.page.evaluate("window.innerWidth") > 900
    one, two = (seen.page.get_by_role("row").filter(has_text=name) for name in ("Testina Exampleton", "Zoë Mockford"))
    expect(one.get_by_text("7 May 2024").locator("visible=true")).to_have_count(2 if wide else 1)
    expect(two.get_by_text("30 November 2020")).to_be_visible()


def test_a_row_leads_to_the_profile_and_back_to_the_search(seen: Seen) -> None:
    seen.show("speakers")
    seen.page.get_by_label("Search").fill("zoe")
    seen.page.get_by_role("link", name="Zoë Mockford").click()
    expect(seen.page.locator(".view-title")).to_have_text("Zoë Mockford")
    expect(seen.page.locator(".view-title")).to_be_focused()
    expect(seen.page.locator(".statements .card")).to_have_count(3)
    assert "view=speaker&id=zoe-mockford" in seen.page.url
    seen.page.go_back()
    expect(seen.page.get_by_label("Search")).to_have_value("zoe")
    expect(seen.page.locator(".speakers tbody tr:visible")).to_have_count(1)


def test_a_reply_leads_to_the_very_statement(seen: Seen) -> None:
    seen.show("speaker", id="zoe-mockford")
    seen.page.get_by_role("link", name="Fakir Placeholder, 2 April 2013").click()
    expect(seen.page.locator(".view-title")).to_have_text("Fakir Placeholder")
    lit = seen.page.locator(".card.lit")
    expect(lit).to_be_focused()
    expect(lit).to_be_in_viewport()
    expect(lit).to_contain_text("2 April 2013")
    seen.page.get_by_role("link", name="Zoë Mockford, March 2013").click()
    expect(seen.page.locator(".card.lit")).to_contain_text("March 2013")


def test_a_change_of_position_leads_to_its_card(seen: Seen) -> None:
    seen.show("speaker", id="zoe-mockford")
    seen.page.get_by_role("link", name="2020: in between or reporting facts").click()
    card = seen.page.locator(".card", has_text="30 November 2020")
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()


def test_a_profile_asks_about_its_speaker(seen: Seen) -> None:
    seen.show("speaker", id="zoe-mockford")
    seen.page.get_by_role("button", name="What did Zoë Mockford say about encryption?").click()
    seen.wait_for_turns(1)
    expect(seen.page.locator(".question")).to_contain_text("What did Zoë Mockford say about encryption?")


def test_both_sides_of_a_topic_are_chosen_and_asked_about(seen: Seen) -> None:
    seen.show("sides")
    expect(seen.page.locator(".view-title")).to_have_text("Both sides: Privacy")
    expect(seen.page.locator(".columns .card")).to_have_count(4)
    seen.page.get_by_label("Topic").select_option("keys")
    seen.page.get_by_role("button", name="Show").click()
    expect(seen.page.locator(".view-title")).to_have_text("Both sides: keys and locks")
    assert "view=sides&topic=keys" in seen.page.url
    expect(seen.page.locator(".columns .card")).to_have_count(2)
    expect(seen.page.get_by_label("Topic")).to_have_value("keys")
    seen.page.get_by_role("link", name="Privacy").click()
    expect(seen.page.locator(".view-title")).to_have_text("Both sides: Privacy")
    seen.page.locator(".ask-row button").click()
    seen.wait_for_turns(1)


def test_sources_are_filtered_and_lead_out_in_a_tab_of_their_own(seen: Seen) -> None:
    seen.show("sources")
    rows = seen.page.locator(".documents li:visible")
    seen.page.get_by_label("Publisher").fill("daily spec")
    expect(rows).to_have_count(3)
    expect(seen.page.locator(".shown-count")).to_have_text("3 sources shown")
    seen.page.get_by_label("Year").select_option("2013")
    expect(rows).to_have_count(2)
    expect(seen.page.locator(".group:visible")).to_have_count(1)
    seen.page.get_by_label("Search").fill("fakir")
    expect(rows).to_have_count(1)
    link = rows.get_by_role("link", name="Page about placeholder-2013-answer")
    expect(link).to_have_attribute("href", "https://press.example/placeholder-2013-answer")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    seen.page.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(len({each.source.url for each in EXPLORED.statements}))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("view=speaker&id=zoe-mockford", "Zoë Mockford"),
        ("view=speaker&id=nobody", "No such speaker"),
        ("view=sides&topic=keys", "Both sides: keys and locks"),
        ("view=sides&topic=%3Cscript%3E", "Both sides"),
    ],
)
def test_a_linked_view_survives_a_reload_and_the_way_back(seen: Seen, address: str, query: str, title: str) -> None:
    seen.load(f"{address}?{query}")
    expect(seen.page.locator(".view-title")).to_have_text(title)
    seen.page.reload()
    expect(seen.page.locator(".view-title")).to_have_text(title)
    seen.page.get_by_role("link", name="Chat", exact=True).click()
    expect(seen.page.locator("#question")).to_be_visible()
    seen.page.go_back()
    expect(seen.page.locator(".view-title")).to_have_text(title)
    assert seen.page.url.endswith(query)
    assert seen.complaints == []


def test_an_unknown_view_is_the_chat(seen: Seen, address: str) -> None:
    seen.load(f"{address}?view=nonsense")
    expect(seen.page.locator("#question")).to_be_visible()
    expect(seen.page.locator("nav a[aria-current]")).to_have_text("Chat")


def test_navigation_on_a_phone_hides_nothing(seen: Seen) -> None:
    links = seen.page.locator("nav a")
    expect(links).to_have_count(6)
    width = seen.page.evaluate("window.innerWidth")
    for link in links.all():
        box = link.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] >= 24


def test_a_view_that_cannot_be_loaded_says_so(seen: Seen) -> None:
    seen.page.route("**/component_server/**", lambda route: route.abort())
    try:
        seen.page.get_by_role("link", name="About").click()
        expect(seen.page.locator(".explore")).to_contain_text("This view could not be loaded")
    finally:
        seen.page.unroute("**/component_server/**")


def test_a_chart_that_cannot_be_loaded_leaves_the_list(seen: Seen, address: str) -> None:
    seen.load(address)  # whatever was loaded before is forgotten
    seen.page.route("**/plotly.min.js", lambda route: route.abort())
    try:
        seen.page.get_by_role("link", name="Timeline").click()
        expect(seen.page.locator(".chart-failed")).to_contain_text("The list below says the same.")
        expect(seen.page.locator(".decade").first).to_be_visible()
    finally:
        seen.page.unroute("**/plotly.min.js")
