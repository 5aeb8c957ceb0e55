"""What a build tells while it runs: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

logger = logging.getLogger("bot.index")


class Progress(Protocol):
    """Where a build says what it does."""

    def say(self, line: str) -> None:
        """Say one plain sentence."""

    def count(self, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` passages are embedded."""


class LineProgress:
    """Plain lines, the count at most once in every tenth of the way."""

    def __init__(self) -> None:
        self._tenth = 0

    def say(self, line: str) -> None:
        self.write(line)

    def count(self, done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        if tenth > self._tenth:
            self.write(f"Embedded {done} of {total} passages.")
        self._tenth = tenth % 10

    def write(self, line: str) -> None:
        logger.info(line)


class ConsoleLines(LineProgress):
    """Plain lines on a console that is not a terminal."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def write(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class ConsoleBar:
    """A bar that appears with the first count, lines above it."""

    def __init__(self, console: Console, bar: Bar) -> None:
        self._console = console
        self._bar = bar
        self._task = bar.add_task("Embedding passages", total=None, visible=False)

    def say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def count(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total, visible=True)


@contextmanager
def console_progress(console: Console) -> Iterator[Progress]:
    """Show progress on ``console``: a bar where it is a terminal, else plain lines."""
    if not console.is_terminal:
        yield ConsoleLines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        yield ConsoleBar(console, bar)
