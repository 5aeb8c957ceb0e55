"""A document together with what is said in it, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.documents.attribution import attribute
from bot.documents.document import Document, DocumentSaying

if TYPE_CHECKING:
    from spacy.language import Language

NOT_ENGLISH = "it is not in English, so that nobody is looked for who speaks in it"


def with_sayings(document: Document, nlp: Language) -> Document:
    """The document with its quotations and reports; ``nlp`` comes from ``load_parser``.

    A document in another language than English keeps its text alone, and its warnings say so.
    """
    if document.language and not document.language.lower().startswith("en"):
        return document.model_copy(update={"warnings": (*document.warnings, NOT_ENGLISH)})
    found = attribute(document.text, nlp)
    sayings = tuple(
        DocumentSaying(
            speaker=each.speaker,
            text=document.text[each.start : each.end],
            start=each.start,
            end=each.end,
            direct=each.kind == "direct",
            cue=each.cue,
        )
        for each in found.quotations
        if each.start < each.end
    )
    named = sum(each.speaker is not None for each in found.direct)
    counts = {"attributed": named, "unattributed": len(found.direct) - named}
    return document.model_copy(update={"sayings": sayings, **counts})
