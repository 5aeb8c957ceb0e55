"""Rehearses a Hugging Face Space, from a clean checkout to an answer in a browser: ``make space``.

What a Space does is done here in its order: clone, install gradio and then requirements.txt, start the app file. The
source is read-only meanwhile; only a fresh home and a fresh folder for temporary files can be written. The app is
started twice: with no environment variables, and once more with those that a Space sets.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.records import Record
from rehearsal import account, checkout, visit
from rehearsal.app import running, tail, wait_until_up, where_it_listens
from rehearsal.failure import RehearsalFailed, last_lines

ROOT = Path(__file__).resolve().parent.parent
PORT = 7860
QUESTION = "What did Graeme Biggar say about Meta in October 2023?"
GIGABYTES = 3.5  # what an installation with torch for the CPU takes, with room to spare
# What a Space sets by itself; nothing else is set, so every BOT_* setting has its default.
SPACE = {
    "SYSTEM": "spaces",
    "SPACE_ID": "rehearsal/encryption-debate",
    "SPACE_HOST": "rehearsal-encryption-debate.hf.space",
    "SPACE_AUTHOR_NAME": "rehearsal",
    "SPACE_REPO_NAME": "encryption-debate",
    "GRADIO_SERVER_NAME": "0.0.0.0",
    "GRADIO_SERVER_PORT": "7860",
    "GRADIO_NUM_PORTS": "1",
    "GRADIO_ALLOW_FLAGGING": "never",
    "GRADIO_THEME": "huggingface",
    "PYTHONUNBUFFERED": "1",
}


class Stage(Record):
    """All that a start of the app needs, made once. ``work`` holds everything, and goes at the end."""

    work: Path
    source: Path
    home: Path
    temporary: Path
    front: checkout.FrontMatter
    runner: account.Runner
    chromium: str


def main() -> int:
    """Rehearse, and report each step: 0 where all went well, else 1 after a sentence that says what did not."""
    began = time.monotonic()
    try:
        checkout.check_port_is_free(PORT)
        chromium = visit.chromium()
        with work_folder() as work:
            _rehearse(work, chromium)
    except RehearsalFailed as failure:
        print(f"The rehearsal failed: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The rehearsal was stopped, and what it made is gone.", file=sys.stderr)
        return 130
    _say("all", "the Space works, and what was made for this is gone", began)
    return 0


def _rehearse(work: Path, chromium: str) -> None:
    checkout.check_room(work, GIGABYTES)
    runner = account.runner()
    began = time.monotonic()
    source = work / "source"
    _say("checkout", checkout.clone(ROOT, source), began)
    front = checkout.read_front_matter(source / "README.md")
    python = account.find_python(front.python_version, runner)
    _say("Python", python.note)
    began = time.monotonic()
    _say("packages", _install(python.path, front.sdk_version, source / "requirements.txt", work), began)
    home, temporary = account.writable_folder(work / "home", runner), account.writable_folder(work / "tmp", runner)
    _say("read-only", account.make_read_only(source, runner))
    before, started = account.fingerprint(source), time.time()
    stage = Stage(
        work=work, source=source, home=home, temporary=temporary, front=front, runner=runner, chromium=chromium
    )
    _start_and_ask("bare", {}, stage)
    _start_and_ask("Space", SPACE, stage)
    account.check_unchanged(source, before)
    _say("written", f"{account.written(work, (home, temporary), runner, started)}; the source is as it was")


def _start_and_ask(name: str, variables: Mapping[str, str], stage: Stage) -> None:
    """Start the app with ``variables`` beside PATH, HOME and TMPDIR, and ask it in a browser."""
    places = {
        "PATH": f"{stage.work / 'venv' / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(stage.home),
        "TMPDIR": str(stage.temporary),
    }
    command = [str(stage.work / "venv" / "bin" / "python"), stage.front.app_file]
    log, limit = stage.work / f"{name}.log", stage.front.startup_seconds
    began = time.monotonic()
    with running(command, stage.source, {**variables, **places}, stage.runner, log) as process:
        policy = wait_until_up(process, PORT, limit, log)
        given = f"{len(variables)} environment variables, as on a Space" if variables else "no environment variables"
        _say(f"{name}: up", f"at {where_it_listens(PORT)} with {given}; a Space waits {limit} s", began)
        if variables and "https://huggingface.co" not in policy:
            raise RehearsalFailed(f"huggingface.co may not show the page in a frame: its policy is {policy!r}")
        asked = time.monotonic()
        try:
            seen = visit.ask(stage.chromium, f"http://127.0.0.1:{PORT}/", QUESTION, limit - (asked - began))
        except RehearsalFailed as failure:
            raise RehearsalFailed(f"{failure}\nThe app's last words:\n{tail(log)}") from failure
        found = f"{seen.markers} markers, {seen.cards} cards; {seen.requests} requests, none to another host"
        _say(f"{name}: answer", found, asked)


def _install(python: Path, sdk_version: str, requirements: Path, work: Path) -> str:
    """What a Space installs, in its order; pip's cache is used. Raises ``RehearsalFailed`` with pip's last lines."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    pip = [str(work / "venv" / "bin" / "python"), "-m", "pip"]
    for command in (
        [str(python), "-m", "venv", str(work / "venv")],
        [*pip, "install", "--quiet", f"gradio[oauth,mcp]=={sdk_version}"],
        [*pip, "install", "--quiet", "--requirement", str(requirements)],
        [*pip, "check"],
    ):
        done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            what = " ".join(command[1:])
            raise RehearsalFailed(f"'python {what}' failed:\n{last_lines(done.stdout + done.stderr)}")
    packages = len(list((work / "venv").glob("lib/python*/site-packages/*.dist-info")))
    return f"{packages}, of gradio[oauth,mcp]=={sdk_version} and then requirements.txt; no conflict"


@contextmanager
def work_folder() -> Iterator[Path]:
    """A new folder that the app's user can enter; gone at the end, with all that was made read-only in it."""
    work = Path(tempfile.mkdtemp(prefix="space-"))
    work.chmod(0o755)
    try:
        yield work
    finally:
        for folder, _, _ in os.walk(work):
            os.chmod(folder, 0o755)
        shutil.rmtree(work)


def _say(what: str, sentence: str, began: float | None = None) -> None:
    seconds = "" if began is None else f"{time.monotonic() - began:.1f} s"
    print(f"{what:<14}{seconds:>8}  {sentence}", flush=True)


if __name__ == "__main__":
    # As on Ctrl-C: the app is stopped and the folder taken away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
