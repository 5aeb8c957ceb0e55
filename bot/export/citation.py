"""Records as references in running text: who said what, where, when, and where it can be read."""

from __future__ import annotations

import datetime
import re

from bot.dates import spelled
from bot.export.conversation import one_line
from bot.records import Background, Citation, Event, Source, Statement


def cite(cited: Statement | Background | Event | Citation, on: datetime.date) -> str:
    """One line of plain text to copy with a quote or an answer; ``on`` is the day on which it was looked up here.

    The exact words of a statement stand in curly marks; where it has none, its claim follows "In our words". A bare
    citation, as of a passage that is no record of the corpus, gives what it carries.
    """
    sources = cited.sources if isinstance(cited, Background | Event) else (cited.source,)
    read = "; ".join(", ".join(filter(None, (reference(s), s.url and address(s.url)))) for s in sources)
    return f"{_cited(cited)}{read} (accessed {spelled(on.isoformat())})"


def _cited(cited: Statement | Background | Event | Citation) -> str:
    """What stands before the source: words and speaker, or a title, each with its stop; nothing if nobody is named."""
    match cited:
        case Statement():
            return f"{words(cited)} — {attribution(cited)}. "
        case Background():
            return f"{one_line(cited.title)} (background, as of {spelled(cited.as_of)}). "
        case Event():
            return f"{one_line(cited.title)} (event, {spelled(cited.on)}). "
    role = f" ({cited.role})" if cited.role else ""
    named = f"{cited.speaker}{role}{f', {spelled(cited.said_on)}' if cited.said_on else ''}" if cited.speaker else ""
    quoted = f"“{one_line(cited.quote)}”" if cited.quote else ""
    before = " — ".join(filter(None, (quoted, one_line(named))))
    return f"{before}. " if before else ""


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
