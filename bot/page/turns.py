"""One turn of the conversation as HTML: the question, the answer, what to ask next, and the passages."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from html import escape
from typing import Any, Literal, TypedDict

from bot.export import CitedId, cite
from bot.page.cards import cards, passage_name
from bot.page.markup import ask_button, shown
from bot.page.prose import clean, prose
from bot.records import Answer, Corpus

_LONGEST_SHOWN = 700  # characters of a question; the bot still gets the whole


class View(TypedDict, total=False):
    """What the page is told: a turn to refresh, whole each time, or a failure of the turn that it waits for.

    With the state "done" come the answer's text, its citations, and the whole as plain text to be copied.
    """

    turn: str
    state: Literal["waiting", "writing", "done"]
    html: str
    text: str
    citations: list[dict[str, Any]]  # each a CitedId of bot.export
    copied: str
    failed: str
    mark: str  # another one for each failure: the page is told of a value only if it differs from the last


def failed(sentence: str) -> View:
    """A failure of the turn that the page waits for, in a sentence for the reader."""
    return View(failed=sentence, mark=secrets.token_hex(8))


def waiting(turn: str, question: str, status: str) -> View:
    """A question whose answer is still to come."""
    return View(turn=turn, state="waiting", html=_article(turn, question, _status(status), ""))


def answered(turn: str, question: str, answer: Answer, corpus: Corpus, *, done: bool) -> View:
    """A question with its answer so far; the cards are complete from the first, so a marker always leads somewhere."""
    names = {citation.n: passage_name(citation, corpus) for citation in answer.citations}
    body = f'<div class="words" data-kind="{answer.kind}" dir="auto">{prose(answer.text, names, turn)}</div>'
    if not answer.text:
        body = _status("A language model is writing; each sentence is checked before it is shown…")
    if done:
        body += "".join(f'<p class="notice">{shown(notice)}</p>' for notice in answer.notices)
        body += _follow_ups(answer.follow_ups)
    passages = _passages(turn, question, answer, corpus) if answer.citations else ""
    html = _article(turn, question, body, passages)
    if not done:
        return View(turn=turn, state="writing", html=html)
    cited = [CitedId(n=citation.n, id=citation.id).model_dump() for citation in answer.citations]
    return View(turn=turn, state="done", html=html, text=answer.text, citations=cited, copied=_plain(answer, corpus))


def _article(turn: str, question: str, body: str, passages: str) -> str:
    return (
        f'<article class="turn" id="{turn}" aria-label="Question and answer" tabindex="-1">'
        f'<h2 class="question" dir="auto"><span class="unseen">You asked: </span>{_question(question)}</h2>'
        f'<div class="answer">{body}</div>{passages}</article>'
    )


def _plain(answer: Answer, corpus: Corpus) -> str:
    """The answer with its sources below, as it is copied."""
    today = datetime.date.today()
    sources = "\n".join(
        f"[{citation.n}] {clean(cite(corpus.by_id.get(citation.id) or citation, today))}"
        for citation in answer.citations
    )
    text = clean(answer.text.replace("**", ""))
    return f"{text}\n\nSources\n{sources}" if sources else text


def _question(question: str) -> str:
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
    buttons = "".join(ask_button(question, kind="follow-up") for question in questions)
    return f'<div class="follow-ups" role="group" aria-label="Ask next" aria-live="off">{buttons}</div>'


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
