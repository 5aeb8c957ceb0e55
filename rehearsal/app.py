"""The app file of a Space as a process: started, waited for, and stopped with whatever it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError

from rehearsal.account import Runner
from rehearsal.failure import RehearsalFailed, last_lines


@contextmanager
def running(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], runner: Runner, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The command, running in ``folder`` with that environment and no other; what it says goes to ``log``."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **runner.arguments(),
        )
    try:
        yield process
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if process.poll() is None:
                os.killpg(process.pid, number)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    continue


def wait_until_up(process: subprocess.Popen[bytes], port: int, limit: float, log: Path) -> str:
    """Wait until the page answers on this machine. Returns its Content-Security-Policy.

    Raises ``RehearsalFailed`` where the process ends, the page answers with an error, or ``limit`` seconds pass.
    """
    began = time.monotonic()
    while time.monotonic() - began < limit:
        if process.poll() is not None:
            raise RehearsalFailed(f"the app ended with status {process.returncode}:\n{tail(log)}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                return str(answer.headers.get("Content-Security-Policy", ""))
        except HTTPError as error:
            raise RehearsalFailed(f"the page answers with status {error.code}:\n{tail(log)}") from error
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise RehearsalFailed(f"the app did not answer at port {port} within {limit:.0f} s:\n{tail(log)}")


def where_it_listens(port: int) -> str:
    """The address that a page, which answers at 127.0.0.1, is served at, as far as it can be told.

    Raises ``RehearsalFailed`` where that is 127.0.0.1 alone.
    """
    # 127.0.0.2 is this machine too, on Linux without being set up, and what listens on 127.0.0.1 alone has it not.
    if sys.platform != "linux":
        return f"port {port} (whether on 0.0.0.0 can be told on Linux alone)"
    try:
        socket.create_connection(("127.0.0.2", port), timeout=5).close()
    except OSError as error:
        raise RehearsalFailed(
            f"the page is served at 127.0.0.1:{port} alone; a Space reaches it from outside, at 0.0.0.0."
        ) from error
    return f"0.0.0.0:{port}"


def tail(log: Path) -> str:
    """The last lines of a log."""
    return last_lines(log.read_text(encoding="utf-8", errors="replace"))
