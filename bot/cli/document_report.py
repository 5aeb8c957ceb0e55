"""What became of the files that were to be added: progress while it runs, a table at its end."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bot.documents.errors import DocumentError, shown
from bot.documents.store import Added, Kept

_UNKNOWN = "–"  # not looked for
_OUTCOMES = ("added", "replaced", "updated", "unchanged", "not added", "passed over")
_SHORTEST_TOLD = 5.0  # seconds after which a log hears of the pages read so far, and again each so many


class Row(NamedTuple):
    """A line of the report; ``kept`` is None where the file could not be added."""

    file: str
    outcome: str
    kept: Kept | None
    notes: tuple[str, ...]

    @classmethod
    def of(cls, name: str, added: Added) -> Row:
        missing = (f"not known: {', '.join(added.missing)}",) if added.missing else ()
        return cls(name, added.change, added.kept, (*added.warnings, *missing))

    @classmethod
    def failed(cls, name: str, error: DocumentError) -> Row:
        return cls(name, "not added", None, (error.reason.rstrip("."),))

    @property
    def line(self) -> str:
        """The row on one line, for a log."""
        passages = f", {_number(self.kept.passages, 'passage')} as {self.kept.id}" if self.kept else ""
        notes = f": {'; '.join(map(shown, self.notes))}" if self.notes else ""
        return f"{shown(self.file)}: {self.outcome}{passages}{notes}"


class Watch:
    """Tells how far adding is: bars on a terminal, a line a file elsewhere."""

    def __init__(self, console: Console, bars: Progress | None, files: int) -> None:
        self._console, self._bars, self._files = console, bars, files
        self._done = 0
        self._name = ""
        self._told = 0.0
        self._tasks: list[TaskID] = []
        if bars is not None:
            self._tasks = [bars.add_task("Files", total=files), bars.add_task("", total=None, visible=False)]

    def begin(self, name: str) -> None:
        """A file is taken up."""
        self._name, self._told = shown(name), time.monotonic()
        if self._bars is not None:
            self._bars.update(self._tasks[0], description=f"Reading {self._name[:40]}")

    def page(self, done: int, total: int) -> None:
        """So many pages or chapters of the file are read."""
        if self._bars is not None:
            self._bars.update(self._tasks[1], description="Pages", completed=done, total=total, visible=total > 1)
        elif time.monotonic() - self._told > _SHORTEST_TOLD:
            self._told = time.monotonic()
            _say(self._console, f"{self._name}: {done} of {total} pages read")

    def end(self, row: Row) -> None:
        """A file is done with."""
        self._done += 1
        if self._bars is not None:
            self._bars.update(self._tasks[0], completed=self._done)
            self._bars.update(self._tasks[1], visible=False)
        else:
            _say(self._console, f"{self._done}/{self._files} {row.line}")


@contextmanager
def watching(files: int) -> Iterator[Watch]:
    """Progress over so many files, on stderr."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Watch(console, None, files)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield Watch(console, bars, files)


def print_report(rows: Sequence[Row], passed_over: Sequence[tuple[str, str]]) -> None:
    """The table of all files on stdout, then how many of each outcome."""
    console = Console()
    table = _table("File", "", "Passages", "Attributed", "Unattributed", "Warnings")
    for row in rows:
        counts = _counts(row.kept) if row.kept else ("", "", "")
        table.add_row(*map(_plain, (row.file, row.outcome, *counts, "; ".join(row.notes))))
    for name, reason in passed_over:
        table.add_row(*map(_plain, (name, "passed over", "", "", "", reason)))
    if table.row_count:
        console.print(table)
    outcomes = [row.outcome for row in rows] + ["passed over"] * len(passed_over)
    parts = [f"{outcomes.count(outcome)} {outcome}" for outcome in _OUTCOMES if outcome in outcomes]
    _say(console, f"{_number(len(outcomes), 'file')}: {', '.join(parts)}." if parts else "There is no file in it.")


def kept_table(documents: Sequence[Kept]) -> Table:
    """The documents of a store, a row each."""
    table = _table("Id", "Title", "Publisher", "Published", "File", "Passages", "Attributed", "Unattributed")
    for kept in documents:
        known = kept.metadata
        cells = (kept.id, known.title, known.publisher, known.published, kept.file, *_counts(kept))
        table.add_row(*(_plain(cell or _UNKNOWN) for cell in cells))
    return table


def _table(*columns: str) -> Table:
    table = Table()
    for column in columns:
        numbers = column in ("Passages", "Attributed", "Unattributed")
        table.add_column(column, justify="right" if numbers else "left", overflow="fold", no_wrap=column == "")
    return table


def _counts(kept: Kept) -> tuple[str, str, str]:
    quotations = (_UNKNOWN if count is None else str(count) for count in (kept.attributed, kept.unattributed))
    return str(kept.passages), *quotations  # type: ignore[return-value]


def _plain(cell: str) -> Text:
    """A cell without markup: a file may be called ``[red].txt``."""
    return Text(shown(cell))


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
