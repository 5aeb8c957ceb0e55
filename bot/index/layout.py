"""The index folder on disk.

INDEX/current                  the name of the build that serves, replaced in one step
INDEX/build.lock               held by the one process that builds
INDEX/builds/NAME/manifest.json   what the build was made from; written last, so a build without it is not whole
                  chroma/      the vectors and what can be filtered by
                  lexical/     the BM25 index
                  vectors.npz  ids, hashes of the texts and vectors, in the corpus's order
                  readers/     one locked file for each process that reads the build
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import sqlite3
import zlib
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout
from pydantic import ValidationError

from bot.records import Passage, Record

SCHEMA = 1  # raise it whenever a build's files change their shape or meaning
MANIFEST, VECTORS, CHROMA, LEXICAL, READERS = "manifest.json", "vectors.npz", "chroma", "lexical", "readers"
SQLITE = f"{CHROMA}/chroma.sqlite3"
_MOST_READERS = 1000
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{6}")


class Unusable(Exception):
    """A build cannot serve; the message says why as a whole sentence. ``damaged`` tells a fault from mere age."""

    def __init__(self, reason: str, *, damaged: bool = False) -> None:
        super().__init__(reason)
        self.damaged = damaged


class FileMark(Record):
    """Size in bytes and CRC-32 of a file as it was written."""

    size: int
    crc32: int


class Manifest(Record):
    """What a build was made from, and the marks of its files."""

    schema_version: int
    passages_sha256: str
    model: str
    probe: tuple[float, ...]
    versions: dict[str, str]
    passages: int
    embedded: int
    reused: int
    built_at: str
    files: dict[str, FileMark]


def library_versions() -> dict[str, str]:
    """The versions of the libraries whose files a build holds; another one's files may not be readable."""
    return {name: version(name) for name in ("chromadb", "bm25s")}


def passages_hash(passages: Sequence[Passage]) -> str:
    """SHA-256 over every field of every passage, in order."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(passage.model_dump_json().encode())
        digest.update(b"\n")
    return digest.hexdigest()


def why_stale(manifest: Manifest, passages_sha256: str, model: str) -> str | None:
    """Say in a sentence why a build no longer fits, or None where it does."""
    if manifest.schema_version != SCHEMA:
        return f"The index has schema version {manifest.schema_version}, this program needs {SCHEMA}."
    if manifest.model != model:
        return f"The index was made with the model {manifest.model}, the settings ask for {model}."
    if manifest.versions != library_versions():
        written = ", ".join(f"{name} {number}" for name, number in manifest.versions.items())
        return f"The index was written by {written}, installed are other versions."
    if manifest.passages_sha256 != passages_sha256:
        return "The corpus changed since the index was built."
    return None


def current_build(root: Path) -> Path:
    """The build that serves. Raises Unusable where there is none."""
    try:
        name = (root / "current").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise Unusable("There is no index yet.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"The file {root / 'current'} cannot be read ({error}).", damaged=True) from error
    if not _NAME.fullmatch(name):
        raise Unusable(f"The file {root / 'current'} names no build.", damaged=True)
    if not (build := root / "builds" / name).is_dir():
        raise Unusable(f"The build {name} is gone.", damaged=True)
    return build


def whole_builds(root: Path) -> list[Path]:
    """Every build with a manifest, the one that serves first, then the newest first."""
    found = sorted((path.parent for path in root.glob(f"builds/*/{MANIFEST}")), reverse=True)
    try:
        serving = current_build(root)
    except Unusable:
        return found
    return sorted(found, key=lambda build: build != serving)


def new_build(root: Path) -> Path:
    """Make the folder of a new build; names sort by time."""
    build = root / "builds" / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
    build.mkdir(parents=True)
    return build


def read_manifest(build: Path) -> Manifest:
    """Read a build's manifest. Raises Unusable where it is missing or damaged."""
    try:
        return Manifest.model_validate_json((build / MANIFEST).read_bytes())
    except OSError as error:
        raise Unusable(f"The index's {MANIFEST} cannot be read ({error.strerror}).", damaged=True) from error
    except ValidationError as error:
        raise Unusable(f"The index's {MANIFEST} is damaged or from another version.", damaged=True) from error


def mark_files(build: Path) -> dict[str, FileMark]:
    """Flush every file of a build to the disk and mark it.

    Chroma's database is left out: it changes whenever it is opened, and SQLite checks it by itself.
    """
    marks = {}
    for path in sorted(build.rglob("*")):
        if path.is_dir():
            _flush(path)
            continue
        name = path.relative_to(build).as_posix()
        if not name.startswith((SQLITE, READERS)):
            marks[name] = _mark(path)
        _flush(path)
    return marks


def write_manifest(build: Path, manifest: Manifest) -> None:
    """Write the manifest, which makes the build whole."""
    _write_whole(build / MANIFEST, manifest.model_dump_json(indent=1))


def point_to(root: Path, build: Path) -> None:
    """Let ``build`` serve from now on: the pointer is replaced in one step."""
    _flush(build.parent)
    _write_whole(root / "current", f"{build.name}\n")


def check_files(build: Path, manifest: Manifest) -> None:
    """Compare every file with its mark. Raises Unusable that names the first that differs."""
    for name, mark in manifest.files.items():
        check_file(build, name, mark)
    try:
        address = f"file:{quote(str(build / SQLITE))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        raise Unusable(f"The index's file {SQLITE} is damaged ({verdict}).", damaged=True)


def check_file(build: Path, name: str, mark: FileMark | None) -> None:
    """Compare one file with its mark. Raises Unusable."""
    try:
        same = mark is not None and (build / name).stat().st_size == mark.size and _mark(build / name) == mark
    except OSError as error:
        raise Unusable(f"The index's file {name} cannot be read ({error.strerror}).", damaged=True) from error
    if not same:
        raise Unusable(f"The index's file {name} is not as it was written.", damaged=True)


def reader_lock(build: Path) -> FileLock | None:
    """Tell other processes that this one reads ``build``; None where nothing can be written there.

    The first free of the numbered files is locked, so files of readers that died are used again.
    """
    for number in range(_MOST_READERS):
        lock = FileLock(build / READERS / f"{number}.lock", thread_local=False)
        try:
            (build / READERS).mkdir(exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            continue
        except OSError:
            return None  # a full or read-only disk: no other process can build, and so clean, there either
        return lock
    return None


def clean(root: Path) -> None:
    """Remove what dead builds left behind: all but the serving build, the one before it, and what others read.

    To be called by the process that holds the build lock.
    """
    keep = whole_builds(root)[:2]
    for build in (root / "builds").iterdir():
        if build not in keep and not _is_read(build):
            shutil.rmtree(build, ignore_errors=True)
    for left in root.glob("*.new"):
        left.unlink(missing_ok=True)


def size_of(build: Path) -> int:
    """Bytes that a build takes on disk."""
    return sum(path.stat().st_size for path in build.rglob("*") if path.is_file())


def _is_read(build: Path) -> bool:
    for path in build.glob(f"{READERS}/*.lock"):
        lock = FileLock(path, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except (OSError, Timeout):
            return True
        lock.release()
    return False


def _mark(path: Path) -> FileMark:
    content = path.read_bytes()
    return FileMark(size=len(content), crc32=zlib.crc32(content))


def _write_whole(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
