"""The page inside another one: the example of a school's page, opened as that school would serve it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from conftest import Seen, free_port
from explore_samples import EXPLORED
from page_samples import StubBot
from playwright.sync_api import expect

from bot.page import build_page, launch
from bot.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Locator

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("width", [1280, 390])

_EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "embed.html"
_LOOKS = """() => [...document.querySelectorAll('html, #page, #page > :not(gradio-app)')].map((node) => {
  const { backgroundColor, color, fontFamily, fontSize, lineHeight, margin, padding } = getComputedStyle(node);
  return [backgroundColor, color, fontFamily, fontSize, lineHeight, margin, padding];
})"""
_ADDRESS = "http://127.0.0.1:7860"


class School:
    """A site that shows the example, with the address of the page put into it."""

    def __init__(self) -> None:
        school = self
        self.shows = _ADDRESS

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                example = self.path == "/embed.html"
                html = _EXAMPLE.read_text(encoding="utf-8").replace(_ADDRESS, school.shows) if example else ""
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    school = School()
    yield school
    school.server.shutdown()
    school.server.server_close()


@pytest.fixture(scope="module")
def open_to_school(school: School) -> Iterator[str]:
    """Address of a page that the school may frame."""
    page = build_page(StubBot(), EXPLORED)
    yield launch(page, "127.0.0.1", free_port(), Settings(embed_origins=school.origin)).rstrip("/")
    page.close()


@pytest.fixture
def visitor(chromium: Browser, width: int) -> Iterator[Seen]:
    """Somebody who opens the school's page, by day on a wide screen and by night on a phone."""
    scheme = "light" if width > 600 else "dark"
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield Seen(page)
    context.close()


def framed(visitor: Seen) -> Frame:
    """What stands in the frame, once it was scrolled to: it loads lazily."""
    element = visitor.page.locator("iframe")
    element.scroll_into_view_if_needed()
    frame = element.element_handle().content_frame()
    assert frame is not None
    return frame


def component(visitor: Seen) -> Locator:
    """The web component, scrolled to: it loads only then."""
    part = visitor.page.locator("gradio-app")
    part.evaluate("(part) => part.scrollIntoView()")
    return part


@both_widths
def test_a_site_that_is_not_named_may_not_frame_the_page(visitor: Seen, school: School, address: str) -> None:
    school.shows = address.rstrip("/")
    with visitor.page.expect_console_message(lambda line: "frame-ancestors" in line.text):
        visitor.page.goto(f"{school.origin}/embed.html")
        framed(visitor)
    assert framed(visitor).locator("#composer").count() == 0


@both_widths
def test_a_site_that_is_named_frames_the_page_and_it_answers(
    visitor: Seen, school: School, open_to_school: str
) -> None:
    school.shows = open_to_school
    visitor.page.goto(f"{school.origin}/embed.html")
    frame = framed(visitor)
    question = frame.locator("#question")
    question.fill("Who said what?")
    question.press("Enter")
    expect(frame.locator(".turn[data-state=done] .words")).to_contain_text("it is about locks")
    expect(frame.locator("nav")).to_be_hidden()
    assert not frame.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    frame.locator("a.marker").first.click()
    expect(frame.locator(".card").first).to_be_focused()


@both_widths
def test_the_page_as_a_web_component_looks_as_it_does_alone_and_answers(
    visitor: Seen, school: School, open_to_school: str, width: int
) -> None:
    school.shows = open_to_school
    visitor.page.goto(f"{school.origin}/embed.html")
    part = component(visitor)
    question = part.locator("#question")
    question.fill("Who said what?")
    question.press("Enter")
    turn = part.locator(".turn[data-state=done]")
    expect(turn.locator(".words")).to_contain_text("it is about locks")
    ask = part.get_by_role("button", name="Ask", exact=True)
    expect(ask).to_have_css("background-color", "rgb(29, 79, 92)" if width > 600 else "rgb(143, 199, 212)")
    expect(turn.locator(".question")).to_have_css("font-weight", "600")
    turn.locator("a.marker").first.click()
    expect(turn.locator(".card").first).to_be_focused()
    expect(turn.locator(".card blockquote").first).to_have_css("margin-inline-start", "0px")
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert part.locator("h1").count() == 0, "the page around it has its own"
    room = part.locator("#room").evaluate("(room) => room.getBoundingClientRect().height")
    assert room < 3000
    hosts = {urlsplit(url).netloc for url in visitor.requests if urlsplit(url).scheme not in ("data", "blob")}
    assert hosts == {urlsplit(school.origin).netloc, urlsplit(open_to_school).netloc}


@both_widths
def test_the_web_component_leaves_what_stands_around_it_as_it_is(
    visitor: Seen, school: School, open_to_school: str
) -> None:
    school.shows = open_to_school
    visitor.page.route("**/gradio.js", lambda route: route.abort())
    visitor.page.goto(f"{school.origin}/embed.html")
    before, title = visitor.page.evaluate(_LOOKS), visitor.page.title()
    visitor.page.unroute("**/gradio.js")
    visitor.page.goto(f"{school.origin}/embed.html")
    component(visitor).locator("#question").wait_for()
    assert visitor.page.evaluate(_LOOKS) == before
    assert visitor.page.title() == title
    assert visitor.page.url == f"{school.origin}/embed.html"
