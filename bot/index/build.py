"""Build an index aside, check it, and let it serve in one step."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import numpy as np
from chromadb.errors import ChromaError
from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings

from bot.index.layout import (
    CHROMA,
    LEXICAL,
    SCHEMA,
    VECTORS,
    Manifest,
    Unusable,
    check_file,
    check_files,
    clean,
    current_build,
    library_versions,
    mark_files,
    new_build,
    passages_hash,
    point_to,
    read_manifest,
    whole_builds,
    why_stale,
    write_manifest,
)
from bot.index.lexical import build_lexical, load_lexical, save_lexical
from bot.index.progress import Progress
from bot.index.search import Index
from bot.index.store import open_store, write_store
from bot.index.vectors import Vectors, embed_texts, read_ids, read_vectors, text_hash, write_vectors
from bot.records import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PROBE = "Who said what about encryption?"
_SAME = 0.999  # cosine above which two vectors of one text come from the same model, whatever the machine


class IndexUnavailable(RuntimeError):
    """There is no index and none can be made; the message says why and what to do."""


@dataclass(frozen=True)
class Goal:
    """What the index should hold, and the model that it should be made with.

    ``probe`` is the model's vector of a fixed sentence: another model under the same name gives another one.
    """

    passages: tuple[Passage, ...]
    passages_sha256: str
    model: str
    embeddings: Embeddings
    probe: NDArray[np.float32]


def goal_of(passages: tuple[Passage, ...], model: str, embeddings: Embeddings) -> Goal:
    """Take stock of what to index. Raises IndexUnavailable where that makes no index."""
    if not passages:
        raise IndexUnavailable("The corpus holds no passages, so there is nothing to index: see corpus/README.md.")
    name, times = Counter(passage.id for passage in passages).most_common(1)[0]
    if times > 1:
        raise IndexUnavailable(f"The id {name} stands for {times} passages: give each record of the corpus its own.")
    probe = np.asarray(embeddings.embed_query(_PROBE), dtype=np.float32)
    return Goal(passages, passages_hash(passages), model, embeddings, probe)


def open_current(root: Path, goal: Goal) -> Index:
    """Open the build that serves. Raises Unusable where it is missing, stale or damaged."""
    while True:
        build = current_build(root)
        try:
            manifest = read_manifest(build)
            if reason := why_stale(manifest, goal.passages_sha256, goal.model):
                raise Unusable(reason)
            return open_build(build, goal)
        except Unusable:
            if current_build(root) == build:  # else another process put a new one in its place meanwhile
                raise


def open_build(build: Path, goal: Goal, notices: tuple[str, ...] = ()) -> Index:
    """Open a build, whether it holds all of the goal's passages or not. Raises Unusable."""
    manifest = read_manifest(build)
    if not _same_model(manifest, goal):
        raise Unusable(f"The index was made with another model than the {goal.model} at hand.")
    check_files(build, manifest)
    resources = ExitStack()
    try:
        ids = read_ids(build)
        lexical = load_lexical(build / LEXICAL, ids)
        held = frozenset(ids)
        passages = tuple(passage for passage in goal.passages if passage.id in held)
        store = open_store(build, goal.embeddings, {passage.id: passage for passage in passages}, resources)
        count, answers = store.collection.count(), store.search(goal.probe.tolist(), 1, None)
        if not answers or count not in (manifest.passages, len(passages)) or len(ids) != manifest.passages:
            raise Unusable(f"The index holds {count} passages where it should hold {manifest.passages}.", damaged=True)
        return Index(passages, goal.embeddings, lexical, manifest, build, notices, store, resources.pop_all())
    except (OSError, ValueError, ChromaError) as error:
        raise Unusable(f"The index cannot be opened ({error}).", damaged=True) from error
    finally:
        resources.close()


def reusable_vectors(root: Path, goal: Goal) -> dict[str, NDArray[np.float32]]:
    """Vectors of an earlier build with the same model, by the hashes of their texts; empty where there is none."""
    for build in whole_builds(root):
        with suppress(Unusable, OSError, ValueError):
            manifest = read_manifest(build)
            if manifest.schema_version == SCHEMA and manifest.model == goal.model and _same_model(manifest, goal):
                check_file(build, VECTORS, manifest.files.get(VECTORS))
                stored = read_vectors(build)
                return dict(zip(stored.hashes, stored.vectors, strict=True))
    return {}


def build(root: Path, goal: Goal, progress: Progress, known: Mapping[str, NDArray[np.float32]]) -> Index:
    """Build a new index in ``root`` aside, check it, and let it serve; the process must hold the build lock.

    Texts whose hash is in ``known`` are not embedded. Whatever happens before the last step (an error, Ctrl-C, a
    kill, a full disk), the build that served before goes on serving.

    Raises:
        OSError, ChromaError, sqlite3.Error: the disk is full or cannot be written to.
        Unusable: what was written cannot be read back.
    """
    started = time.monotonic()
    clean(root)
    vectors, embedded = embed_texts([passage.text for passage in goal.passages], goal.embeddings, known, progress)
    folder = new_build(root)
    try:
        index = _write(folder, goal, vectors, embedded)
        try:
            point_to(root, folder)
        except BaseException:
            index.close()
            raise
    except BaseException:  # Ctrl-C too must not leave half a build behind
        shutil.rmtree(folder, ignore_errors=True)
        raise
    clean(root)
    progress.say(
        f"The index is built: {len(goal.passages)} passages, {embedded} embedded, "
        f"{len(goal.passages) - embedded} taken over, in {time.monotonic() - started:.1f} s."
    )
    return index


@contextmanager
def build_lock(root: Path, progress: Progress) -> Iterator[None]:
    """Be the one process that builds in ``root``, after waiting for another that does.

    Raises OSError where nothing can be written there.
    """
    (root / "builds").mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=root):
        pass  # asked first, as the lock does not tell "cannot be written to" from "held"
    lock = FileLock(root / "build.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress.say("Another process is building the index: waiting for it.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _write(folder: Path, goal: Goal, vectors: NDArray[np.float32], embedded: int) -> Index:
    ids = tuple(passage.id for passage in goal.passages)
    hashes = tuple(text_hash(passage.text) for passage in goal.passages)
    write_store(folder / CHROMA, goal.passages, vectors)
    save_lexical(build_lexical(goal.passages), folder / LEXICAL)
    write_vectors(folder, Vectors(ids, hashes, vectors))
    manifest = Manifest(
        schema_version=SCHEMA,
        passages_sha256=goal.passages_sha256,
        model=goal.model,
        probe=tuple(round(value, 6) for value in goal.probe.tolist()),
        versions=library_versions(),
        passages=len(ids),
        embedded=embedded,
        reused=len(ids) - embedded,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        files=mark_files(folder),
    )
    write_manifest(folder, manifest)
    index = open_build(folder, goal)
    best = index.by_meaning(vectors[0].tolist(), 1)
    if not best or best[0][1] < _SAME:
        index.close()
        raise Unusable("The new index does not find its own first passage.", damaged=True)
    return index


def _same_model(manifest: Manifest, goal: Goal) -> bool:
    written = np.asarray(manifest.probe, dtype=np.float32)
    return written.shape == goal.probe.shape and float(written @ goal.probe) > _SAME


FAILURES = (OSError, ChromaError, sqlite3.Error, Unusable)  # what a build ends with where the disk does not serve
