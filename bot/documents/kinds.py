"""Which kind of file it is: by what it holds first, then by the extension of its name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from bot.documents.document import Kind
from bot.documents.errors import EncryptedDocument, UnknownKind
from bot.documents.formats.archive import ARCHIVE_FAULTS, damaged, open_archive

_EXTENSIONS: Mapping[str, Kind] = {
    ".pdf": "pdf", ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".epub": "epub", ".rtf": "rtf",
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text",
}  # fmt: skip
_SPOKEN: Mapping[Kind, str] = {
    "pdf": "a PDF", "html": "a web page", "docx": "a Word file", "epub": "an EPUB book", "rtf": "an RTF file",
    "markdown": "Markdown", "text": "plain text",
}  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"), (b"RIFF", "a picture, sound or film"), (b"ID3", "sound"), (b"OggS", "sound or film"),
    (b"\x1f\x8b", "a packed archive"), (b"BZh", "a packed archive"), (b"\xfd7zXZ", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"), (b"Rar!", "a packed archive"), (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"), (b"SQLite format 3", "a database"),
)  # fmt: skip
_PAGE = re.compile(
    rb"(?:<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->|\s++)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(rb"<(?:p|div|article|h[1-6]|body|table|span|title|meta)\b", re.IGNORECASE)
_MARKDOWN = re.compile(rb"^(?:#{1,6} \S|---\r?\n)", re.MULTILINE)
_HEAD = 4096
_RESAVE = "save it as PDF, DOCX or plain text"


def kind_of(content: bytes, name: str) -> tuple[Kind, str | None]:
    """The kind of a file, and a warning where its extension says another. Raises DocumentError where it is not read."""
    extension = PurePosixPath(name.lower()).suffix
    expected = _EXTENSIONS.get(extension)
    kind = _by_content(content, name, expected)
    if expected is None or expected == kind or {expected, kind} == {"markdown", "text"}:
        return kind, None
    return kind, f"its name ends in {extension} but it is {_SPOKEN[kind]}, and read as that"


def _by_content(content: bytes, name: str, expected: Kind | None) -> Kind:
    head = content[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _archive_kind(content, name)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_OLD_OFFICE):
        if _ENCRYPTED_OFFICE in content:
            raise EncryptedDocument(name, "it wants a password", "save it without one")
        raise UnknownKind(name, "this is a file of an old Word, Excel or PowerPoint", _RESAVE)
    for start, what in _OTHERS:
        if head.startswith(start):
            raise UnknownKind(name, f"this is {what}", "documents with text are read")
    return _text_kind(head, name, expected)


def _text_kind(head: bytes, name: str, expected: Kind | None) -> Kind:
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if plain.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: its letters are ASCII with zeros between them
        plain = plain[2:].replace(b"\0", b"")
    if _PAGE.match(plain) or (expected == "html" and _TAG.search(plain)):
        return "html"
    if plain.lstrip().startswith((b"<?xml", b"<svg")):
        raise UnknownKind(name, "this is XML, but no web page", _RESAVE)
    if expected == "markdown" or (expected is None and _MARKDOWN.search(plain)):
        return "markdown"
    return "text"


def _archive_kind(content: bytes, name: str) -> Kind:
    with open_archive(content, name) as archive:
        members = set(archive.namelist())
        if "word/document.xml" in members:
            return "docx"
        if "META-INF/container.xml" in members:
            return "epub"
        try:
            what = _other_archive(archive, members)
        except ARCHIVE_FAULTS as error:
            raise damaged(name, error) from error
    raise UnknownKind(name, f"this is {what}", _RESAVE if what != "a ZIP archive" else "unpack it and add the folder")


def _other_archive(archive: zipfile.ZipFile, members: set[str]) -> str:
    if any(member.startswith(("xl/", "ppt/")) for member in members):
        return "a spreadsheet or a presentation"
    if "mimetype" in members and archive.getinfo("mimetype").file_size < 200:
        return "an OpenDocument file" if b"opendocument" in archive.read("mimetype") else "a ZIP archive"
    return "a ZIP archive"
