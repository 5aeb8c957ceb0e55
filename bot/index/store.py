"""Search by meaning: the passages in Chroma, through langchain-chroma."""

from __future__ import annotations

import logging
import os
import re
import shutil
import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import chromadb
from chromadb.config import Settings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from bot.index.layout import CHROMA, SQLITE, reader_lock
from bot.index.vectors import read_vectors
from bot.records import Passage

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from numpy.typing import NDArray

logger = logging.getLogger("bot.index")

_COLLECTION = "passages"
_ENTRIES_A_CALL = 1000


@dataclass(frozen=True)
class Store:
    """An open Chroma collection: LangChain's view of it, and Chroma's own, whose query is several times faster."""

    chroma: Chroma
    collection: chromadb.Collection

    def search(self, vector: Sequence[float], k: int, where: dict[str, Any] | None) -> list[tuple[str, float]]:
        """Give at most ``k`` pairs of passage id and cosine similarity, the most similar first."""
        if k <= 0:
            return []
        found = self.collection.query(query_embeddings=vector, n_results=k, where=where or None, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [(passage_id, 1.0 - distance) for passage_id, distance in zip(found["ids"][0], distances, strict=True)]


class _KnownVectors(Embeddings):
    """Vectors that were computed already, for LangChain to write."""

    def __init__(self, vectors: dict[str, list[float]]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._vectors[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._vectors[text]


def metadata_of(passage: Passage) -> dict[str, str | int | list[str]]:
    """What a passage can be filtered by; a field without a value is left out, as Chroma knows no null.

    ``topics`` is a list for ``$contains``; ``date_from`` and ``date_to`` are numbers YYYYMMDD.
    """
    metadata: dict[str, str | int | list[str]] = {
        "type": passage.type,
        "date_from": passage.date_from,
        "date_to": passage.date_to,
    }
    if passage.topics:
        metadata["topics"] = list(passage.topics)
    for field in ("speaker", "organisation", "country", "stance"):
        if value := getattr(passage, field):
            metadata[field] = value
    return metadata


def write_store(folder: Path, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
    """Write passages and their vectors, one row each, into a new folder, and close it."""
    with closing(_client(folder)) as client:
        _fill(client, _COLLECTION, passages, vectors)


def open_store(build: Path, embeddings: Embeddings, passages: Mapping[str, Passage], resources: ExitStack) -> Store:
    """Open a build's Chroma collection; ``resources`` closes it.

    Chroma writes to its database even to open it. Where that cannot be (a read-only or full disk), a copy in the
    temporary folder serves, and where there is no room for that either, a collection in memory made from the build's
    vectors and those of ``passages`` (by id) that it holds.

    Raises:
        ChromaError: Chroma cannot read the files.
    """
    if _writable(build):
        if lock := reader_lock(build):
            resources.callback(lock.release)
        try:
            return _open(build / CHROMA, embeddings, resources)
        except ChromaError as error:
            if not _could_not_write(error):
                raise
    try:
        copy = resources.enter_context(TemporaryDirectory(prefix="encryption-debate-", ignore_cleanup_errors=True))
        shutil.copytree(build / CHROMA, copy, dirs_exist_ok=True, copy_function=shutil.copyfile)
        return _open(Path(copy), embeddings, resources)
    except OSError as error:
        logger.info("There is no room for a copy of the index (%s): it is read into memory.", error)
        return _in_memory(build, embeddings, passages, resources)


def _open(folder: Path, embeddings: Embeddings, resources: ExitStack) -> Store:
    client = _client(folder)
    resources.callback(client.close)
    return _view(client, _COLLECTION, embeddings)


def _in_memory(build: Path, embeddings: Embeddings, passages: Mapping[str, Passage], resources: ExitStack) -> Store:
    stored = read_vectors(build)
    kept = [row for row, passage_id in enumerate(stored.ids) if passage_id in passages]
    client = chromadb.EphemeralClient(settings=_settings())
    name = f"{_COLLECTION}-{uuid.uuid4().hex}"  # collections in memory share one space in a process
    _fill(client, name, [passages[stored.ids[row]] for row in kept], stored.vectors[kept])
    resources.callback(client.delete_collection, name)
    return _view(client, name, embeddings)


def _view(client: ClientAPI, name: str, embeddings: Embeddings) -> Store:
    chroma = Chroma(name, embeddings, client=client, create_collection_if_not_exists=False)
    return Store(chroma, client.get_collection(name, embedding_function=None))


def _fill(client: ClientAPI, name: str, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
    known = _KnownVectors({passage.text: row for passage, row in zip(passages, vectors.tolist(), strict=True)})
    store = Chroma(name, known, client=client, collection_configuration={"hnsw": _graph(len(passages))})
    for start in range(0, len(passages), _ENTRIES_A_CALL):
        part = passages[start : start + _ENTRIES_A_CALL]
        store.add_texts(
            [passage.text for passage in part],
            [metadata_of(passage) for passage in part],
            [passage.id for passage in part],
        )


def _graph(size: int) -> CreateHNSWConfiguration:
    """Settings that find practically every true neighbour among some thousand passages.

    The graph is written once, after the last passage: whoever opens it finds nothing left to add and changes no file.
    """
    return {
        "space": "cosine",
        "max_neighbors": 32,
        "ef_construction": 200,
        "ef_search": 200,
        "batch_size": max(2, min(100, size)),
        "sync_threshold": max(2, size),
    }


def _client(folder: Path) -> Client:
    return cast("Client", chromadb.PersistentClient(folder, settings=_settings()))  # its declared type cannot close


def _settings() -> Settings:
    return Settings(anonymized_telemetry=False)


def _writable(build: Path) -> bool:
    return all(os.access(build / part, os.W_OK) for part in (".", CHROMA, SQLITE))


def _could_not_write(error: ChromaError) -> bool:
    """Tell whether SQLite says read-only (8), input or output error (10), full (13) or no journal to be opened (14)."""
    code = re.search(r"\(code: (\d+)\)", str(error))
    return code is not None and int(code[1]) & 0xFF in (8, 10, 13, 14)  # the higher bits only tell more exactly
