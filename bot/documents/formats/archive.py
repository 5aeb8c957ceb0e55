"""DOCX and EPUB files are ZIP archives: opened only where what they unpack to is within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib

from bot.documents.errors import DamagedDocument, EncryptedDocument, TooLarge

MOST_UNPACKED = 300_000_000  # bytes of all members together
MOST_MARKUP = 40_000_000  # bytes of one member of text: a tree of it takes some ten times as much memory
_MOST_MEMBERS = 10_000
_LARGEST_RATIO = 250  # of unpacked to packed, from _RATIO_FROM bytes; text packs to a tenth, to a fiftieth at best
_RATIO_FROM = 10_000_000
_MARKUP = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
_REMEDY = "such an archive is refused unread; open it in the program it comes from and save it as PDF or text"

# What a broken archive makes zipfile and zlib raise.
ARCHIVE_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)


def open_archive(content: bytes, name: str) -> zipfile.ZipFile:
    """The archive in ``content``. Raises TooLarge, EncryptedDocument or DamagedDocument, nothing unpacked yet.

    Sizes are those that the archive declares; zipfile unpacks no more of a member than it declares.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except ARCHIVE_FAULTS as error:
        raise damaged(name, error) from error
    total = sum(member.file_size for member in members)
    packed = max(1, min(len(content), sum(member.compress_size for member in members)))
    markup = max((m.file_size for m in members if m.filename.lower().endswith(_MARKUP)), default=0)
    if total > MOST_UNPACKED or len(members) > _MOST_MEMBERS:
        raise TooLarge(name, f"it unpacks to {len(members):,} files of {total / 1e6:,.0f} MB", _REMEDY)
    if total > _RATIO_FROM and total > _LARGEST_RATIO * packed:
        raise TooLarge(name, f"it unpacks to {total // packed} times its size, as a ZIP bomb does", _REMEDY)
    if markup > MOST_MARKUP:
        raise TooLarge(name, f"one part of it unpacks to {markup / 1e6:,.0f} MB of text", _REMEDY)
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedDocument(name, "it wants a password", "save it without one")
    return archive


def damaged(name: str, error: Exception) -> DamagedDocument:
    """What is raised for an archive that cannot be read, with what Python says of it."""
    return DamagedDocument(
        name, f"the file is damaged ({str(error) or type(error).__name__})", "get a sound copy of it"
    )
