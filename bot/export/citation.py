"""Records as references in running text: who said what, where, when, and where it can be read."""

from __future__ import annotations

import datetime
import re

from bot.dates import spelled
from bot.export.conversation import one_line
from bot.records import Source, Statement


def cite(statement: Statement, on: datetime.date) -> str:
    """One line of plain text to copy with a quote; ``on`` is the day on which the source was looked up here.

    The exact words stand in curly marks; of a statement without any, its claim follows "In our words".
    """
    source = f"{reference(statement.source)}, {address(statement.source.url)} (accessed {spelled(on.isoformat())})"
    return f"{words(statement)} — {attribution(statement)}. {source}"


def words(statement: Statement) -> str:
    """The exact words in curly marks, with the language they were put into English from; else our own words."""
    if not statement.quote:
        return f"In our words: {one_line(statement.claim)}"
    translated = f" (translated; language of the original: {statement.language})" if statement.language else ""
    return f"“{one_line(statement.quote)}”{translated}"


def attribution(statement: Statement) -> str:
    """Speaker, role then, venue and date."""
    named = f"{statement.speaker} ({statement.role}), {statement.venue}, {spelled(statement.said_on)}"
    return one_line(named)


def reference(source: Source) -> str:
    """Title, publisher and, where it is known, the date of publication."""
    dated = f", {spelled(source.published)}" if source.published else ""
    return one_line(f"{source.title}, {source.publisher}{dated}")


def address(url: str) -> str:
    """The address with the characters encoded that would end it in Markdown, BibTeX or a mail."""
    return re.sub(r"[\s<>\"{}\\|^`\x00-\x1f\x7f]", lambda match: _encoded(match[0]), url)


def _encoded(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
