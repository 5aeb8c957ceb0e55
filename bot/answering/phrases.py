"""How one record is put into words: each phrase names the speaker, a quotation stands beside its speaker's name."""

from __future__ import annotations

import re

from bot.answering.draft import DraftSentence, said
from bot.dates import on_date, spelled
from bot.records import Background, Corpus, DocumentQuotation, Event, Statement
from bot.text import bare

_WRITTEN = re.compile(
    r"\b(?:letter|blog|article|post|posts|memo|essay|paper|report|tweet|tweets|e-?mail|brief|op-ed|column|book"
    r"|message|twitter|submission|opinion|guidance|comment piece)\b",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(
    r"(?:\b(?:v|vs|Mr|Mrs|Ms|Dr|No|Inc|Jr|Sr|St|Sen|Rep|Gov|Prof|art|cf|[A-Z])|\bU\.S|\bU\.K|\be\.g|\bi\.e)\.$"
)


def single(text: str) -> str:
    """Text with its double quotation marks made single, so that it may stand beside or within a quotation."""
    text = re.sub(r"[“„]", "‘", text)
    text = text.replace("”", "’")
    return re.sub(r'"([^"]*)"', r"‘\1’", text).replace('"', "’")


def ended(text: str) -> str:
    """The text with a full stop unless it ends a sentence already."""
    text = text.strip()
    return text if re.search(r"[.!?][’”)\"']*$", text) else f"{text}."


def split_sentences(text: str) -> tuple[str, ...]:
    """Prose by sentence; abbreviations and initials end none."""
    parts: list[str] = []
    for piece in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9“‘\"'])", text.strip()):
        if parts and ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return tuple(part for part in parts if part)


def short_name(statement: Statement, corpus: Corpus) -> str:
    """The surname of a person, where the full name ends in it; else the name."""
    speaker = corpus.speaker_by_name[statement.speaker]
    is_person = speaker.kind == "person" and speaker.name.endswith(speaker.sort)
    return speaker.sort if is_person else speaker.name


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _verb(statement: Statement) -> str:
    return "wrote" if _WRITTEN.search(statement.venue) else "said"


def who_said(statement: Statement) -> str:
    """``**Name** (role) said on 31 October 2023 (venue)``; of a document, that it quotes them."""
    if isinstance(statement, DocumentQuotation):
        return f"**{statement.speaker}** is quoted in {_document(statement)}"
    when, where = on_date(statement.said_on), single(statement.venue)
    return f"**{statement.speaker}** ({single(statement.role)}) {_verb(statement)} {when} ({where})"


def full(statement: Statement) -> tuple[DraftSentence, ...]:
    """Who, role, date, venue, the quotation where there is one, and what was argued."""
    if isinstance(statement, DocumentQuotation):
        return (_from_document(statement),)
    if statement.quote is None:
        return (summed_up(statement, venue=True),)
    lead = said(ended(f"{who_said(statement)}: “{single(statement.quote)}”"), statement.id)
    return (lead, *_each(statement.claim, statement))


def _from_document(quotation: DocumentQuotation, *, bullet: bool = False) -> DraftSentence:
    """The words that a document gives to a speaker, or what it reports of them in its own words."""
    if quotation.quote is None:
        reports = f"**{quotation.speaker}**, as reported in {_document(quotation)}: {single(quotation.claim)}"
        return said(ended(reports), quotation.id, bullet=bullet)
    return said(ended(f"{who_said(quotation)}: “{single(quotation.quote)}”"), quotation.id, bullet=bullet)


def _document(quotation: DocumentQuotation) -> str:
    """``*Title* (Publisher, 13 November 2023, paragraph 3)``."""
    when = spelled(quotation.said_on) if quotation.dated else "undated"
    where = ", ".join(filter(None, (single(quotation.source.publisher), when, quotation.at.locator)))
    more = "".join(f" and in *{single(other.title)}*" for other in quotation.further)
    return f"*{single(quotation.source.title)}* ({where}){more}"


def _each(text: str, statement: Statement) -> tuple[DraftSentence, ...]:
    """Our own words sentence by sentence, so that each carries its citation."""
    return tuple(said(ended(single(part)), statement.id) for part in split_sentences(text))


def summed_up(statement: Statement, *, venue: bool = False, bullet: bool = False) -> DraftSentence:
    """Our own words for what was said, then role, date and, where wanted, venue: ``… (Director; 3 November 2014)``."""
    if isinstance(statement, DocumentQuotation):
        return _from_document(statement, bullet=bullet)
    claim = single(split_sentences(statement.claim)[0]).removesuffix(".")
    named = statement.speaker in claim
    claim = (
        claim.replace(statement.speaker, f"**{statement.speaker}**", 1)
        if named
        else f"**{statement.speaker}**: {claim}"
    )
    details = [] if bare(statement.role) in bare(statement.claim) else [single(statement.role)]
    details += [spelled(statement.said_on), *([single(statement.venue)] if venue else [])]
    return said(f"{claim} ({'; '.join(details)}).", statement.id, bullet=bullet)


def line(statement: Statement, *, bullet: bool = True) -> DraftSentence:
    """One line: who, when, and the claim or, where that is long, the quotation."""
    if isinstance(statement, DocumentQuotation):
        return _from_document(statement, bullet=bullet)
    if statement.quote is not None and len(statement.claim.split()) > 34 and len(statement.quote.split()) >= 6:
        head = f"**{statement.speaker}** ({single(statement.role)}, {spelled(statement.said_on)})"
        return said(ended(f"{head}: “{single(statement.quote)}”"), statement.id, bullet=bullet)
    return summed_up(statement, bullet=bullet)


def note_of(statement: Statement) -> tuple[DraftSentence, ...]:
    """What a reader needs to know besides, where the record says it."""
    return _each(statement.note, statement) if statement.note else ()


def event_sentences(event: Event) -> tuple[DraftSentence, ...]:
    """The date and title of an event, then its text."""
    head = said(ended(f"**{spelled(event.on)}**: {single(event.title)}"), event.id)
    return (head, *(said(single(part), event.id) for part in split_sentences(event.text)))


def background_sentences(background: Background) -> tuple[DraftSentence, ...]:
    return tuple(said(single(part), background.id) for part in split_sentences(background.text))


def in_a_sentence(title: str, corpus: Corpus) -> str:
    """A title as it stands within a sentence: without its capital, unless a name opens it."""
    first, _, rest = title.partition(" ")
    is_name = (
        first.endswith("'s")
        or not rest
        or first != first.capitalize()
        or rest[:1].isupper()
        or rest[:1].isdigit()
        or first in corpus.spellings
    )
    return title if is_name and first != "The" else first.lower() + title[len(first) :]
