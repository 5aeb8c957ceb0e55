"""EPUB books: the chapters in reading order, and what the package file tells of the book."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from bot.documents.document import Limits, Metadata, Paragraph, Progress, Reading
from bot.documents.errors import DamagedDocument, EncryptedDocument, TooLarge
from bot.documents.fields import as_address, as_date, as_language
from bot.documents.formats.archive import ARCHIVE_FAULTS, damaged, open_archive
from bot.documents.formats.encoding import decode
from bot.documents.formats.lines import clean
from bot.documents.formats.markup import block_paragraphs, parse_html

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS = (".ttf", ".otf", ".woff", ".woff2")


def read_epub(content: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Reading:
    """The text of a book. A chapter that is missing or broken is left out and named in a warning."""
    with open_archive(content, name) as archive:
        try:
            _refuse_encrypted(archive, name)
            package_path = _package_path(archive, name)
            package = _tree(archive.read(package_path))
        except (etree.XMLSyntaxError, *ARCHIVE_FAULTS) as error:
            raise damaged(name, error) from error
        paragraphs: list[Paragraph] = []
        warnings: list[str] = []
        chapters = list(_chapters(package, posixpath.dirname(package_path)))
        size = 0
        for number, chapter in enumerate(chapters, 1):
            try:
                root = parse_html(decode(archive.read(chapter), name, markup=True)[0])
            except ARCHIVE_FAULTS as error:
                warnings.append(f"the chapter {chapter} is left out: {error or type(error).__name__}")
                continue
            found = list(block_paragraphs(root)) if root is not None else []
            paragraphs += found
            size += sum(len(paragraph.text) for paragraph in found)
            if size > limits.characters:
                raise TooLarge(name, "it holds more text than is read", "split it, or raise BOT_DOCUMENT_CHARACTERS")
            if progress is not None:
                progress(number, len(chapters))
    return Reading(tuple(paragraphs), _metadata(package), tuple(warnings))


def _tree(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(content, parser)


def _package_path(archive: zipfile.ZipFile, name: str) -> str:
    for element in _tree(archive.read(_CONTAINER)).iter("{*}rootfile"):
        if path := element.get("full-path"):
            return str(path)
    raise DamagedDocument(name, "the book names no package file", "get a sound copy of it")


def _refuse_encrypted(archive: zipfile.ZipFile, name: str) -> None:
    """Shops lock the chapters; fonts alone are often scrambled in books that are free."""
    if _ENCRYPTION not in archive.namelist():
        return
    locked = (element.get("URI", "") for element in _tree(archive.read(_ENCRYPTION)).iter("{*}CipherReference"))
    if any(not address.lower().endswith(_FONTS) for address in locked):
        raise EncryptedDocument(name, "the book is locked by its shop", "get a copy without a lock")


def _chapters(package: etree._Element, folder: str) -> Iterator[str]:
    """Paths of the chapters within the archive, in reading order, without the table of contents."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if "html" in (item.get("media-type") or "html"):
            path = unquote((item.get("href") or "").partition("#")[0])
            yield posixpath.normpath(posixpath.join(folder, path))


def _metadata(package: etree._Element) -> Metadata:
    def first(field: str) -> str:
        return next(
            (clean("".join(e.itertext())) for e in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{field}")), ""
        )

    return Metadata(
        title=first("title") or None,
        publisher=first("publisher") or None,
        url=as_address(first("source")) or as_address(first("identifier")),
        published=as_date(first("date")),
        author=first("creator") or None,
        language=as_language(first("language")),
    )
