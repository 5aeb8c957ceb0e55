"""Every document that statements were read in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dates import spelled
from bot.page.explore.markup import Rendered, count, option, speaker_link, view
from bot.page.markup import shown, source_link
from bot.records import Corpus, Record, Source, day_range

_UNDATED = "undated"


class Document(Record):
    """A source document and who is quoted in it, each once."""

    source: Source
    speakers: tuple[str, ...]

    @property
    def year(self) -> str:
        return self.source.published[:4] if self.source.published else _UNDATED


def render(corpus: Corpus, params: Mapping[str, str]) -> Rendered:
    """All source documents by year, the newest first; the page filters them."""
    found = documents(corpus)
    if not found:
        return view("Sources", '<p class="intro">The corpus holds no source yet.</p>')
    years: dict[str, list[Document]] = {}
    for document in found:
        years.setdefault(document.year, []).append(document)
    lists = "".join(_group(year, own, corpus) for year, own in years.items())
    return view(
        "Sources",
        '<p class="intro">Every page in which a statement of the corpus was read. The links lead out.</p>',
        _filters(found, tuple(years)),
        f'<p class="shown-count" role="status">{count(len(found), "source")}</p>{lists}',
    )


def documents(corpus: Corpus) -> tuple[Document, ...]:
    """The documents, the newest first and those without a date last. Those with one address are one document."""
    by_url: dict[str, tuple[Source, dict[str, None]]] = {}
    for statement in corpus.statements:
        _, speakers = by_url.setdefault(statement.source.place, (statement.source, {}))
        speakers[statement.speaker] = None
    found = (Document(source=source, speakers=tuple(speakers)) for source, speakers in by_url.values())

    def order(document: Document) -> tuple[int, str, str]:
        published = document.source.published
        return -day_range(published)[0] if published else 0, document.source.title.casefold(), document.source.place

    return tuple(sorted(found, key=order))


def _filters(found: Sequence[Document], years: Sequence[str]) -> str:
    publishers = sorted({document.source.publisher for document in found}, key=str.casefold)
    return (
        '<form class="filters" role="search" data-rows="ul.documents > li" data-one="source" data-many="sources">'
        '<label>Search <input type="search" name="words" autocomplete="off" spellcheck="false" '
        'placeholder="Title, publisher or speaker"></label>'
        f'<label>Year <select name="year">{option("", "Any year")}'
        f"{''.join(option(year, _titled(year)) for year in years)}"
        "</select></label>"
        '<label>Publisher <input type="text" name="publisher" list="publishers" autocomplete="off" '
        'placeholder="Any publisher"></label>'
        f'<datalist id="publishers">{"".join(option(name, name) for name in publishers)}</datalist>'
        '<button type="reset" class="asks" hidden>Clear</button></form>'
    )


def _group(year: str, found: Sequence[Document], corpus: Corpus) -> str:
    items = "".join(_document(document, corpus) for document in found)
    return f'<section class="group"><h3>{_titled(year)}</h3><ul class="plain documents">{items}</ul></section>'


def _titled(year: str) -> str:
    return "No date" if year == _UNDATED else year


def _document(document: Document, corpus: Corpus) -> str:
    source = document.source
    dated = f", {spelled(source.published)}" if source.published else ""
    speakers = ", ".join(speaker_link(name, corpus) for name in document.speakers)
    return (
        f'<li data-year="{document.year}" data-publisher="{shown(source.publisher)}">{source_link(source)} '
        f'<span class="publisher">{shown(source.publisher)}{dated}</span> '
        f'<span class="quoted">Speakers: {speakers}</span></li>'
    )
