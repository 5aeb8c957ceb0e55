"""A served page over the made-up bot, and Chromium to look at it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import axe_core
import pytest
from explore_samples import EXPLORED
from page_samples import StubBot
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.page import build_page, launch
from rehearsal.visit import ARGUMENTS, find_chromium

_PATIENCE = 20_000  # milliseconds: only what fails waits so long, and a busy machine draws slowly
expect.set_options(timeout=_PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def feedback_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the page keeps feedback."""
    return tmp_path_factory.mktemp("feedback") / "feedback.jsonl"


@pytest.fixture(scope="session")
def address(feedback_file: Path) -> Iterator[str]:
    """Address of the page over the made-up bot, with views over a made-up corpus."""
    page = build_page(StubBot(), EXPLORED, feedback_file=feedback_file)
    yield launch(page, "127.0.0.1", free_port())
    page.close()


@pytest.fixture(scope="session")
def axe(pytestconfig: pytest.Config) -> str:
    """The JavaScript of axe-core."""
    assert pytestconfig.cache is not None
    try:
        return axe_core.script(pytestconfig.cache.mkdir("axe-core"))
    except axe_core.Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium is installed (Debian's package is named chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Seen:
    """A page with a record of what it asked of the network and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    def load(self, address: str) -> None:
        self.page.goto(address)
        self.page.locator(".frame").wait_for()

    def begin_afresh(self) -> None:
        """Leave the conversation that an earlier test had, and forget what was seen."""
        if any(kept in self.page.url for kept in ("embed=", "__theme=", "q=")):
            self.load(self.page.url.split("?")[0])
        elif "?" in self.page.url or not self.page.locator("#composer").is_visible():
            self.show("")
        if self.page.locator(".turn").count():
            self.page.get_by_role("button", name="New conversation").click()
        self.page.locator(".example").first.wait_for()
        self.requests.clear()
        self.complaints.clear()

    def ask(self, question: str) -> None:
        """Type a question, press Enter and wait for the whole answer."""
        done = self.turns_done()
        box = self.page.locator("#composer textarea")
        box.fill(question)
        box.press("Enter")
        self.wait_for_turns(done + 1)

    def show(self, view: str, **params: str) -> None:
        """Open a view by a link within the page, as the navigation does: without loading the page again."""
        query = "&".join(f"{name}={value}" for name, value in ({"view": view} | params).items() if value)
        self.page.evaluate(
            """(query) => {
              document.querySelector('.explore').replaceChildren();
              const link = document.createElement('a');
              Object.assign(link, { href: `?${query}` }).setAttribute('data-view', '');
              document.querySelector('.frame').append(link);
              link.click();
              link.remove();
            }""",
            query,
        )
        if view:
            self.page.locator(".view-title").wait_for()
        if view == "timeline":
            self.page.locator(".chart .main-svg").first.wait_for()

    def turns_done(self) -> int:
        return self.page.locator(".turn[data-state=done]").count()

    def wait_for_turns(self, number: int) -> None:
        self.page.wait_for_function(f"document.querySelectorAll('.turn[data-state=done]').length === {number}")


@pytest.fixture(scope="session")
def opened(chromium: Browser, address: str) -> dict[str, Seen]:
    """The page in a window 1280 pixels wide and in one of 390, opened once: loading it is what takes longest."""
    windows = {}
    for name, width, height in (("wide", 1280, 800), ("phone", 390, 844)):
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        windows[name] = Seen(page)
        windows[name].load(address)
    return windows


@pytest.fixture(params=["wide"])
def seen(request: pytest.FixtureRequest, opened: dict[str, Seen]) -> Seen:
    """The page without a conversation; 1280 pixels wide, or 390 for a test that asks for "phone"."""
    seen = opened[request.param]
    seen.begin_afresh()
    return seen
