"""A conversation as Markdown, with the numbered sources of each answer in full."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from bot.dates import spelled
from bot.export.citation import address, attribution, words
from bot.export.conversation import CitedId, Exchange, check_size, one_line, printable
from bot.records import Background, Corpus, Event, Source, Statement

TITLE = "The encryption debate: who said what"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$&])")
_OPENS_BLOCK = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def markdown(exchanges: Sequence[Exchange], corpus: Corpus, on: datetime.date) -> str:
    """The conversation as Markdown (CommonMark); ``on`` is the day of the export.

    HTML in any text is shown as text. Raises ``ExportRefused`` for a conversation that is too large.
    """
    check_size(exchanges)
    parts = [_header(on)]
    for number, exchange in enumerate(exchanges, 1):
        parts += _exchange(number, exchange, corpus)
    return "\n\n".join(parts) + "\n"


def _header(on: datetime.date) -> str:
    return (
        f"# {TITLE}\n\n"
        f"A conversation with a chatbot that answers from a corpus of statements on end-to-end encryption; exported on "
        f"{spelled(on.isoformat())}.\n\n"
        "Words in quotation marks are the speakers' own, as their sources give them; everything else is in our words. "
        "Read the source before you quote.\n\n"
        f"Our words: © The encryption-debate authors, [CC BY 4.0]({_LICENCE}). The quotations and the titles of "
        "sources belong to those who said, wrote or published them."
    )


def _exchange(number: int, exchange: Exchange, corpus: Corpus) -> Iterator[str]:
    yield f"## Question {number}"
    question = _plain(printable(exchange.question).strip()) or "(empty)"
    yield "\n".join(f"> {line}".rstrip() for line in question.splitlines())
    yield f"### Answer {number}"
    yield printable(exchange.text).strip().replace("<", "&lt;") or "(empty)"
    if exchange.citations:
        yield f"### Sources of answer {number}"
        yield "\n".join(_source_line(citation, corpus) for citation in sorted(exchange.citations, key=lambda c: c.n))


def _source_line(citation: CitedId, corpus: Corpus) -> str:
    """One item of the list: what was cited and, below it, where it can be read."""
    marker = f"- **\\[{citation.n}\\]** "
    match corpus.by_id.get(citation.id):
        case Statement() as record:
            return f"{marker}{_plain(attribution(record))}: {_plain(words(record))}{_sources((record.source,))}"
        case Background() as record:
            about = f"{one_line(record.title)} (background, as of {spelled(record.as_of)})"
            return f"{marker}{_plain(about)}{_sources(record.sources)}"
        case Event() as record:
            about = f"{one_line(record.title)} (event, {spelled(record.on)})"
            return f"{marker}{_plain(about)}{_sources(record.sources)}"
        case None:
            missing = f"{one_line(citation.id) or '(empty)'}: the corpus does not hold this passage now"
            return f"{marker}{_plain(missing)}, so its source is not known."


def _sources(sources: Sequence[Source]) -> str:
    return "".join(f"\n  - {_source(source)}" for source in sources)


def _source(source: Source) -> str:
    """Title, publisher and date, then the address spelled out, so that it is readable on paper too."""
    dated = f", {spelled(source.published)}" if source.published else ", no date given"
    read = f", <{address(source.url)}>" if source.url else ""
    return f"*{_plain(one_line(source.title))}*, {_plain(one_line(source.publisher))}{dated}{read}"


def _plain(text: str) -> str:
    """The text with everything escaped that Markdown would take for markup."""
    return _OPENS_BLOCK.sub(_escaped_opening, _SPECIAL.sub(r"\\\1", text))


def _escaped_opening(match: re.Match[str]) -> str:
    opening = match[2]
    return f"{match[1]}{opening[:-1]}\\{opening[-1]}"
