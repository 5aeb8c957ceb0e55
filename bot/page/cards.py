"""A cited passage as a card: who said it, where and when, the words themselves, and the source."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from html import escape

from bot.dates import spelled
from bot.export import cite
from bot.page.markup import shown, source_link
from bot.page.prose import clean
from bot.reader_filters import SIDE_WORDS
from bot.records import (
    Background,
    Citation,
    Corpus,
    DocumentPassage,
    DocumentQuotation,
    Event,
    Source,
    Stance,
    Statement,
)

_LANGUAGES = {
    "da": "Danish", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "zh": "Chinese",
}  # fmt: skip
_SHORT = 320  # characters of a long text that a card shows before "Read on"
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)][.!?]) (?=[A-Z])")


def card_id(turn: str, number: int) -> str:
    """The id of a card in the page: unique, since each turn has its own prefix."""
    return f"{turn}-c{number}"


def passage_name(citation: Citation, corpus: Corpus) -> str:
    """What a marker is announced as: a speaker and a date, or a title."""
    record = corpus.by_id.get(citation.id)
    if isinstance(record, Background | Event):
        return record.title
    name = citation.speaker or citation.source.title
    return f"{name}, {spelled(citation.said_on)}" if citation.said_on else name


def cards(citations: Sequence[Citation], corpus: Corpus, turn: str) -> str:
    """HTML of the cards of one turn, in the order of their numbers."""
    return "".join(card(citation, corpus, turn) for citation in citations)


def card(citation: Citation, corpus: Corpus, turn: str) -> str:
    """HTML of one card; what the citation itself does not carry (venue, note, all sources) comes from the corpus."""
    place = card_id(turn, citation.n)
    side: Stance | None = None
    match corpus.by_id.get(citation.id):
        case DocumentQuotation() as quotation:
            body = _quotation(quotation, citation, place)
        case DocumentPassage() as piece:
            head = _head(place, citation.n, piece.title, None)
            body = head + _line("where", _in_document(piece)) + _text(piece.text) + _sources(piece.sources)
        case Statement() as statement:
            side, body = statement.stance, _statement(statement, citation, place)
        case Background() as background:
            head = _head(place, citation.n, background.title, None)
            when = _line("where", f"Background, as of {spelled(background.as_of)}")
            body = head + when + _text(background.text) + _sources(background.sources)
        case Event() as event:
            head = _head(place, citation.n, event.title, None)
            when = _line("where", f"Event, {spelled(event.on)}")
            body = head + when + _text(event.text) + _sources(event.sources)
        case None:
            side, body = citation.stance, _unrecorded(citation, place)
    return (
        f'<article class="card" id="{place}" data-side="{side or "none"}" tabindex="-1" aria-labelledby="{place}-name">'
        f'{body}<div class="foot">{_copy(corpus.by_id.get(citation.id))}'
        f'<a class="back" href="#{turn}-m{citation.n}" '
        f'aria-label="Back to the answer, where passage {citation.n} is cited">Back to the answer</a></div></article>'
    )


def _statement(record: Statement, citation: Citation, place: str) -> str:
    parts = [
        _head(place, citation.n, record.speaker, record.stance),
        _line("role", record.role),
        _line("where", f"{spelled(record.said_on)} · {record.venue}"),
    ]
    if quote := citation.quote or record.quote:
        parts.append(_quote(quote))
        if record.language:
            language = _LANGUAGES.get(record.language, f"the language “{record.language}”")
            parts.append(_line("note", f"Translated from {language}."))
    parts.append(_line("claim", record.claim, "In our words:"))
    if record.note:
        parts.append(_line("note", record.note, "Context:"))
    return "".join((*parts, _sources((record.source,))))


def _quotation(record: DocumentQuotation, citation: Citation, place: str) -> str:
    """Words found in an added document: the passage as it stands there, what is the speaker's marked in it."""
    words = record.quote or record.claim
    before, found, after = clean(record.context).partition(clean(words))
    passage = f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}" if found else escape(before)
    label = "Quoted in a document:" if record.quote else "Reported in a document:"
    return "".join(
        (
            _head(place, citation.n, record.speaker, None),
            _line("role", record.role),
            _line("where", _in_document(record)),
            f'<p class="claim"><span class="label">{label}</span> {passage}</p>',
            _sources((record.source, *record.further)),
        )
    )


def _in_document(record: DocumentQuotation | DocumentPassage) -> str:
    """``13 November 2023 · paragraph 3``."""
    date = record.said_on if isinstance(record, DocumentQuotation) else record.as_of
    return f"{spelled(date) if record.dated else 'No date'} · {record.at.locator}"


def _unrecorded(citation: Citation, place: str) -> str:
    """A passage that is no record of the corpus, such as a page of a document: all that is known is in the citation."""
    parts = [_head(place, citation.n, citation.speaker or citation.source.title, citation.stance)]
    if citation.role:
        parts.append(_line("role", citation.role))
    if citation.said_on:
        parts.append(_line("where", spelled(citation.said_on)))
    if citation.quote:
        parts.append(_quote(citation.quote))
    return "".join((*parts, _text(citation.text), _sources((citation.source,))))


def _head(place: str, number: int, name: str, stance: Stance | None) -> str:
    side = f'<p class="side">{SIDE_WORDS[stance]}</p>' if stance else ""
    return f'<header><h4 id="{place}-name"><span class="number">{number}</span> {shown(name)}</h4>{side}</header>'


def _copy(record: Statement | Background | Event | None) -> str:
    """A button that copies the quotation with its citation."""
    if not isinstance(record, Statement) or not record.quote:
        return ""
    text = shown(cite(record, datetime.date.today()))
    return f'<button type="button" class="action" data-copy="{text}">Copy quote</button>'


def _line(kind: str, text: str, label: str = "") -> str:
    before = f'<span class="label">{label}</span> ' if label else ""
    return f'<p class="{kind}">{before}{shown(text)}</p>'


def _quote(words: str) -> str:
    return f'<blockquote dir="auto">“{shown(words)}”</blockquote>'


def _text(text: str) -> str:
    """A text whole if it is short, else its first sentences and the rest to unfold."""
    text = clean(text)
    ends = [match.start() for match in _SENTENCE_END.finditer(text) if match.start() >= _SHORT]
    if not ends:
        return f'<p class="claim">{escape(text)}</p>'
    return (
        f'<p class="claim">{escape(text[: ends[0]])}</p>'
        f'<details><summary>Read on</summary><p class="claim">{escape(text[ends[0] :].strip())}</p></details>'
    )


def _sources(sources: Sequence[Source]) -> str:
    label = "Source" if len(sources) == 1 else "Sources"
    items = "".join(f"<li>{_source(source)}</li>" for source in sources)
    return f'<div class="sources"><span class="label">{label}</span><ul>{items}</ul></div>'


def _source(source: Source) -> str:
    dated = f", {spelled(source.published)}" if source.published else ""
    return f'{source_link(source)} <span class="publisher">{shown(source.publisher + dated)}</span>'
