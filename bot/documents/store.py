"""The documents of a corpus: one JSON file each in its folder ``documents``, whole or not there at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from filelock import FileLock, Timeout
from pydantic import ValidationError

from bot.documents.document import Document, Limits, Metadata, Progress, free_id
from bot.documents.errors import DamagedRecord, DocumentError, NoSuchDocument, UnreadableFile
from bot.documents.load import load, printable, read_file

Change = Literal["added", "replaced", "updated", "unchanged"]
Attribute = Callable[[Document], Document]  # finds who said what in a document
Ask = Callable[[Document], Metadata]  # what a person at the terminal knows of a document

STDIN = "-"
_LOCK = ".lock"
_HALF = ".tmp"  # what a file that is being written is called
_SOURCE_FIELDS = ("publisher", "url", "published")


class Kept(NamedTuple):
    """What is known of a document in the store without its text; counts are None where not looked for."""

    id: str
    file: str
    sha256: str
    metadata: Metadata
    passages: int
    attributed: int | None
    unattributed: int | None


class Added(NamedTuple):
    """What became of one file: the change, the document as it is kept now, and what it took the place of."""

    change: Change
    kept: Kept
    warnings: tuple[str, ...]
    missing: tuple[str, ...]


def documents_folder(corpus_dir: Path) -> Path:
    """Where the documents of a corpus are kept."""
    return corpus_dir / "documents"


def load_documents(folder: Path) -> tuple[Document, ...]:
    """The documents in a folder, by id; none where there is no such folder.

    Raises DamagedRecord, which names file and field, where one cannot be read back.
    """
    return tuple(_read(path) for path in _records(folder))


def remove_document(folder: Path, id: str) -> None:
    """Delete a document, a damaged one too. Raises NoSuchDocument where there is none of this id."""
    known = {path.stem: path for path in _records(folder)}
    if id not in known:
        raise NoSuchDocument(id, "there is no such document", "`python -m bot corpus list` names those there are")
    known[id].unlink()
    _sync(folder)


class Store:
    """The documents of a folder, open for adding; use it as ``with open_store(folder) as store``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = {document.id: _kept(document) for document in map(_read, _records(folder))}
        self._touched: set[str] = set()  # ids that a file of this run has: no other file of the run replaces them

    def add(
        self,
        source: Path | bytes,
        name: str,
        given: Metadata,
        *,
        limits: Limits,
        progress: Progress | None = None,
        attribute: Attribute | None = None,
        ask: Ask | None = None,
    ) -> Added:
        """Add one file, or replace what it holds another content of.

        A file of the same content changes nothing, unless ``given`` says more of it. A file of a known name, or of
        known title and no other source, replaces that document and takes its id. Raises DocumentError, and OSError
        where the folder cannot be written; the store is then as it was.
        """
        name = printable(name)
        content = source if isinstance(source, bytes) else read_file(source, name, limits)
        same = self._same_content(hashlib.sha256(content).hexdigest())
        if same is not None and given.over(same.metadata) == same.metadata:
            self._touched.add(same.id)
            self._drop_former(name, same)
            return _unchanged(same, name)
        metadata = given if same is None else given.over(same.metadata)
        document = load(content, name, metadata, limits=limits, progress=progress)
        if ask is not None and document.missing:
            document = document.model_copy(update=ask(document).model_dump(exclude_none=True))
        former = same or self._former(document)
        document = document.model_copy(update={"id": former.id if former else free_id(document.id, self._kept)})
        if attribute is not None:
            document = attribute(document)
        self._write(document)
        warnings = document.warnings
        if former is not None and former.file != name:
            warnings = (*warnings, f"it takes the place of {former.file}, which had the same title")
        change: Change = "added" if former is None else "replaced" if same is None else "updated"
        return Added(change, self._kept[document.id], warnings, document.missing)

    def _same_content(self, sha256: str) -> Kept | None:
        return next((kept for kept in self._kept.values() if kept.sha256 == sha256), None)

    def _drop_former(self, name: str, same: Kept) -> None:
        """Remove what a file held before, where it now holds what another file holds."""
        for kept in list(self._kept.values()):
            if kept.file == name != STDIN and kept.id != same.id and kept.id not in self._touched:
                remove_document(self._folder, kept.id)
                del self._kept[kept.id]

    def _former(self, document: Document) -> Kept | None:
        """The document whose place a new one takes."""
        for kept in self._kept.values():
            if kept.file == document.file != STDIN and kept.id not in self._touched:
                return kept
        namesake = self._kept.get(document.id)
        if namesake is None or namesake.id in self._touched:
            return None
        pairs = ((getattr(namesake.metadata, field), getattr(document, field)) for field in _SOURCE_FIELDS)
        return None if any(a is not None and b is not None and a != b for a, b in pairs) else namesake

    def _write(self, document: Document) -> None:
        content = document.model_dump_json(indent=1).encode("utf-8")
        half = self._folder / f".{document.id}{_HALF}"
        try:
            with half.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(half, self._folder / f"{document.id}.json")
        except OSError:
            with contextlib.suppress(OSError):  # what went wrong first is what matters
                half.unlink()
            raise
        _sync(self._folder)
        self._kept[document.id] = _kept(document)
        self._touched.add(document.id)


@contextlib.contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The store in ``folder``, which is made where it is not there; one process at a time may add.

    What a killed run left half written is deleted. Raises UnreadableFile where another process is adding, and
    DamagedRecord where a document cannot be read back.
    """
    if not folder.parent.is_dir():
        raise UnreadableFile(str(folder.parent), "there is no such folder", "set BOT_CORPUS_DIR to that of the corpus")
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise UnreadableFile(str(folder), "another process is adding documents", "wait until it is done") from error
    try:
        for half in folder.glob(f".*{_HALF}"):
            half.unlink()
        yield Store(folder)
    finally:
        lock.release()


def list_kept(folder: Path) -> tuple[Kept, ...]:
    """The documents in a folder without their texts, by id. Raises as load_documents does."""
    return tuple(_kept(_read(path)) for path in _records(folder))


def _records(folder: Path) -> list[Path]:
    paths = (path for path in folder.glob("*.json") if not path.name.startswith("."))
    return sorted(paths, key=lambda path: path.stem)


def _read(path: Path) -> Document:
    remedy = f"mend it, or remove it with `python -m bot corpus remove {path.stem}` and add the file again"
    try:
        document = Document.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"]) or "the whole file"
        message = first["msg"].removeprefix("Value error, ")
        raise DamagedRecord(str(path), f"{field}: {message[:1].lower()}{message[1:]}", remedy) from error
    if document.id != path.stem:
        raise DamagedRecord(str(path), f"id: it is {document.id!r}, the name of the file says otherwise", remedy)
    return document


def _kept(document: Document) -> Kept:
    metadata = Metadata(**{name: getattr(document, name) for name in Metadata.model_fields})
    return Kept(
        document.id,
        document.file,
        document.sha256,
        metadata,
        len(document.blocks),
        document.attributed,
        document.unattributed,
    )


def _unchanged(same: Kept, name: str) -> Added:
    told = () if same.file == name else (f"it holds the same as {same.file}",)
    return Added("unchanged", same, told, ())


def _sync(folder: Path) -> None:
    """Have the folder's own entries written, so that a replaced file stays replaced when the power goes."""
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


__all__ = [
    "Added",
    "DocumentError",
    "Kept",
    "Store",
    "documents_folder",
    "list_kept",
    "load_documents",
    "open_store",
    "remove_document",
]
