"""An answer in the making: sentences that know the records they rest on, before citations are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.records import (
    Answer,
    AnswerKind,
    Background,
    Citation,
    Corpus,
    DocumentPassage,
    DocumentQuotation,
    Event,
    Record,
    Sentence,
    Statement,
)

WRITER = "embedded"


class DraftSentence(Record):
    """One sentence and the ids of the records that it rests on; ``bullet`` puts it on a line of its own in a list."""

    text: str
    rests_on: tuple[str, ...]
    bullet: bool = False


class Draft(Record):
    """The paragraphs of an answer in order; ``unsaid`` are ids of records that fit but found no room."""

    kind: AnswerKind
    paragraphs: tuple[tuple[DraftSentence, ...], ...]
    follow_ups: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[DraftSentence, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids in the order in which they are first cited."""
        return tuple(dict.fromkeys(key for sentence in self.sentences for key in sentence.rests_on))


def said(text: str, *rests_on: str, bullet: bool = False) -> DraftSentence:
    return DraftSentence(text=text.strip(), rests_on=tuple(dict.fromkeys(rests_on)), bullet=bullet)


def plain(kind: AnswerKind, *sentences: str, follow_ups: Iterable[str] = (), notices: Iterable[str] = ()) -> Draft:
    """A draft that rests on no record: a refusal, a help text, a word about the bot."""
    paragraph = tuple(said(sentence) for sentence in sentences)
    return Draft(kind=kind, paragraphs=(paragraph,), follow_ups=tuple(follow_ups), notices=tuple(notices))


def word_count(sentences: Iterable[DraftSentence]) -> int:
    """Words as a reader counts them, each marker being one."""
    return sum(len(sentence.text.split()) + len(sentence.rests_on) for sentence in sentences)


def finish(
    draft: Draft, corpus: Corpus, seconds: float, *, writer: str = WRITER, awaited: Iterable[str] = ()
) -> Answer:
    """The draft with its citations numbered from 1 in the order of the text. ``seconds`` is what answering took.

    ``awaited`` are ids that an unfinished text may still cite: they are numbered after those that it does.
    """
    number = {key: n for n, key in enumerate(dict.fromkeys((*draft.cited, *awaited)), 1)}
    paragraphs = [_markdown(paragraph, number) for paragraph in draft.paragraphs if paragraph]
    return Answer(
        kind=draft.kind,
        text="\n\n".join(paragraphs),
        sentences=tuple(
            Sentence(text=sentence.text, citations=tuple(number[key] for key in sentence.rests_on))
            for sentence in draft.sentences
        ),
        citations=tuple(cite(corpus.by_id[key], n) for key, n in number.items()),
        follow_ups=draft.follow_ups,
        notices=draft.notices,
        writer=writer,
        seconds=seconds,
    )


def _markdown(paragraph: tuple[DraftSentence, ...], number: dict[str, int]) -> str:
    parts: list[str] = []
    for sentence in paragraph:
        markers = "".join(f"[{number[key]}]" for key in sentence.rests_on)
        text = f"{sentence.text} {markers}".strip()
        parts.append(f"\n- {text}" if sentence.bullet else f" {text}")
    return re.sub(r"(?m)^ ", "", "".join(parts)).strip("\n")


def cite(record: Statement | Background | Event, n: int) -> Citation:
    """The record as citation number ``n``."""
    if isinstance(record, Statement):
        return Citation(
            n=n,
            id=record.id,
            type="document" if isinstance(record, DocumentQuotation) else "statement",
            speaker=record.speaker,
            role=record.role,
            said_on=None if isinstance(record, DocumentQuotation) and not record.dated else record.said_on,
            stance=record.stance,
            text=record.context if isinstance(record, DocumentQuotation) else record.claim,
            quote=record.quote,
            source=record.source,
            locator=record.at.locator if isinstance(record, DocumentQuotation) else None,
        )

    return Citation(
        n=n,
        id=record.id,
        type="document"
        if isinstance(record, DocumentPassage)
        else "background"
        if isinstance(record, Background)
        else "event",
        speaker=None,
        role=None,
        said_on=_date_of(record),
        stance=None,
        text=f"{record.title}: {record.text}",
        quote=None,
        source=record.sources[0],
        locator=record.at.locator if isinstance(record, DocumentPassage) else None,
    )


def _date_of(record: Background | Event) -> str | None:
    if isinstance(record, Event):
        return record.on
    return None if isinstance(record, DocumentPassage) and not record.dated else record.as_of
