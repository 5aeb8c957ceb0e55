"""A draft of curated records from a document: what a person finishes by hand, so that a raw file becomes a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from bot.corpus_check import QUOTE_WORDS
from bot.documents.document import Document, DocumentSaying, free_id
from bot.documents.join import is_body, slug_of
from bot.documents.speakers import SpeakerIndex, index_speakers, link_speaker
from bot.records import Corpus

_HEAD = """\
# yaml-language-server: $schema=../../schema/source.schema.json
# A draft from {file}
# Fill in what is null or empty, above all each claim in your own words, and delete what is not worth keeping;
# then put it into sources/{year}/ and run `python -m bot corpus check`.
"""
_WORDS_OF_ID = 3


def draft_of(document: Document, corpus: Corpus) -> str:
    """YAML with a statement for each quotation that has a speaker and 2 to 30 words.

    What only a reader can tell is left open: the claim, the side, the topics, the role.
    """
    index = index_speakers(corpus)
    year = (document.published or "YEAR")[:4]
    taken = set(corpus.by_id)
    source = {
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "published": document.published,
    }
    statements = [_statement(document, saying, corpus, index, taken) for saying in _quoted(document)]
    body = yaml.safe_dump({"source": source}, allow_unicode=True, sort_keys=False, width=116)
    body += "\n" + yaml.safe_dump({"statements": statements}, allow_unicode=True, sort_keys=False, width=116)
    return _HEAD.format(file=document.file, year=year) + body


def _quoted(document: Document) -> Iterator[DocumentSaying]:
    least, most = QUOTE_WORDS
    for saying in document.sayings:
        if saying.direct and saying.speaker and least <= len(saying.text.split()) <= most:
            yield saying


def _statement(
    document: Document, saying: DocumentSaying, corpus: Corpus, index: SpeakerIndex, taken: set[str]
) -> dict[str, Any]:
    link = link_speaker(saying.speaker or "", index)
    known = corpus.speaker_by_id[link.speaker] if link.status == "known" and link.speaker else None
    name = known.name if known else saying.speaker or ""
    body = known.kind == "organisation" if known else is_body(name)
    words = " ".join(saying.text.split()).strip(" ,")
    return {
        "id": _id(known.sort if known else name.split()[-1], document, words, taken),
        "speaker": name,
        "speaker_type": "organisation" if body else "person",
        "role": None,
        "organisation": None,
        "country": known.country if known else None,
        "said_on": document.published,
        "venue": document.title,
        "stance": None,
        "topics": [],
        "claim": None,
        "quote": words,
        "seen": [document.url] if document.url else [],
        "about": [],
    }


def _id(sort: str, document: Document, words: str, taken: set[str]) -> str:
    """``surname-2023-three-telling-words``, and a number where there is such a record."""
    telling = [word for word in re.findall(r"[a-z]+", slug_of(words)) if len(word) > 3][:_WORDS_OF_ID]
    wanted = "-".join(filter(None, (slug_of(sort), (document.published or "")[:4], *telling))) or "statement"
    found = free_id(wanted, taken)
    taken.add(found)
    return found
