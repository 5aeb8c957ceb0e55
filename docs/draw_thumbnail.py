"""Draws thumbnail.png from thumbnail.svg: ``.venv/bin/python docs/draw_thumbnail.py``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1200, 630  # what social cards show uncut


def draw(drawing: Path, picture: Path) -> None:
    """Write the picture of an SVG drawing, 1200 by 630 pixels, as Chromium sees it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("No Chromium is installed (Debian's package is named chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(f"<style>body {{ margin: 0 }}</style>{drawing.read_text(encoding='utf-8')}")
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    draw(HERE / "thumbnail.svg", HERE / "thumbnail.png")
