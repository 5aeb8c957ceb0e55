"""A file into a document: read, cleaned, cut into blocks, with what is known of where it comes from."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from bot.documents.blocks import cut_blocks
from bot.documents.document import Document, Kind, Limits, Metadata, Paragraph, Progress, Reading
from bot.documents.errors import DamagedDocument, DocumentError, EmptyDocument, TooLarge, UnreadableFile
from bot.documents.fields import from_file_name, slug_of
from bot.documents.formats import read
from bot.documents.kinds import kind_of

_LONGEST_TITLE = 300  # characters


def load(
    source: Path | bytes,
    name: str | None = None,
    metadata: Metadata = Metadata(),  # noqa: B008  (frozen)
    *,
    limits: Limits = Limits(),  # noqa: B008  (a tuple)
    progress: Progress | None = None,
) -> Document:
    """The document in a file, or in the bytes of one.

    ``name`` is the file name to keep, by default that of ``source``; ``metadata`` wins over what the file tells of
    itself, and that over its name. Its id is made from the title, and may be that of another document already.
    Raises DocumentError where the file cannot become a document; it never waits on a pipe or a device.
    """
    if isinstance(source, Path):
        name = printable(name or source.name)
        content = read_file(source, name, limits)
    else:
        name = printable(name or "-")
        content = source
        _check_size(len(content), name, limits)
    if not content.strip():
        raise EmptyDocument(name, "the file is empty", "nothing is added")
    kind, warning = kind_of(content, name)
    reading = _reading(kind, content, name, limits, progress)
    known = metadata.over(reading.metadata).over(_first_heading(kind, reading.paragraphs))
    known = known.over(from_file_name(name) if name != "-" else Metadata())
    text, headings, page_starts = _compose(reading.paragraphs)
    if not any(letter.isalnum() for letter in text):
        raise EmptyDocument(name, "there is no text in it", "nothing is added")
    if len(text) > limits.characters:
        raise TooLarge(
            name,
            f"its text has {len(text):,} characters, above the limit of {limits.characters:,}",
            "split it, or raise BOT_DOCUMENT_CHARACTERS",
        )
    sha256 = hashlib.sha256(content).hexdigest()
    title = known.title or f"Document {sha256[:8]}"
    return Document(
        **known.model_dump(exclude={"title"}),
        id=slug_of(title) or f"document-{sha256[:8]}",
        title=title,
        format=kind,
        sha256=sha256,
        file=name,
        text=text,
        blocks=cut_blocks(text, headings, page_starts),
        page_starts=page_starts,
        warnings=((warning,) if warning else ()) + _still_true(reading.warnings, metadata),
    )


def _reading(kind: Kind, content: bytes, name: str, limits: Limits, progress: Progress | None) -> Reading:
    try:
        return read(kind, content, name, limits, progress)
    except DocumentError:
        raise
    except Exception as error:  # what a library makes of a broken file is not foreseen in full
        wrong = f"the file is damaged ({type(error).__name__}: {str(error)[:120]})"
        raise DamagedDocument(name, wrong, "get a sound copy of it, or save it in another format") from error


def read_file(path: Path, name: str, limits: Limits) -> bytes:
    """The bytes of a regular file, of no more than the limit. Raises UnreadableFile or TooLarge, and never blocks."""
    try:
        # Opening a pipe would wait for its writer; what was opened is looked at, so that nothing can be swapped in.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _unreadable(name, error) from error
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(name, "this is a pipe, a device or a folder", "add files with text")
        _check_size(status.st_size, name, limits)
        try:
            content = file.read(limits.megabytes * 1_000_000 + 1)
        except OSError as error:
            raise _unreadable(name, error) from error
    _check_size(len(content), name, limits)
    return content


def printable(name: str) -> str:
    """A file name that can be kept: bytes in it that are no UTF-8 are written as escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _unreadable(name: str, error: OSError) -> UnreadableFile:
    remedy = {
        errno.EACCES: "give yourself the right to read it",
        errno.ENOENT: "see whether the path is right",
        errno.ELOOP: "it is a link that leads to itself",
        errno.ENXIO: "add files with text",
    }.get(error.errno or 0, "see whether the disk is sound")
    return UnreadableFile(name, f"it cannot be read ({(error.strerror or str(error)).lower()})", remedy)


def _check_size(size: int, name: str, limits: Limits) -> None:
    if size > limits.megabytes * 1_000_000:
        wrong = f"it has {size / 1e6:,.0f} MB, above the limit of {limits.megabytes}"
        raise TooLarge(name, wrong, "split it, or raise BOT_DOCUMENT_MEGABYTES")


def _first_heading(kind: Kind, paragraphs: Sequence[Paragraph]) -> Metadata:
    """The title that a text opens with, in formats where a heading is told by its mark and not by its looks."""
    if kind not in ("markdown", "docx") or not paragraphs or not paragraphs[0].heading:
        return Metadata()
    return Metadata(title=paragraphs[0].text[:_LONGEST_TITLE])


def _still_true(warnings: Sequence[str], flags: Metadata) -> tuple[str, ...]:
    """The warnings without the one on the day a file was made, where the day of publication was given."""
    return tuple(each for each in warnings if flags.published is None or not each.startswith("the file was made on"))


def _compose(paragraphs: Sequence[Paragraph]) -> tuple[str, list[tuple[int, int]], tuple[int, ...]]:
    """The text, the spans of its headings, and where each page begins in it."""
    headings, pages, at = [], [], 0
    for paragraph in paragraphs:
        if paragraph.heading:
            headings.append((at, at + len(paragraph.text)))
        pages += [(page, at + offset) for offset, page in paragraph.pages]
        at += len(paragraph.text) + 2
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    starts: list[int] = []
    for page, start in pages:  # a page without text begins where the next one does
        starts += [start] * (page - len(starts))
    return text, headings, tuple(starts)
