"""The pieces of HTML that the views alone share."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from bot.answering.draft import cite
from bot.page.cards import card
from bot.page.markup import shown
from bot.page.prose import clean
from bot.reader_filters import SIDE_WORDS
from bot.records import Corpus, Record, Stance, Statement, day_range

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


def view_link(text: str, **params: str) -> str:
    """A link to another view, that the frame follows without loading the page again."""
    return f'<a href="?{escape(urlencode(params))}" data-view>{shown(text)}</a>'


def speaker_link(name: str, corpus: Corpus) -> str:
    """The name as a link to the speaker's profile, or alone where the corpus knows no such speaker."""
    speaker = corpus.speaker_by_name.get(name)
    return view_link(name, view="speaker", id=speaker.id) if speaker else shown(name)


def side(stance: Stance) -> str:
    """A side in words, with its colour."""
    return f'<span class="side" data-side="{stance}">{SIDE_WORDS[stance]}</span>'


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
