"""Takes the pictures of the README while ``make run`` serves it: ``.venv/bin/python docs/take_screenshots.py``."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

SCREENSHOTS = Path(__file__).resolve().parent / "screenshots"
ADDRESS = "http://127.0.0.1:7860"
QUESTION = "Who%20attacked%20Meta%20over%20encryption%20in%20November%202023%3F"
WIDE, PHONE = (1280, 800), (390, 844)
COLOURS = 256  # in a palette, which makes a picture a third of its size


class Shot(NamedTuple):
    """A picture: its name, what of the page to open, what must be seen there first, and how it is seen."""

    name: str
    query: str
    ready: str
    window: tuple[int, int] = WIDE
    theme: Literal["light", "dark"] = "light"


ANSWERED = ".turn[data-state=done]"
SHOTS = (
    Shot("conversation", f"?q={QUESTION}", ANSWERED),
    Shot("conversation-on-a-phone", f"?q={QUESTION}", ANSWERED, PHONE, "dark"),
    Shot("empty", "", "#composer textarea"),
    Shot("timeline", "?view=timeline", ".js-plotly-plot .main-svg"),
    Shot("both-sides", "?view=sides", ".explore .card, .explore .view-title"),
    Shot("speaker", "?view=speaker&id=graeme-biggar", ".explore .card, .explore .view-title"),
)


def take(page: Page, shot: Shot) -> None:
    """Write one picture, in a palette."""
    page.goto(f"{ADDRESS}/{shot.query}")
    page.wait_for_selector(shot.ready)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(SCREENSHOTS / f"{shot.name}.png", optimize=True)


def main() -> None:
    """Write all of them."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("No Chromium is installed (Debian's package is named chromium).")
    SCREENSHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for shot in SHOTS:
            width, height = shot.window
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=shot.theme, reduced_motion="reduce"
            )
            take(page, shot)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
