"""What the bot must beat: plain searches over the same passages, and their first passages printed as an answer.

They read the question alone, not the turns before it, as the usual recipes do. ``embeddings`` is LangChain's usual
recipe, similarity through the vector store's own retriever; ``ensemble`` is LangChain's EnsembleRetriever over
``bm25`` and ``embeddings`` in equal parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.answering.draft import Draft, finish, said
from bot.evaluation.extra import needs_extra
from bot.evaluation.retrieval import DEPTH, Rank
from bot.index import Index
from bot.records import Answer, Corpus, Turn

Baseline = Literal["bm25", "embeddings", "ensemble"]
PRINTED = (2, 4)  # passages printed: as many as serve a plain fusion best, and LangChain's default


class WordsRetriever(BaseRetriever):
    """BM25 over the index's passages as a LangChain retriever."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    texts: Mapping[str, str]
    k: int = DEPTH

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        found = self.index.by_words(query, self.k)
        return [Document(id=key, page_content=self.texts[key], metadata={"score": score}) for key, score in found]


def baseline_ranking(name: Baseline, index: Index) -> Rank:
    """The ranking of a baseline over an open index. Raises ExtraMissing where langchain-classic is not installed."""
    retriever = _RETRIEVERS[name](index)

    def rank(question: str, history: Sequence[Turn]) -> list[str]:
        return [document.id for document in retriever.invoke(question) if document.id is not None][:DEPTH]

    return rank


def printed(ranking: Sequence[str], corpus: Corpus, index: Index, k: int) -> Answer:
    """The first ``k`` passages of a ranking as an answer: each passage's text with its marker, nothing else."""
    texts = {passage.id: passage.text for passage in index.passages}
    sentences = tuple(said(texts[key], key) for key in ranking[:k])
    return finish(Draft(kind="answer", paragraphs=(sentences,)), corpus, 0.0)


def _words(index: Index) -> BaseRetriever:
    return WordsRetriever(index=index, texts={passage.id: passage.text for passage in index.passages})


def _similarity(index: Index) -> BaseRetriever:
    return index.store.as_retriever(search_kwargs={"k": DEPTH})


def _ensemble(index: Index) -> BaseRetriever:
    with needs_extra():
        from langchain_classic.retrievers import EnsembleRetriever

    return EnsembleRetriever(retrievers=[_words(index), _similarity(index)], weights=[0.5, 0.5])


_RETRIEVERS: Mapping[Baseline, Callable[[Index], BaseRetriever]] = {
    "bm25": _words,
    "embeddings": _similarity,
    "ensemble": _ensemble,
}
