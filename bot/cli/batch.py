"""``batch``: many questions from a file of JSON lines, their answers into another."""

from __future__ import annotations

import json
import os
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from bot.cli.errors import CommandFailed

if TYPE_CHECKING:
    from rich.console import Console

    from bot.engine import Bot

_STANDARD = "-"


def batch(
    questions: Annotated[
        str, typer.Argument(help='JSON lines {"id", "question", "history"}, the last optional; - for stdin.')
    ],
    answers: Annotated[str, typer.Argument(help="Where the answers go, a JSON line each; - for stdout.")],
) -> None:
    """Answer a file of questions in order. Lines that are none are named, the rest is answered, and the exit is 1."""
    if _STANDARD not in (questions, answers):
        _refuse_same(Path(questions), Path(answers))

    from rich.console import Console

    from bot.cli.opening import opened_bot

    console = Console(stderr=True, highlight=False)
    with _reading(questions) as lines, _writing(answers) as output, opened_bot() as bot:
        good, bad = _answer_all(bot, lines, output, console)
    console.print(f"{good} answered, {bad} bad.", markup=False)
    if bad:
        raise typer.Exit(1)


def _answer_all(bot: Bot, lines: IO[bytes], output: IO[bytes], console: Console) -> tuple[int, int]:
    """Answer line by line, each written before the next is read. Returns how many were answered and how many not."""
    from rich.progress import Progress

    good = bad = 0
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("Answering", total=_count(lines))
        for number, line in enumerate(lines, 1):
            if number == 1:
                line = line.removeprefix(BOM_UTF8)
            if line.strip():
                try:
                    output.write(_answered(bot, line))
                    output.flush()
                    good += 1
                except CommandFailed as error:
                    console.print(f"Line {number}: {error}.", markup=False, soft_wrap=True)
                    bad += 1
            progress.advance(task)
    return good, bad


def _answered(bot: Bot, line: bytes) -> bytes:
    """The answer to one line, as one line. Raises CommandFailed where the line is no question."""
    from bot.cli.questions import read_question

    asked = read_question(line)
    answer = bot.ask(asked.question, asked.history or ()).model_dump(mode="json")
    return json.dumps({"id": asked.id, **answer}, ensure_ascii=False).encode() + b"\n"


def _count(lines: IO[bytes]) -> int | None:
    """How many lines a file has, for the progress bar; None for a pipe, which can be read once only."""
    if not lines.seekable():
        return None
    total = sum(1 for _ in lines)
    lines.seek(0)
    return total


def _refuse_same(questions: Path, answers: Path) -> None:
    same = answers.exists() and questions.exists() and answers.samefile(questions)
    if same or _unfinished(answers).resolve() == questions.resolve():
        raise CommandFailed(f"{answers}: the answers cannot go into the file that the questions come from.")


@contextmanager
def _reading(name: str) -> Iterator[IO[bytes]]:
    if name == _STANDARD:
        yield sys.stdin.buffer
        return
    with open(name, "rb") as lines:
        yield lines


@contextmanager
def _writing(name: str) -> Iterator[IO[bytes]]:
    """Where answers go. A file appears whole: until then, and after a crash, its lines stand in ``NAME.part``."""
    if name == _STANDARD:
        yield sys.stdout.buffer
        return
    target = Path(name).resolve()  # behind a link, so that the link stays
    if target.is_dir():
        raise CommandFailed(f"{name}: is a folder; name a file for the answers.")
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
            typer.echo(f"Stopped early; what was answered until then is in {part}.", err=True)
        else:
            part.unlink(missing_ok=True)
        raise


def _unfinished(target: Path) -> Path:
    return target.with_name(target.name + ".part")
