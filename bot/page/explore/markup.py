"""The pieces of HTML that the views share. Everything that comes from a record is escaped here."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from bot.answering.draft import cite
from bot.page.cards import SIDES, card
from bot.page.prose import clean
from bot.records import Corpus, Record, Source, Stance, Statement, day_range

IN_ORDER: tuple[Stance, ...] = ("protect", "balance", "restrict")  # the middle position between the two sides


class Rendered(Record):
    """A view as the page shows it: its title, and HTML that begins with a heading of level 2."""

    title: str
    html: str


def view(title: str, *blocks: str) -> Rendered:
    """A view from blocks of HTML under its heading, which takes the focus when the view is opened."""
    return Rendered(
        title=clean(title), html=f'<h2 class="view-title" tabindex="-1">{shown(title)}</h2>{"".join(blocks)}'
    )


def shown(text: str) -> str:
    """A record's text as HTML, also within an attribute."""
    return escape(clean(text))


def view_link(text: str, **params: str) -> str:
    """A link to another view, that the frame follows without loading the page again."""
    return f'<a href="?{escape(urlencode(params))}" data-view>{shown(text)}</a>'


def speaker_link(name: str, corpus: Corpus) -> str:
    """The name as a link to the speaker's profile, or alone where the corpus knows no such speaker."""
    speaker = corpus.speaker_by_name.get(name)
    return view_link(name, view="speaker", id=speaker.id) if speaker else shown(name)


def ask_button(question: str, text: str | None = None, kind: str = "asks") -> str:
    """A button that asks; without a text of its own it shows the question."""
    return f'<button type="button" class="{kind}" data-ask="{shown(question)}">{shown(text or question)}</button>'


def side(stance: Stance) -> str:
    """A side in words, with its colour."""
    return f'<span class="side" data-side="{stance}">{SIDES[stance]}</span>'


def source_link(source: Source) -> str:
    """The title of a source as a link that leaves the page."""
    return f'<a href="{escape(source.url)}" target="_blank" rel="noopener noreferrer">{shown(source.title)}</a>'


def statement_card(statement: Statement, number: int, corpus: Corpus, place: str) -> str:
    """A statement as in the chat. ``place`` and ``number`` together must be unique in the view."""
    return card(cite(statement, number), corpus, place)


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 event``, ``1,204 events``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def by_date(statement: Statement) -> tuple[int, int, str]:
    """What to sort statements by: the first day that the date may mean, then the last, then the id."""
    return (*day_range(statement.said_on), statement.id)


def option(value: str, text: str, chosen: bool = False) -> str:
    return f'<option value="{shown(value)}"{" selected" if chosen else ""}>{shown(text)}</option>'
