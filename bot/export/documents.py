"""The source documents of a conversation, each once, with what was cited from it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Literal

from bot.dates import spelled
from bot.export.conversation import Exchange, check_size, one_line
from bot.records import Background, Corpus, Event, Record, Source, Statement
from bot.text import fold

Form = Literal[
    "newspaper", "magazine", "blog", "preprint", "report", "speech", "hearing", "interview", "page", "missing"
]

_FORM_OF: Mapping[str, Form] = {
    **dict.fromkeys(
        (
            "financial times", "new zealand herald", "the daily telegraph", "the guardian", "the hindu",
            "the independent", "the moscow times", "the new york times", "the observer", "the sunday times",
            "the telegraph", "the times", "the wall street journal", "the washington post", "usa today",
        ),
        "newspaper",
    ),
    **dict.fromkeys(("fortune", "new statesman", "newsweek", "the atlantic", "time", "wired"), "magazine"),
    "arxiv": "preprint",
}  # fmt: skip
_BLOG = re.compile(r"(?!.*\bcopy\b).*\bblog\b")
# A document is taken for a speech and the like only where its own title and the venue of all that is cited from it
# both begin so: a news report of a speech has the same venue, and is none.
_FORM_WORDS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("report", re.compile(r"(?:research |technical |annual |final )?report\b", re.IGNORECASE)),
    ("speech", re.compile(r"(?:keynote )?speech\b", re.IGNORECASE)),
    ("hearing", re.compile(r"(?:written |oral )?testimony\b|hearing\b", re.IGNORECASE)),
    ("interview", re.compile(r"interview\b", re.IGNORECASE)),
)
_SMALL = frozenset("a an and as at by for from in into is its of on or the this to we what who why with your".split())
_LEAST_CHECK = 4  # hexadecimal digits at the end of a key


class Document(Record):
    """A source document. ``note`` says what was cited from it; of one that is missing nothing else is known."""

    key: str
    form: Form
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    note: str


def documents_of(exchanges: Sequence[Exchange], corpus: Corpus) -> tuple[Document, ...]:
    """The documents that a conversation cites, in the order in which it first cites them, each address once.

    An id that the corpus lacks gives a document of the form "missing". Raises ``ExportRefused`` for a conversation
    that is too large.
    """
    check_size(exchanges)
    cited = dict.fromkeys(citation.id for exchange in exchanges for citation in exchange.citations)
    records: dict[str, list[Statement | Background | Event]] = {}
    missing: list[str] = []
    for key in cited:
        record = corpus.by_id.get(key)
        if record is None:
            missing.append(key)
            continue
        for source in (record.source,) if isinstance(record, Statement) else record.sources:
            held = records.setdefault(source.place, [])
            if record not in held:
                held.append(record)
    keys: set[str] = set()
    sources = _sources_of(corpus, records)
    found = [_document(sources[url], held, keys) for url, held in records.items()]
    return (*found, *(_missing(key, keys) for key in missing))


def _sources_of(corpus: Corpus, urls: Container[str]) -> dict[str, Source]:
    """For each address the source as the corpus dates it most exactly: where records word a title otherwise, the same
    document is still the same in every export."""
    found: dict[str, Source] = {}
    for record in corpus.by_id.values():
        for source in (record.source,) if isinstance(record, Statement) else record.sources:
            known = found.get(source.place)
            if source.place in urls and (known is None or len(source.published or "") > len(known.published or "")):
                found[source.place] = source
    return found


def _document(source: Source, records: Sequence[Statement | Background | Event], keys: set[str]) -> Document:
    return Document(
        key=_key(_words_of_key(source), source.place, keys),
        form=_form(source, [record.venue for record in records if isinstance(record, Statement)], len(records)),
        title=one_line(source.title),
        publisher=one_line(source.publisher),
        published=source.published,
        url=source.url,
        note=_note(records),
    )


def _missing(cited: str, keys: set[str]) -> Document:
    shown = one_line(cited) or "(empty)"
    return Document(
        key=_key("missing", cited, keys),
        form="missing",
        title=f"Passage {shown}",
        publisher=None,
        published=None,
        url=None,
        note=f"The conversation cites {shown}, which the corpus does not hold now, so its source is not known.",
    )


def _note(records: Sequence[Statement | Background | Event]) -> str:
    """What was cited, by kind: "Quoted: speaker, date"."""
    kinds: dict[str, list[str]] = {}
    for record in records:
        label, what = _cited(record)
        kinds.setdefault(label, []).append(what)
    return ". ".join(f"{label}: {'; '.join(dict.fromkeys(what))}" for label, what in kinds.items())


def _cited(record: Statement | Background | Event) -> tuple[str, str]:
    match record:
        case Statement():
            label = "Quoted" if record.quote else "Reported in our words"
            return label, one_line(f"{record.speaker}, {spelled(record.said_on)}")
        case Background():
            return "Background on", one_line(record.title)
        case Event():
            return "Event", one_line(f"{record.title}, {spelled(record.on)}")


def _form(source: Source, venues: Sequence[str], cited: int) -> Form:
    publisher = fold(source.publisher)
    if form := _FORM_OF.get(publisher):
        return form
    if _BLOG.match(publisher):
        return "blog"
    if not venues or len(venues) < cited:
        return "page"
    for form, pattern in _FORM_WORDS:
        if all(pattern.match(text) for text in (source.title, *venues)):
            return form
    return "page"


def _words_of_key(source: Source) -> str:
    """Publisher, year and a word of the title, in plain letters: independent2023encryption."""
    publisher = next(_plain_words(source.publisher), "source")
    year = source.published[:4] if source.published else "nd"
    return f"{publisher}{year}{next(_plain_words(source.title), '')}"


def _plain_words(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z0-9]+", fold(text).replace("'", ""))
    return (word[:24] for word in words if len(word) > 1 and word not in _SMALL)


def _key(start: str, of: str, taken: set[str]) -> str:
    """A key that a document has in every export, since its end is drawn from its address, and that no other has."""
    digest = hashlib.sha256(of.encode("utf-8", "replace")).hexdigest()
    length = _LEAST_CHECK
    while (key := f"{start}-{digest[:length]}") in taken and length < len(digest):
        length += 1
    taken.add(key)
    return key
