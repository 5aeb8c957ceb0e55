"""The sources of a conversation as BibTeX and as RIS."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.export.citation import address
from bot.export.conversation import Exchange
from bot.export.documents import Document, Form, documents_of
from bot.records import Corpus

_BIBTEX: Mapping[Form, tuple[str, str]] = {  # entry, and the field that the publisher goes into
    "newspaper": ("article", "journal"),
    "magazine": ("article", "journal"),
    "report": ("techreport", "institution"),
}
_OTHER_BIBTEX = ("misc", "howpublished")
_RIS: Mapping[Form, str] = {
    "newspaper": "NEWS",
    "magazine": "MGZN",
    "blog": "BLOG",
    "preprint": "UNPB",
    "report": "RPRT",
    "hearing": "HEAR",
    "missing": "GEN",
}
_OTHER_RIS = "ELEC"  # a page; RIS has no type for a speech or an interview that is read on one
_IN_CONTAINER = ("newspaper", "magazine", "blog")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[!?])(?=`)|(?<=,)(?=,)")  # TeX would join the two


def bibtex(exchanges: Sequence[Exchange], corpus: Corpus, on: datetime.date) -> str:
    """BibTeX in UTF-8, one entry a source document; ``on`` is the day of access.

    Raises ``ExportRefused`` for a conversation that is too large.
    """
    return "\n".join(_bibtex_entry(document, on) for document in documents_of(exchanges, corpus))


def ris(exchanges: Sequence[Exchange], corpus: Corpus, on: datetime.date) -> str:
    """RIS in UTF-8, one record a source document; ``on`` is the day of access.

    Raises ``ExportRefused`` for a conversation that is too large.
    """
    records = (_ris_record(document, on) for document in documents_of(exchanges, corpus))
    return "\n".join("".join(f"{tag}  - {value}\n" for tag, value in record) for record in records)


def _bibtex_entry(document: Document, on: datetime.date) -> str:
    kind, holder = _BIBTEX.get(document.form, _OTHER_BIBTEX)
    fields = [("title", f"{{{_tex(document.title)}}}")]  # the inner braces keep the capitals
    if document.publisher:
        fields.append((holder, _tex(document.publisher)))
    lines = [f"  {name} = {{{value}}}" for name, value in fields]
    if document.published:
        year, *rest = document.published.split("-")
        lines.append(f"  year = {{{year}}}")
        if rest:
            lines.append(f"  month = {_MONTHS[int(rest[0]) - 1]}")  # a macro that every style knows
        if len(rest) > 1:
            lines.append(f"  day = {{{int(rest[1])}}}")
    if document.url:
        lines += [f"  url = {{{address(document.url)}}}", f"  urldate = {{{on.isoformat()}}}"]
    lines.append(f"  note = {{{_tex(document.note)}}}")
    return f"@{kind}{{{document.key},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    """The text as TeX prints it letter for letter."""
    return "".join(_TEX.get(letter, letter) for letter in _LIGATURES.sub("\x00", text)).replace("\x00", "{}")


def _ris_record(document: Document, on: datetime.date) -> Iterator[tuple[str, str]]:
    yield "TY", _RIS.get(document.form, _OTHER_RIS)
    yield "ID", document.key
    yield "TI", document.title
    if document.publisher:
        yield "T2" if document.form in _IN_CONTAINER else "PB", document.publisher
    if document.published:
        yield "PY", document.published[:4]
        if "-" in document.published:
            yield "DA", _ris_date(document.published)
    if document.url:
        yield "UR", address(document.url)
        yield "Y2", _ris_date(on.isoformat())
    yield "N1", document.note
    yield "ER", ""


def _ris_date(date: str) -> str:
    """``YYYY/MM/DD/``, with what is unknown left empty."""
    year, month, day = [*date.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/"
