"""``ask``: one question, one answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="What to ask, in English.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON and nothing else.")] = False,
    history: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='Earlier turns: a JSON list of {"role": "user"|"assistant", "content": …}.'),
    ] = None,
) -> None:
    """Answer one question, each sentence with the passages it rests on."""
    from bot.cli.display import show, standard_console
    from bot.cli.opening import opened_bot
    from bot.cli.questions import read_turns

    turns = read_turns(history.read_bytes(), str(history)) if history else ()
    with opened_bot() as bot:
        answer = bot.ask(whole_text(" ".join(question)), turns)
    if as_json:
        typer.echo(answer.model_dump_json(indent=2).encode())
    else:
        show(answer, standard_console())


def whole_text(text: str) -> str:
    """The text with a question mark for each letter that no encoding can write (half of a surrogate pair)."""
    return text.encode("utf-8", "replace").decode()
