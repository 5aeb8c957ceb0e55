"""The sources of a conversation as CSL-JSON, the format of citeproc, Zotero and Pandoc."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.export.citation import address
from bot.export.conversation import Exchange
from bot.export.documents import Document, Form, documents_of
from bot.records import Corpus

_TYPES: Mapping[Form, str] = {
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "blog": "post-weblog",
    "preprint": "article",
    "report": "report",
    "speech": "speech",
    "hearing": "hearing",
    "interview": "interview",
    "page": "webpage",
    "missing": "document",
}
_IN_CONTAINER = ("newspaper", "magazine", "blog", "page")  # the publisher is what the document stands in


def csl_json(exchanges: Sequence[Exchange], corpus: Corpus, on: datetime.date) -> str:
    """A JSON array of CSL items, one a source document; ``on`` is the day of access.

    Raises ``ExportRefused`` for a conversation that is too large.
    """
    items = [_item(document, on) for document in documents_of(exchanges, corpus)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(document: Document, on: datetime.date) -> dict[str, Any]:
    item: dict[str, Any] = {"id": document.key, "type": _TYPES[document.form], "title": document.title}
    if document.publisher:
        item["container-title" if document.form in _IN_CONTAINER else "publisher"] = document.publisher
    if document.published:
        item["issued"] = _date(document.published)
    if document.url:
        item |= {"URL": address(document.url), "accessed": _date(on.isoformat())}
    return item | {"note": document.note}


def _date(date: str) -> dict[str, list[list[int]]]:
    """A date as exact as it is known: one, two or three parts."""
    return {"date-parts": [[int(part) for part in date.split("-")]]}
