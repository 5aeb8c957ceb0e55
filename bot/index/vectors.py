"""Vectors of passages: computed for texts that are new, taken over for the rest, and kept beside the index."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from bot.index.layout import VECTORS
from bot.index.progress import Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CHUNK = 128  # texts between two counts on the progress bar, a multiple of the model's batch of 32


@dataclass(frozen=True)
class Vectors:
    """Row ``i`` of ``vectors``, of length 1, belongs to the passage ``ids[i]``, whose text has ``hashes[i]``."""

    ids: tuple[str, ...]
    hashes: tuple[str, ...]
    vectors: NDArray[np.float32]


def text_hash(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def embed_texts(
    texts: Sequence[str], embeddings: Embeddings, known: Mapping[str, NDArray[np.float32]], progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """Give one row for each text, and how many texts were embedded for it.

    ``known`` maps the hashes of texts to their rows. Long texts go first, as texts of one length in a batch waste
    no padding.
    """
    hashes = [text_hash(text) for text in texts]
    new = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
    order = sorted(new, key=lambda key: -len(new[key]))
    rows = dict(known)
    for start in range(0, len(order), _CHUNK):
        part = order[start : start + _CHUNK]
        for key, vector in zip(part, embeddings.embed_documents([new[key] for key in part]), strict=True):
            rows[key] = np.asarray(vector, dtype=np.float32)
        progress.count(start + len(part), len(order))
    return np.stack([rows[key] for key in hashes]), len(order)


def write_vectors(build: Path, vectors: Vectors) -> None:
    """Keep the vectors beside the index, for the next build."""
    np.savez(build / VECTORS, ids=np.asarray(vectors.ids), hashes=np.asarray(vectors.hashes), vectors=vectors.vectors)


def read_vectors(build: Path) -> Vectors:
    """Read what ``write_vectors`` wrote."""
    with np.load(build / VECTORS, allow_pickle=False) as file:
        return Vectors(tuple(file["ids"].tolist()), tuple(file["hashes"].tolist()), file["vectors"])


def read_ids(build: Path) -> tuple[str, ...]:
    """Read the ids alone, in the order in which the passages were indexed."""
    with np.load(build / VECTORS, allow_pickle=False) as file:
        return tuple(file["ids"].tolist())
