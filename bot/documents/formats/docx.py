"""Word files, opened by python-docx: paragraphs and tables in order, as they read with all changes accepted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from bot.documents.document import Metadata, Paragraph, Reading
from bot.documents.fields import as_language
from bot.documents.formats.archive import ARCHIVE_FAULTS, damaged, open_archive
from bot.documents.formats.lines import clean

if TYPE_CHECKING:
    from docx.document import Document as Word

_HEADING = re.compile(r"(?:heading|title|subtitle)\b", re.IGNORECASE)
# Struck out by a tracked change, or said a second time for programs that are too old for the first.
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SPACES = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(content: bytes, name: str) -> Reading:
    """The text of a Word file. Comments, notes, headers and footers are not part of it."""
    with open_archive(content, name):
        pass
    try:
        word = open_docx(io.BytesIO(content))
        paragraphs = tuple(_paragraphs(word))
        metadata, warnings = _metadata(word)
    except (PackageNotFoundError, etree.XMLSyntaxError, AttributeError, TypeError, *ARCHIVE_FAULTS) as error:
        raise damaged(name, error) from error
    return Reading(paragraphs, metadata, warnings)


def _paragraphs(word: Word) -> Iterator[Paragraph]:
    headings = {style.style_id for style in word.styles if _HEADING.match(style.name or "")}
    for element in word.element.body.iter(qn("w:p")):
        if any(ancestor.tag in _LEFT_OUT for ancestor in element.iterancestors()):
            continue
        text = clean("".join(_texts(element)))
        if text:
            yield Paragraph(text, heading=_is_heading(element, headings))


def _texts(paragraph: etree._Element) -> Iterator[str]:
    """The text of a paragraph without that of text boxes in it, which hold paragraphs of their own."""
    for element in paragraph:
        if element.tag in _LEFT_OUT or element.tag == qn("w:p"):
            continue
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.tag in _SPACES:
            yield _SPACES[element.tag]
        else:
            yield from _texts(element)


def _is_heading(paragraph: etree._Element, headings: set[str]) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return False
    style = properties.find(qn("w:pStyle"))
    if style is not None and style.get(qn("w:val")) in headings:
        return True
    level = properties.find(qn("w:outlineLvl"))
    return level is not None and level.get(qn("w:val")) != "9"  # 9 is Word's number for body text


def _metadata(word: Word) -> tuple[Metadata, tuple[str, ...]]:
    known = word.core_properties
    author = clean(known.author or "")
    metadata = Metadata(
        title=clean(known.title or "") or None,
        author=author if author and author != "python-docx" else None,
        language=as_language(known.language or ""),
    )
    made = known.created
    return metadata, (f"the file was made on {made:%Y-%m-%d}, which may not be when it was published",) if made else ()
