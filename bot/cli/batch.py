"""``batch``: many questions from a file of JSON lines, their answers into another."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import IO, TYPE_CHECKING, Annotated

import typer

from bot.cli.errors import CommandFailed
from bot.cli.lines import count, reading, refuse_same, writing

if TYPE_CHECKING:
    from rich.console import Console

    from bot.engine import Bot


def batch(
    questions: Annotated[
        str, typer.Argument(help='JSON lines {"id", "question", "history"}, the last optional; - for stdin.')
    ],
    answers: Annotated[str, typer.Argument(help="Where the answers go, a JSON line each; - for stdout.")],
) -> None:
    """Answer a file of questions in order. Lines that are none are named, the rest is answered, and the exit is 1."""
    refuse_same(questions, answers, "the answers cannot go into the file that the questions come from")

    from rich.console import Console

    from bot.cli.opening import opened_bot

    console = Console(stderr=True, highlight=False)
    with reading(questions) as lines, writing(answers, "answered") as output, opened_bot() as bot:
        good, bad = _answer_all(bot, lines, output, console)
    console.print(f"{good} answered, {bad} bad.", markup=False)
    if bad:
        raise typer.Exit(1)


def _answer_all(bot: Bot, lines: IO[bytes], output: IO[bytes], console: Console) -> tuple[int, int]:
    """Answer line by line, each written before the next is read. Returns how many were answered and how many not."""
    from rich.progress import Progress

    good = bad = 0
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("Answering", total=count(lines))
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
