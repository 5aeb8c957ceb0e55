"""The folder ``corpus/`` into records, or what is wrong with it by file, line and field."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bot.corpus_check import Entries, check_entries
from bot.corpus_entries import Entry, background_entries, id_lists, listed_entries, source_entries
from bot.corpus_yaml import WHOLE_FILE, Fault, read_front_matter, read_yaml
from bot.documents.document import Document
from bot.documents.errors import DamagedRecord
from bot.documents.join import with_documents
from bot.documents.store import documents_folder, load_documents
from bot.records import Corpus, Event, Speaker, Topic

_TOP_FILES = ("speakers.yaml", "timeline.yaml", "topics.yaml")
_HELP = "help.md"  # who takes reports of abuse, a sentence a line
_BESIDE = ("README.md", "LICENSE", _HELP)
_BESIDE_FOLDERS = ("schema", "documents")  # what they hold is no part of the records
_SHOWN = 20


class CorpusError(Exception):
    """The corpus cannot be used; the message lists what is wrong, ``faults`` holds all of it."""

    def __init__(self, directory: Path, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        lines = [f"The corpus in {directory} has {len(faults)} fault{'s' * (len(faults) != 1)}:"]
        lines += [f"  {fault}" for fault in faults[:_SHOWN]]
        if len(faults) > _SHOWN:
            lines.append(f"  ... and {len(faults) - _SHOWN} more; `python -m bot corpus check` lists all of them.")
        super().__init__("\n".join(lines))


class CorpusFiles(NamedTuple):
    """The files of a corpus folder, as paths relative to it with forward slashes, sorted."""

    sources: tuple[str, ...]
    background: tuple[str, ...]
    ignored: tuple[str, ...]  # files that are no part of the corpus
    faults: tuple[Fault, ...]  # files in the wrong place or under the wrong name


def load_corpus(directory: Path) -> Corpus:
    """Everything in the corpus folder as frozen records.

    Statements come in the order of their files, then as they stand in them; the rest as it stands in its file. The
    documents that were added are joined to them. Raises CorpusError where anything at all is wrong.
    """
    entries, faults = _read(directory)
    documents, damaged = _documents(directory)
    if faults or damaged or entries is None:
        raise CorpusError(directory, (*faults, *damaged))
    corpus = Corpus(
        statements=_records(entries.statements),
        background=_records(entries.background),
        events=_records(entries.events),
        speakers=_records(entries.speakers),
        ambiguous=dict(entries.ambiguous),
        bodies=dict(entries.bodies),
        topics=_records(entries.topics),
        help=_help(directory / _HELP),
    )
    return with_documents(corpus, documents)


def _documents(directory: Path) -> tuple[tuple[Document, ...], tuple[Fault, ...]]:
    """The documents that were added, or what is wrong with one of them."""
    folder = documents_folder(directory)
    try:
        return load_documents(folder), ()
    except DamagedRecord as error:
        return (), (_misplaced(folder.name, str(error)),)


def _help(path: Path) -> tuple[str, ...]:
    """The lines of the file; none where there is no such file."""
    return tuple(filter(None, map(str.strip, path.read_text("utf-8").splitlines()))) if path.is_file() else ()


def check_corpus(directory: Path) -> tuple[Fault, ...]:
    """Every fault of the corpus folder, sorted by file and line; empty where it is sound."""
    return (*_read(directory)[1], *_documents(directory)[1])


def corpus_hash(directory: Path) -> str:
    """SHA-256, in hexadecimal, over the names and bytes of all files that make up the corpus.

    The README, the licence and the schemas do not count. Raises OSError where a file cannot be read.
    """
    files = corpus_files(directory)
    digest = hashlib.sha256()
    for file in sorted((*_TOP_FILES, *files.sources, *files.background)):
        path = directory / file
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{file}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def corpus_files(directory: Path) -> CorpusFiles:
    """The files that lie in a corpus folder, by what they are. Links to folders are not followed."""
    sources, background, ignored, faults = [], [], [], []
    for file in sorted(_walk(directory)):
        folders, _, name = file.rpartition("/")
        top, depth = file.split("/")[0], file.count("/")
        if file in _TOP_FILES or file in _BESIDE or (folders and top in _BESIDE_FOLDERS):
            continue
        if top == "sources" and name.lower().endswith((".yaml", ".yml")):
            if not name.endswith(".yaml"):
                faults.append(_misplaced(file, "the name must end in .yaml"))
            elif depth != 2 or not (folders[8:].isdigit() and len(folders) == 12):
                faults.append(_misplaced(file, "a source file belongs in sources/YEAR/, such as sources/2023/"))
            else:
                sources.append(file)
        elif folders == "background" and name.endswith(".md"):
            background.append(file)
        elif (directory / file).is_symlink():
            faults.append(_misplaced(file, "this is a link; the corpus holds the files themselves"))
        else:
            ignored.append(file)
    return CorpusFiles(tuple(sources), tuple(background), tuple(ignored), tuple(faults))


def _walk(directory: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(directory):
        here = Path(folder)
        # A folder that is a link, or that is called like a data file, is reported, so it counts as a file here.
        odd = [name for name in folders if (here / name).is_symlink() or name.endswith((".yaml", ".md"))]
        folders[:] = [name for name in folders if name not in odd]
        for name in (*names, *odd):
            yield (here / name).relative_to(directory).as_posix()


def _misplaced(file: str, message: str) -> Fault:
    return Fault(file=file, line=1, field=WHOLE_FILE, message=message)


def _records(entries: tuple[Entry, ...]) -> tuple[Any, ...]:
    return tuple(entry.record for entry in entries)


def _read(directory: Path) -> tuple[Entries | None, tuple[Fault, ...]]:
    if not directory.is_dir():
        return None, (_misplaced(directory.name or ".", "there is no such folder"),)
    files = corpus_files(directory)
    faults = list(files.faults)
    top = {file: read_yaml(directory / file, file) for file in _TOP_FILES}
    sources = [read_yaml(directory / file, file) for file in files.sources]
    background = [read_front_matter(directory / file, file) for file in files.background]
    parsed = (*top.values(), *sources, *background)
    unreadable = [fault for each in parsed for fault in each.faults]
    speakers = top["speakers.yaml"]
    from_sources = [entry for each in sources for entry in source_entries(each, faults)]
    entries = Entries(
        sources=tuple(entry for entry in from_sources if entry.path == ("source",)),
        statements=tuple(entry for entry in from_sources if entry.path != ("source",)),
        background=tuple(entry for each in background for entry in background_entries(each, faults)),
        events=tuple(listed_entries(top["timeline.yaml"], "events", Event, faults)),
        speakers=tuple(listed_entries(speakers, "speakers", Speaker, faults, ("ambiguous", "bodies"))),
        topics=tuple(listed_entries(top["topics.yaml"], "topics", Topic, faults)),
        speakers_file=speakers,
        ambiguous=id_lists(speakers, "ambiguous", faults),
        bodies=id_lists(speakers, "bodies", faults),
        unread=frozenset(each.file for each in parsed if each.node is None),
    )
    faults += check_entries(entries)
    # A value that could not be read is null from here on; what follows from that alone is not worth saying.
    known = {(fault.file, fault.field) for fault in unreadable}
    faults = unreadable + [fault for fault in faults if (fault.file, fault.field) not in known]
    return entries, tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))
