"""An export as a file to be downloaded."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from bot.export.conversation import Exchange, ExportRefused
from bot.export.csl import csl_json
from bot.export.entries import bibtex, ris
from bot.export.markdown import markdown
from bot.records import Corpus, Record

Kind = Literal["markdown", "bibtex", "ris", "csl-json"]


class File(Record):
    """A file's name, its media type and its text, to be encoded as UTF-8."""

    name: str
    media_type: str
    text: str


class _Format(NamedTuple):
    write: Callable[[Sequence[Exchange], Corpus, datetime.date], str]
    name: str
    media_type: str


def export(kind: str, exchanges: Sequence[Exchange], corpus: Corpus, on: datetime.date) -> File:
    """A conversation, or its sources, as a file of a ``Kind``; ``on`` is the day of the export.

    Raises ``ExportRefused``, with a sentence, for another kind and for a conversation that is too large.
    """
    formats: Mapping[str, _Format] = {
        "markdown": _Format(markdown, "conversation-{}.md", "text/markdown"),
        "bibtex": _Format(bibtex, "sources-{}.bib", "application/x-bibtex"),
        "ris": _Format(ris, "sources-{}.ris", "application/x-research-info-systems"),
        "csl-json": _Format(csl_json, "sources-{}.json", "application/vnd.citationstyles.csl+json"),
    }
    chosen = formats.get(kind)
    if chosen is None:
        raise ExportRefused(f"{kind[:40]!r} is no kind of export; there are {', '.join(formats)}.")
    return File(
        name=f"encryption-debate-{chosen.name.format(on.isoformat())}",
        media_type=chosen.media_type,
        text=chosen.write(exchanges, corpus, on),
    )
