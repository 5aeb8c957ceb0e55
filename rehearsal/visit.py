"""A visitor of the rehearsed Space: headless Chromium, which asks one question."""

from __future__ import annotations

import shutil

from playwright.sync_api import Error, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late

from bot.records import Record
from rehearsal.failure import RehearsalFailed

ARGUMENTS = (  # with which Chromium asks the network for nothing of its own
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_ANSWER = ".turn[data-state=done]"
_LOAD_SECONDS = 60


class Seen(Record):
    """The whole answer that the visitor got: its markers, its cards, and how many requests all that took."""

    markers: int
    cards: int
    requests: int


def find_chromium() -> str | None:
    """Path of Chromium, by either name that systems give it; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def chromium() -> str:
    """Path of Chromium. Raises ``RehearsalFailed`` where there is none."""
    path = find_chromium()
    if path is None:
        raise RehearsalFailed("no Chromium is installed here to visit the page (Debian's package is named chromium).")
    return path


def ask(path: str, address: str, question: str, seconds: float) -> Seen:
    """Open the page, ask, and wait for the whole answer; ``address`` ends in a slash.

    Raises ``RehearsalFailed`` where no answer with markers and cards comes within ``seconds``, where the page turns to
    another host, or where its console is not clean.
    """
    requests: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        except Error as error:
            raise RehearsalFailed(f"Chromium ({path}) does not start: {error.message}") from error
        try:
            page = browser.new_page()
            page.on("request", lambda request: requests.append(request.url))
            page.on("websocket", lambda socket: requests.append(socket.url))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
            markers, cards = _answer(page, address, question, seconds)
        except Late as error:
            said = "; ".join(complaints) or "its console is clean"
            raise RehearsalFailed(
                f"the page at {address} gave no whole answer within {seconds:.0f} s ({said})."
            ) from error
        except Error as error:
            raise RehearsalFailed(f"the page at {address} could not be used: {error.message}") from error
        finally:
            browser.close()
    if abroad := foreign(requests, address):
        raise RehearsalFailed(f"the page asked other hosts: {', '.join(abroad[:5])}")
    if complaints:
        raise RehearsalFailed(f"the page's console is not clean: {'; '.join(complaints[:5])}")
    if not markers or not cards:
        raise RehearsalFailed(f"the answer to “{question}” has {markers} markers and {cards} cards.")
    return Seen(markers=markers, cards=cards, requests=len(requests))


def _answer(page: Page, address: str, question: str, seconds: float) -> tuple[int, int]:
    """Markers and cards of the answer, once it is whole."""
    page.goto(address, timeout=_LOAD_SECONDS * 1000)
    box = page.locator("#composer textarea")
    box.fill(question, timeout=_LOAD_SECONDS * 1000)
    box.press("Enter")
    answer = page.locator(_ANSWER)
    answer.wait_for(timeout=seconds * 1000)
    return answer.locator("a.marker").count(), answer.locator(".card").count()


def foreign(requests: list[str], address: str) -> list[str]:
    """The requests that went to another origin than the page's."""
    own = (address, address.replace("http", "ws", 1), "data:", f"blob:{address}")
    return [url for url in requests if not url.startswith(own)]
