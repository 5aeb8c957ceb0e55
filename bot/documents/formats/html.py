"""Web pages: main text, title, date, author and address from the page's own metadata, by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted

from bot.documents.document import Metadata, Paragraph, Reading
from bot.documents.errors import DamagedDocument, TooLarge
from bot.documents.fields import as_address, as_date, as_language
from bot.documents.formats.encoding import decode
from bot.documents.formats.lines import clean
from bot.documents.formats.markup import block_paragraphs, parse_html

_LEAST_SHARE = 0.1  # of the words of a page; a main text of fewer is not believed where the page is short
_LARGEST_PAGE = 10_000_000  # bytes; its tree takes some forty times as much memory, and a minute to read
_SHORT_PAGE = 3000  # characters
_DATES = {"original_date": True, "extensive_search": False}  # what the page says, no guess from its text


def read_html(content: bytes, name: str) -> Reading:
    """The main text of a page; all of its text, with a warning, where the main text cannot be told from the rest."""
    if len(content) > _LARGEST_PAGE:
        wrong = f"a web page of {len(content) / 1e6:,.0f} MB is too large: {_LARGEST_PAGE // 1_000_000} MB are read"
        raise TooLarge(name, wrong, "split it, or save its text alone")
    text, guessed = decode(content, name, markup=True)
    root = parse_html(text)
    if root is None:
        raise DamagedDocument(name, "there is no page in it", "save the page again")
    everything = list(block_paragraphs(root))
    language = as_language(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    try:
        extracted = bare_extraction(
            root, with_metadata=True, include_comments=False, date_extraction_params=_DATES, fast=False
        )
    except RecursionError as error:
        raise DamagedDocument(name, "its elements are nested too deeply", "save its text alone") from error
    warnings = [guessed] if guessed else []
    found = extracted if isinstance(extracted, Extracted) else None
    paragraphs = list(_main_text(found.body)) if found is not None and found.body is not None else []
    whole, kept = (sum(len(paragraph.text) for paragraph in each) for each in (everything, paragraphs))
    if kept < _LEAST_SHARE * min(whole, _SHORT_PAGE):
        paragraphs = everything
        if whole:
            warnings.append("the main text could not be told from the rest of the page, so all of it is kept")
    metadata = _metadata(found, language) if found is not None else Metadata(language=language)
    return Reading(tuple(paragraphs), metadata, tuple(warnings))


def _main_text(body: etree._Element) -> Iterator[Paragraph]:
    """The paragraphs in the tree that trafilatura makes: head, p, quote, list of item, table of row of cell."""
    for element in body.iter("head", "p", "quote", "item", "row", "code", "ab"):
        if any(ancestor.tag in ("p", "item", "row", "head", "quote") for ancestor in _ancestors(element, body)):
            continue
        if element.tag == "row":
            cells = (clean("".join(cell.itertext())) for cell in element.iter("cell"))
            lines = [" | ".join(cell for cell in cells if cell)]
        else:
            lines = re.split(r"\n{2,}", _text(element))
        for line in map(clean, lines):
            if line:
                yield Paragraph(line, heading=element.tag == "head")


def _ancestors(element: etree._Element, body: etree._Element) -> Iterator[etree._Element]:
    for ancestor in element.iterancestors():
        if ancestor is body:
            return
        yield ancestor


def _text(element: etree._Element) -> str:
    """The text of an element; paragraphs within it, as in a long quotation, are parted by an empty line."""
    parts = [element.text or ""]
    for child in element:
        between = "\n\n" if child.tag in ("p", "item", "quote", "list") else "\n" if child.tag == "lb" else ""
        parts += [between, _text(child), between, child.tail or ""]
    return "".join(parts)


def _metadata(found: Extracted, language: str | None) -> Metadata:
    return Metadata(
        title=clean(found.title or "") or None,
        publisher=clean(found.sitename or "") or None,
        url=as_address(found.url or ""),
        published=as_date(found.date or ""),
        author=clean(found.author or "") or None,
        language=language,
    )
