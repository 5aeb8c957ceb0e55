"""PDF files: the lines of each page with their place and size, by pypdf."""

from __future__ import annotations

import io
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import Destination

from bot.documents.document import Limits, Metadata, Progress, Reading
from bot.documents.errors import DamagedDocument, EmptyDocument, EncryptedDocument, TooLarge
from bot.documents.fields import as_language
from bot.documents.formats.lines import clean
from bot.documents.formats.pdf_layout import Line, paragraphs_of_pages

# What a broken file makes pypdf raise, besides its own errors: it follows the file's objects without checking each.
_FAULTS = (
    PyPdfError, DependencyError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError,
    NotImplementedError, AssertionError, EOFError, OSError, zlib.error, struct.error,
)  # fmt: skip
_JUNK_TITLES = ("untitled", "microsoft word", "microsoft powerpoint", "slide 1", "document1", "title")
_MANY = 3  # pages that are named in a warning


def read_pdf(content: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Reading:
    """The paragraphs of a PDF with their pages; running heads, page numbers and hyphens at line ends are mended.

    A page that cannot be read is left out and named in a warning. Raises EncryptedDocument, EmptyDocument for scanned
    pages without text, TooLarge and DamagedDocument.
    """
    reader = _open(content, name)
    pages: list[list[Line]] = []
    unread: list[int] = []
    size = 0
    try:
        total = len(reader.pages)
    except _FAULTS as error:
        raise _damaged(name, error) from error
    for number in range(1, total + 1):
        try:
            lines = _lines(reader.pages[number - 1], number)
        except _FAULTS:
            lines = []
            unread.append(number)
        pages.append(lines)
        size += sum(len(line.text) for line in lines)
        if size > limits.characters:
            raise TooLarge(name, "it holds more text than is read", "split it, or raise BOT_DOCUMENT_CHARACTERS")
        if progress is not None:
            progress(number, total)
    if unread and len(unread) == total:
        raise DamagedDocument(name, "none of its pages can be read", "get a sound copy of it")
    blank = sum(not lines for lines in pages) - len(unread)
    if blank + len(unread) == total:
        raise EmptyDocument(
            name, f"its {_pages(total)} hold no text, as scans do", "run text recognition (OCR) over it"
        )
    warnings = [*_left_out(unread), *_without_text(blank, total)]
    metadata, made = _metadata(reader)
    return Reading(tuple(paragraphs_of_pages(pages, _outline(reader))), metadata, (*warnings, *made))


def _open(content: bytes, name: str) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        # Some files have a password for changing them alone; the empty one opens these.
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedDocument(name, "it wants a password", "save it without one")
    except _FAULTS as error:
        raise _damaged(name, error) from error
    return reader


def _damaged(name: str, error: Exception) -> DamagedDocument:
    said = clean(str(error))[:120] or type(error).__name__
    return DamagedDocument(name, f"the file is damaged ({said})", "get a sound copy of it")


def _lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in the order of the file, each with its place, and the size and weight of most of it."""
    lines: list[Line] = []
    parts: list[str] = []
    first: list[tuple[float, float]] = []  # where the line begins
    types: Counter[tuple[float, bool]] = Counter()  # letters of each size and weight

    def close() -> None:
        if text := clean("".join(parts)):
            lines.append(Line(text, number, *first[0], *types.most_common(1)[0][0]))
        parts.clear()
        first.clear()
        types.clear()

    def visit(text: str, user: list[float], matrix: list[float], font: dict[str, Any] | None, size: float) -> None:
        for position, part in enumerate(text.split("\n")):
            if position:
                close()
            if part.strip():
                y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
                x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
                first.append((x, y))
                scale = abs(matrix[3] * user[3]) or 1.0
                bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
                types[round(abs(size) * scale, 1), bold] += len(part)
            parts.append(part)

    page.extract_text(visitor_text=visit)
    close()
    return lines


def _outline(reader: PdfReader) -> frozenset[str]:
    """The titles in the table of contents that viewers show, folded; empty where there is none or it is broken."""

    def titles(entries: list[Any], depth: int = 0) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, list) and depth < 10:
                yield from titles(entry, depth + 1)
            elif isinstance(entry, Destination) and isinstance(entry.title, str):
                yield clean(entry.title).casefold()

    try:
        return frozenset(titles(reader.outline))
    except _FAULTS:  # headings are then told by their type alone
        return frozenset()


def _metadata(reader: PdfReader) -> tuple[Metadata, tuple[str, ...]]:
    """Title, author and language; the day on which the file was made is only told, as it may be years later."""
    try:
        known = reader.metadata
        title, author = (clean(str(value or "")) for value in (known and known.title, known and known.author))
        language = str(reader.root_object.get("/Lang") or "")
        made = known.creation_date if known else None
    except _FAULTS:
        return Metadata(), ("what the file tells of itself is damaged",)
    junk = title.lower().startswith(_JUNK_TITLES) or title.lower().endswith((".doc", ".docx", ".indd", ".pdf", ".qxd"))
    metadata = Metadata(title=None if junk else title or None, author=author or None, language=as_language(language))
    return metadata, (f"the file was made on {made:%Y-%m-%d}, which may not be when it was published",) if made else ()


def _left_out(unread: list[int]) -> list[str]:
    if not unread:
        return []
    named = ", ".join(map(str, unread[:_MANY])) + (f" and {len(unread) - _MANY} more" if len(unread) > _MANY else "")
    return [f"left out, as damaged: page{'s' * (len(unread) > 1)} {named}"]


def _without_text(blank: int, total: int) -> list[str]:
    return [f"{_pages(blank)} of {total} hold no text, as scans do"] if blank > max(2, 0.1 * total) else []


def _pages(count: int) -> str:
    return f"{count} page{'s' * (count != 1)}"
