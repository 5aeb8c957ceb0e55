"""``chat``: a conversation in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from bot.cli.ask import whole_text

if TYPE_CHECKING:
    from rich.console import Console

    from bot.engine import Bot
    from bot.records import Turn

_LEAVING = frozenset({"exit", "quit"})
_PROMPT = "\nyou> "
_REMEMBERED = 24  # turns, so twelve questions with their answers


def chat() -> None:
    """Talk in the terminal; what was said is forgotten at the end. Leave with `exit` or Ctrl-D."""
    from bot.cli.display import standard_console
    from bot.cli.opening import opened_bot

    console = standard_console()
    with opened_bot() as bot:
        if sys.stdin.isatty():
            import readline  # noqa: F401  # arrow keys and earlier lines at the prompt

            console.print("Ask who said what about encryption. A number asks the question listed under it.")
        try:
            _converse(bot, console)
        except (EOFError, KeyboardInterrupt):
            typer.echo()


def _converse(bot: Bot, console: Console) -> None:
    from bot.cli.display import show
    from bot.records import Turn

    prompt = _PROMPT if sys.stdin.isatty() else ""
    turns: tuple[Turn, ...] = ()
    offered: tuple[str, ...] = ()
    while True:
        typed = whole_text(input(prompt)).strip()
        if typed.lower() in _LEAVING:
            return
        if not typed:
            continue
        question = _chosen(typed, offered)
        if question != typed:
            console.print(question, style="italic", markup=False)
        answer = bot.ask(question, turns)
        show(answer, console)
        offered = answer.follow_ups
        said = (Turn(role="user", content=question), Turn(role="assistant", content=answer.text))
        turns = (*turns, *said)[-_REMEMBERED:]


def _chosen(typed: str, offered: tuple[str, ...]) -> str:
    """The follow-up question that a number stands for; else what was typed."""
    if typed.isdecimal() and len(typed) == 1 and 1 <= int(typed) <= len(offered):
        return offered[int(typed) - 1]
    return typed
