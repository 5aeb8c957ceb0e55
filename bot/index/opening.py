"""Open the index, building it first where it is missing, stale or damaged."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from langchain_core.embeddings import Embeddings

from bot.corpus import load_corpus
from bot.embedding import load_embeddings
from bot.index.build import (
    FAILURES,
    Goal,
    IndexUnavailable,
    build,
    build_lock,
    goal_of,
    open_build,
    open_current,
    reusable_vectors,
)
from bot.index.layout import (
    Manifest,
    Unusable,
    check_files,
    current_build,
    passages_hash,
    read_manifest,
    size_of,
    whole_builds,
    why_stale,
)
from bot.index.progress import LineProgress, Progress
from bot.index.search import Index
from bot.passages import passages_of
from bot.records import Corpus, Record
from bot.settings import Settings

logger = logging.getLogger("bot.index")

_NOT_WRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR})


class Status(Record):
    """How the index stands: ``reason`` is a sentence on why it does not serve, None where it does."""

    location: Path
    build: Path | None
    manifest: Manifest | None
    size: int
    reason: str | None


def open_index(
    settings: Settings,
    corpus: Corpus | None = None,
    *,
    progress: Progress | None = None,
    embeddings: Embeddings | None = None,
) -> Index:
    """Open the index of a corpus; build it first where it is missing, stale or damaged.

    Without ``corpus`` and ``embeddings`` those of the settings are loaded. Without ``progress`` the log is told.
    Where a build fails, the last good index serves and ``Index.notices`` says so.

    Raises:
        IndexUnavailable: no index can be made, and none serves.
        CorpusError: the corpus has faults.
        EmbeddingUnavailable: the embedding model cannot be loaded.
    """
    progress = progress or LineProgress()
    goal = _goal(settings, corpus, embeddings)
    try:
        return open_current(settings.index_path, goal)
    except Unusable as reason:
        if reason.damaged:
            logger.warning("%s", reason)
        progress.say(f"{reason} Building it now.")
    return _build_or_fall_back(settings.index_path, goal, progress, anew=False)


def build_index(
    settings: Settings,
    corpus: Corpus | None = None,
    *,
    progress: Progress | None = None,
    embeddings: Embeddings | None = None,
) -> Index:
    """Build the index from nothing, whatever is there, and open it. Arguments and errors are those of open_index."""
    goal = _goal(settings, corpus, embeddings)
    return _build_or_fall_back(settings.index_path, goal, progress or LineProgress(), anew=True)


def index_status(settings: Settings, corpus: Corpus | None = None) -> Status:
    """Tell how the index stands, without loading the model. Raises CorpusError where the corpus has faults."""
    passages = passages_of(corpus or load_corpus(settings.corpus_dir))
    location, found, manifest, size = settings.index_path, None, None, 0
    try:
        found = current_build(location)
        size = size_of(found)
        manifest = read_manifest(found)
        check_files(found, manifest)
        reason = why_stale(manifest, passages_hash(passages), settings.embedding_model)
    except Unusable as error:
        reason = str(error)
    return Status(location=location, build=found, manifest=manifest, size=size, reason=reason)


def _goal(settings: Settings, corpus: Corpus | None, embeddings: Embeddings | None) -> Goal:
    passages = passages_of(corpus or load_corpus(settings.corpus_dir))
    return goal_of(passages, settings.embedding_model, embeddings or load_embeddings(settings.embedding_model))


def _build_or_fall_back(root: Path, goal: Goal, progress: Progress, *, anew: bool) -> Index:
    try:
        with build_lock(root, progress):
            if anew:
                return build(root, goal, progress, known={})
            with suppress(Unusable):
                return open_current(root, goal)  # another process may have built it meanwhile
            return build(root, goal, progress, reusable_vectors(root, goal))
    except FAILURES as error:
        logger.warning("The index in %s could not be built: %s", root, error)
        return _fall_back(root, goal, progress, error)


def _fall_back(root: Path, goal: Goal, progress: Progress, failure: Exception) -> Index:
    """Serve the last good index, or one in the temporary folder; that first where it is the folder that refuses."""
    ways: list[Callable[[Path, Goal, Progress, str], Index]] = [_last_good, _temporary]
    if isinstance(failure, OSError) and failure.errno in _NOT_WRITABLE:
        ways.reverse()
    why = _plainly(failure)
    for way in ways:
        try:
            index = way(root, goal, progress, why)
        except FAILURES as error:
            logger.warning("%s", error)
        else:
            progress.say(index.notices[0])
            return index
    raise IndexUnavailable(
        f"The index in {root} cannot be built: {why}. Make room there or let it be written to, "
        "or set BOT_INDEX_DIR to another folder."
    ) from failure


def _last_good(root: Path, goal: Goal, progress: Progress, why: str) -> Index:
    for folder in whole_builds(root):
        try:
            index = open_build(folder, goal)
        except Unusable as error:
            logger.warning("%s", error)
            continue
        built = datetime.fromisoformat(index.manifest.built_at)
        missing = len(goal.passages) - len(index.passages)
        notice = (
            f"The index could not be brought up to date ({why}). Answers come from the one of {built.day} "
            f"{built:%B %Y}" + (f", which lacks {missing} of {len(goal.passages)} passages." if missing else ".")
        )
        return replace(index, notices=(notice,))
    raise Unusable("There is no earlier index to serve instead.")


def _temporary(root: Path, goal: Goal, progress: Progress, why: str) -> Index:
    resources = ExitStack()
    try:
        space = TemporaryDirectory(prefix="encryption-debate-", ignore_cleanup_errors=True)
        folder = Path(resources.enter_context(space))
        (folder / "builds").mkdir()
        index = build(folder, goal, progress, reusable_vectors(root, goal))
        resources.callback(index.close)
        notice = (
            f"The index folder {root} cannot be used ({why}). A temporary index serves, which is lost when the "
            "program ends; set BOT_INDEX_DIR to a folder that can be written to."
        )
        return replace(index, notices=(notice,), resources=resources.pop_all())
    finally:
        resources.close()


def _plainly(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno).lower()
    return str(error).rstrip(".")
