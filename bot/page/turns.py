"""One turn of the conversation as HTML: the question, the answer, what to ask next, and the passages."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from html import escape
from typing import Literal, TypedDict

from bot.page.cards import cards, passage_name
from bot.page.examples import Theme
from bot.page.prose import clean, prose
from bot.records import Answer, Corpus

_LONGEST_SHOWN = 700  # characters of a question; the bot still gets the whole


class View(TypedDict, total=False):
    """What the page is told: a turn to add or refresh, a hint beside the input, a failure, or to begin afresh."""

    turn: str
    state: Literal["waiting", "writing", "done"]
    html: str
    hint: str
    failed: str
    cleared: str


def new_turn() -> str:
    """An id that no other turn has, in this conversation or after a new start of the server."""
    return f"t{secrets.token_hex(6)}"


def waiting(turn: str, question: str, status: str) -> View:
    """A question whose answer is still to come."""
    return View(turn=turn, state="waiting", html=_article(turn, question, _status(status), ""))


def failed(turn: str, question: str, sentence: str) -> View:
    """A question that could not be answered, and why."""
    body = f'<p class="notice">{escape(clean(sentence))}</p>'
    return View(turn=turn, state="done", html=_article(turn, question, body, ""))


def answered(turn: str, question: str, answer: Answer, corpus: Corpus, *, done: bool) -> View:
    """A question with its answer so far; the cards are complete from the first, so a marker always leads somewhere."""
    names = {citation.n: passage_name(citation, corpus) for citation in answer.citations}
    body = f'<div class="words" data-kind="{answer.kind}" dir="auto">{prose(answer.text, names, turn)}</div>'
    if done:
        body += "".join(f'<p class="notice">{escape(clean(notice))}</p>' for notice in answer.notices)
        body += _follow_ups(answer.follow_ups)
    passages = _passages(turn, question, answer, corpus) if answer.citations else ""
    return View(turn=turn, state="done" if done else "writing", html=_article(turn, question, body, passages))


def welcome(themes: Sequence[Theme]) -> str:
    """HTML of the empty page's example questions, a group a theme."""
    groups = (
        f"<section><h3>{escape(theme.title)}</h3>"
        + "".join(_ask_button(question, "example") for question in theme.questions)
        + "</section>"
        for theme in themes
    )
    return "".join(groups)


def _article(turn: str, question: str, body: str, passages: str) -> str:
    return (
        f'<article class="turn" id="{turn}" aria-label="Question and answer" tabindex="-1">'
        f'<h2 class="question" dir="auto"><span class="unseen">You asked: </span>{_shown(question)}</h2>'
        f'<div class="answer">{body}</div>{passages}</article>'
    )


def _shown(question: str) -> str:
    question = clean(question).strip()
    if len(question) <= _LONGEST_SHOWN:
        return escape(question)
    count = f"{len(question):,} characters"
    return f'{escape(question[:_LONGEST_SHOWN])}… <span class="count">({count} in all)</span>'


def _status(text: str) -> str:
    return f'<p class="status">{escape(text)}</p>'


def _follow_ups(questions: Sequence[str]) -> str:
    if not questions:
        return ""
    buttons = "".join(_ask_button(question, "follow-up") for question in questions)
    return f'<div class="follow-ups" role="group" aria-label="Ask next" aria-live="off">{buttons}</div>'


def _ask_button(question: str, kind: str) -> str:
    text = escape(clean(question))
    return f'<button type="button" class="{kind}" data-ask="{text}">{text}</button>'


def _passages(turn: str, question: str, answer: Answer, corpus: Corpus) -> str:
    """The cards, silent to a screen reader's live announcements: they are read on demand."""
    number = len(answer.citations)
    count = "1 passage" if number == 1 else f"{number} passages"
    return (
        f'<button type="button" class="show-passages" aria-controls="{turn}-passages" aria-expanded="false">'
        f"Show the {count} for this answer</button>"
        f'<section class="passages" id="{turn}-passages" aria-labelledby="{turn}-heading" aria-live="off">'
        f'<div class="scroll" tabindex="-1"><header><h3 id="{turn}-heading">Passages for this answer</h3>'
        f'<p class="asked" dir="auto">{escape(clean(question).strip()[:120])}</p></header>'
        f"{cards(answer.citations, corpus, turn)}</div></section>"
    )
