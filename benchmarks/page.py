"""How long the page takes in a browser, measured against a bare ``gr.ChatInterface`` that echoes, in one run.

    python benchmarks/page.py [QUESTIONS]

Both pages are served on this machine, each by a process of its own, and visited in turns by headless Chromium, with
nothing kept from an earlier visit: that is what a newcomer gets. Each figure is a ratio of medians over the visits:

- First paint of the empty page: the browser's own "first contentful paint". At most 1.5.
- The empty page itself, which is stricter: until the box for the question can be seen, because the first paint may be
  of something else, such as a sign that the page is loading. At most 1.5.
- From Enter to the first sentence of the answer, less one warm ``Bot.ask`` of the same question, against the time from
  Enter to the echo. At most 1.3. In other words: at most 1.3 times what the bare page takes, plus one ``ask``. For the
  first question of a visit, and for the second: by then neither page has anything left to load.

A figure above its bar makes the exit status 1. The index is built in a temporary folder; the usual one is left alone.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import gradio as gr
from figures import Figure, report, seconds
from playwright.sync_api import Browser, sync_playwright

from bot.engine import Bot
from bot.records import Turn
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "questions" / "dev.jsonl"
HOST = "127.0.0.1"
WARM_UP = 3  # visits of each page before those that count
TYPING = 1.0  # seconds from the page's being there to Enter: nobody types faster
PATIENCE = 120.0  # seconds until a server must be up, or a page must show what is waited for
CHROMIUM = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")

# Notes, in milliseconds, when a visit's box and answers are seen. `firstSeen` calls `note` with the time of the first
# frame that shows `number` things of the selector: elements with a text in them, or to type into.
WATCH = """({ box, answer }) => {
  const visible = { opacityProperty: true, visibilityProperty: true };
  const seen = (element) => element.checkVisibility(visible) && (element.textContent.trim() || 'value' in element);
  function firstSeen(selector, number, note) {
    const look = () => {
      if ([...document.querySelectorAll(selector)].filter(seen).length >= number) note(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  }
  window.boxSeen = null;
  window.answeredIn = [];
  firstSeen(box, 1, (at) => { window.boxSeen = at; });
  addEventListener('keydown', (event) => {
    const begun = performance.now();
    if (event.key !== 'Enter') return;
    firstSeen(answer, window.answeredIn.length + 1, (at) => window.answeredIn.push(at - begun));
  }, { capture: true });
}"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True)
class Site:
    """A served page, and the CSS selectors of its box for the question and of an answer's words."""

    address: str
    box: str
    answer: str


@dataclass(frozen=True)
class Visit:
    """Seconds of one visit: to the first paint, to the box, and from Enter to each answer's first sentence."""

    paint: float
    box: float
    answers: tuple[float, ...]


def main() -> int:
    """Measure and report; the exit status."""
    arguments = _arguments()
    if arguments.serve_bare is None:
        return report(measured(arguments))
    serve_bare(arguments.serve_bare)
    return 0


def serve_bare(port: int) -> None:
    """Serve the page that is measured against, until the process is ended."""
    page = gr.ChatInterface(lambda message, history: message, analytics_enabled=False)
    page.launch(server_name=HOST, server_port=port, quiet=True, ssr_mode=False)


def measured(arguments: argparse.Namespace) -> Iterator[Figure]:
    """All four figures, once every visit is over."""
    pairs = _pairs(arguments.questions, arguments.visits)
    with ExitStack() as stack:
        empty = stack.enter_context(tempfile.TemporaryDirectory(prefix="encryption-debate-benchmark-"))
        index = (arguments.index or Path(empty)).resolve()
        bot = Bot.open(Settings(index_dir=index))
        page = Site(stack.enter_context(_served(index, bare=False)), "#question", ".turn .words")
        echo = Site(stack.enter_context(_served(index, bare=True)), "textarea", "[data-testid=bot] .md")
        browser = stack.enter_context(_chromium())
        ours, bare, asks = [], [], []
        for pair in (*pairs[:WARM_UP], *pairs):
            bare.append(visit(browser, echo, pair))
            ours.append(visit(browser, page, pair))
            asks.append(ask(bot, pair))
    warm = slice(min(WARM_UP, len(pairs)), None)
    yield from _figures(ours[warm], bare[warm], asks[warm])


def _pairs(file: Path, most: int) -> list[tuple[str, str]]:
    """Two questions for each visit, from all over the file; those that need an earlier turn are left out."""
    items = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    alone = [item["question"] for item in items if not item.get("history")]
    pairs = list(zip(alone[::2], alone[1::2], strict=False))  # of an odd number the last is left over
    if not pairs or most < 1:
        sys.exit(f"Nothing to measure: {file} must hold two questions at least, and --visits be 1 or more.")
    return pairs[:: max(1, len(pairs) // most)][:most]


def _figures(ours: list[Visit], bare: list[Visit], asks: list[tuple[float, ...]]) -> Iterator[Figure]:
    visits = f"median of {len(ours)}"
    yield Figure(
        f"first paint / bare page, {visits}", median(v.paint for v in ours), median(v.paint for v in bare), 1.5
    )
    yield Figure(f"box seen / bare page, {visits}", median(v.box for v in ours), median(v.box for v in bare), 1.5)
    for place, name in enumerate(("first", "second")):
        beyond = median(one.answers[place] - ask[place] for one, ask in zip(ours, asks, strict=True))
        echo = median(visit.answers[place] for visit in bare)
        yield Figure(f"({name} answer - ask) / bare echo, {visits}", beyond, echo, 1.3)


def visit(browser: Browser, site: Site, questions: Sequence[str]) -> Visit:
    """Open a page with an empty cache, and ask each question as soon as a reader could have typed it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(f"({WATCH})({json.dumps({'box': site.box, 'answer': site.answer})})")
    page = context.new_page()
    page.goto(site.address)
    page.wait_for_function("window.boxSeen")
    for number, question in enumerate(questions, start=1):
        page.fill(site.box, question)
        time.sleep(TYPING)
        page.press(site.box, "Enter")
        page.wait_for_function(f"window.answeredIn.length === {number}")
    paint, shown, *answers = page.evaluate(f"[{FIRST_PAINT}, boxSeen, ...answeredIn].map((ms) => ms / 1000)")
    context.close()
    return Visit(paint, shown, tuple(answers))


def ask(bot: Bot, questions: Sequence[str]) -> tuple[float, ...]:
    """Seconds of a warm ``Bot.ask`` of each question after those before it, as the page asks: the quickest of three."""
    history: list[Turn] = []
    times = []
    for question in questions:
        times.append(min(seconds(partial(bot.ask, question, history)) for _ in range(3)))
        said = bot.ask(question, history).text
        history += [Turn(role="user", content=question), Turn(role="assistant", content=said)]
    return tuple(times)


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("No Chromium is installed: on Debian and Ubuntu, 'apt install chromium'.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@contextmanager
def _served(index: Path, *, bare: bool) -> Iterator[str]:
    """The address of our page or the bare one, served by a process of its own."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = str(probe.getsockname()[1])
    command = [__file__, "--serve-bare", port] if bare else ["-m", "bot", "serve"]
    environment = {**os.environ, "BOT_HOST": HOST, "BOT_PORT": port, "BOT_INDEX_DIR": str(index)}
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(process, int(port))
        yield f"http://{HOST}:{port}/"
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Return once the port answers. Exits where the process ends first or takes too long."""
    given_up = time.monotonic() + PATIENCE
    while time.monotonic() < given_up and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=PATIENCE).close()
            return
        except ConnectionError:
            time.sleep(0.2)
    sys.exit(f"The page on port {port} did not come up within {PATIENCE:.0f} seconds; what it wrote above may say why.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("questions", nargs="?", type=Path, default=QUESTIONS, help="JSON lines with a question each")
    parser.add_argument("--visits", type=int, default=15, help="visits of each page to measure")
    parser.add_argument("--index", type=Path, help="folder of an index to use instead of building one")
    parser.add_argument("--serve-bare", type=int, metavar="PORT", help="only serve the page that is measured against")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
