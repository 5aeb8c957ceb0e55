"""The pieces of HTML that the chat and the views share. Everything that comes from a record is escaped here."""

from __future__ import annotations

from html import escape

from bot.page.prose import clean
from bot.records import Source


def shown(text: str) -> str:
    """A text as HTML, also within an attribute."""
    return escape(clean(text))


def ask_button(question: str, text: str | None = None, kind: str = "asks") -> str:
    """A button that asks; without a text of its own it shows the question."""
    return f'<button type="button" class="{kind}" data-ask="{shown(question)}">{shown(text or question)}</button>'


def source_link(source: Source) -> str:
    """The title of a source as a link that leaves the page; as it is where a document has no address."""
    if source.url is None:
        return shown(source.title)
    return f'<a href="{escape(source.url)}" target="_blank" rel="noopener noreferrer">{shown(source.title)}</a>'
