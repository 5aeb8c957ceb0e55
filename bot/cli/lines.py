"""Files of lines that a command reads and writes; ``-`` stands for the standard streams."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import typer

from bot.cli.errors import CommandFailed

STANDARD = "-"


def count(lines: IO[bytes]) -> int | None:
    """How many lines a file has, for the progress bar; None for a pipe, which can be read once only."""
    if not lines.seekable():
        return None
    total = sum(1 for _ in lines)
    lines.seek(0)
    return total


def refuse_same(source: str, target: str, why: str) -> None:
    """Raise CommandFailed where what is written would overwrite what is read."""
    if STANDARD in (source, target):
        return
    given, result = Path(source), Path(target)
    same = result.exists() and given.exists() and result.samefile(given)
    if same or _unfinished(result).resolve() == given.resolve():
        raise CommandFailed(f"{target}: {why}.")


@contextmanager
def reading(name: str) -> Iterator[IO[bytes]]:
    """The lines of a file, or of standard input."""
    if name == STANDARD:
        yield sys.stdin.buffer
        return
    with open(name, "rb") as lines:
        yield lines


@contextmanager
def writing(name: str, done: str) -> Iterator[IO[bytes]]:
    """Where results go; ``done`` says what they are, such as "answered".

    A file appears whole: until then, and after a crash, its lines stand in ``NAME.part``.
    """
    if name == STANDARD:
        yield sys.stdout.buffer
        return
    target = Path(name).resolve()  # behind a link, so that the link stays
    if target.is_dir():
        raise CommandFailed(f"{name}: is a folder; name a file for the results.")
    if target.exists() and not target.is_file():  # a device or a pipe
        with target.open("wb") as output:
            yield output
        return
    part = _unfinished(target)
    try:
        with part.open("wb") as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
        part.replace(target)
    except BaseException:
        if part.exists() and part.stat().st_size:
            typer.echo(f"Stopped early; what was {done} until then is in {part}.", err=True)
        else:
            part.unlink(missing_ok=True)
        raise


def _unfinished(target: Path) -> Path:
    return target.with_name(target.name + ".part")
