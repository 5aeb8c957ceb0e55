"""An answer as a person reads it in a terminal, or as Markdown where the output goes elsewhere."""

from __future__ import annotations

from rich.console import Console
from rich.markdown import Markdown

from bot.dates import spelled
from bot.records import Answer, Citation, Stance

_WIDEST = 100  # columns: longer lines are hard to read
_SIDES: dict[Stance, str] = {
    "protect": "for strong encryption",
    "restrict": "for access or limits",
    "balance": "in between or reporting facts",
}


def standard_console() -> Console:
    """The terminal, no wider than reads well; or stdout as it is."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.width = min(console.width, _WIDEST)
    return console


def show(answer: Answer, console: Console) -> None:
    """Print the text, the sources by number, what to ask next, and what the reader should know."""
    if console.is_terminal:
        console.print(Markdown(answer.text))
    else:
        _line(console, answer.text)
    if answer.citations:
        _line(console, "\nSources", style="bold")
    for citation in answer.citations:
        source = citation.source
        _line(console, f"[{citation.n}] {described(citation)}")
        where = f": {source.url}" if source.url else f", {citation.locator}" if citation.locator else ""
        _line(console, f"    {source.title}, {source.publisher}{where}", style="dim")
    if answer.follow_ups:
        _line(console, "\nAsk next", style="bold")
    for number, question in enumerate(answer.follow_ups, 1):
        _line(console, f"{number}. {question}")
    for notice in answer.notices:
        _line(console, f"\nNote: {notice}", style="yellow")


def described(citation: Citation) -> str:
    """Whose words a passage holds, from when and on which side; or what else it is."""
    if citation.speaker is None:
        return f"{citation.type.capitalize()}, {spelled(citation.said_on)}" if citation.said_on else citation.type
    parts = [citation.role, citation.said_on and spelled(citation.said_on), citation.stance and _SIDES[citation.stance]]
    return f"{citation.speaker} ({'; '.join(part for part in parts if part)})"


def _line(console: Console, text: str, style: str | None = None) -> None:
    # Not wrapped by rich, so that an address can be opened and a line found; the terminal folds it.
    console.print(text, style=style, markup=False, soft_wrap=True)
