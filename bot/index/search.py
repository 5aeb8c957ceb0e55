"""The open index: search by meaning and by words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from bot.index.layout import Manifest
from bot.index.lexical import Lexical
from bot.index.store import Store
from bot.index.vectors import read_vectors
from bot.records import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Index:
    """An open index. Searching is safe from several threads; close it once, at the end.

    ``passages`` are those of the corpus that the index holds, in the corpus's order: all of them, unless a notice
    says that an older index serves. ``notices`` are plain sentences for readers, empty where all is well.
    """

    passages: tuple[Passage, ...] = field(repr=False)
    embeddings: Embeddings
    lexical: Lexical
    manifest: Manifest
    location: Path
    notices: tuple[str, ...]
    vector_store: Store
    resources: ExitStack = field(repr=False)

    @property
    def store(self) -> Chroma:
        """LangChain's vector store: ``similarity_search`` and the like."""
        return self.vector_store.chroma

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(passage.id for passage in self.passages)

    @property
    def _gone(self) -> int:
        """How many indexed passages the corpus no longer holds."""
        return len(self.lexical.ids) - len(self.passages)

    def embed(self, question: str) -> list[float]:
        """Embed a question as a vector of length 1; what cannot be encoded counts as a question mark."""
        return self.embeddings.embed_query(question.encode("utf-8", "replace").decode("utf-8"))

    def by_meaning(
        self, vector: Sequence[float], k: int, where: dict[str, Any] | None = None
    ) -> list[tuple[str, float]]:
        """Give at most ``k`` pairs of passage id and cosine similarity, the most similar first.

        ``where`` is a Chroma filter on type, speaker, organisation, country, stance, topics (a list, for
        ``$contains``), date_from and date_to (numbers YYYYMMDD).
        """
        found = self.vector_store.search(vector, min(k + self._gone, len(self.lexical.ids)) if k > 0 else 0, where)
        return [pair for pair in found if pair[0] in self._ids][:k]

    def by_words(self, text: str, k: int, allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Give at most ``k`` pairs of passage id and BM25 score, best first, scores of zero left out.

        ``allowed`` holds the ids that may be found; None means all.
        """
        if self._gone:
            allowed = self._ids if allowed is None else self._ids.intersection(allowed)
        return self.lexical.search(text, k, allowed)

    def vectors(self) -> dict[str, NDArray[np.float32]]:
        """The vector of each indexed passage by its id, as the index holds them."""
        held = read_vectors(self.location)
        return dict(zip(held.ids, held.vectors, strict=True))

    def close(self) -> None:
        """Release files and locks. Nothing can be searched afterwards."""
        self.resources.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
