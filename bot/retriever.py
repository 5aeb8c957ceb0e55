"""Hybrid search: meaning (Chroma) and words (BM25), fused by reciprocal rank, with filters; a LangChain retriever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.index import Index
from bot.records import Passage, PassageType, Record, Stance

RANK_CONSTANT = 60  # of reciprocal rank fusion, as in Cormack, Clarke and Büttcher (SIGIR 2009)
DEPTH = 250  # hits asked of each index before they are fused


class Filters(Record):
    """What a search is held to; an empty tuple or None holds it to nothing. Dates are days as numbers YYYYMMDD."""

    speakers: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()
    topics: tuple[str, ...] = ()
    types: tuple[PassageType, ...] = ()
    countries: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None

    def where(self) -> dict[str, Any] | None:
        """The same as a Chroma ``where`` clause."""
        clauses: list[dict[str, Any]] = []
        for field, values in (
            ("speaker", self.speakers),
            ("stance", self.stances),
            ("type", self.types),
            ("country", self.countries),
        ):
            if values:
                clauses.append({field: {"$in": list(values)}})
        if self.topics:
            topics = [{"topics": {"$contains": topic}} for topic in self.topics]
            clauses.append(topics[0] if len(topics) == 1 else {"$or": topics})
        if self.first_day is not None:
            clauses.append({"date_to": {"$gte": self.first_day}})
        if self.last_day is not None:
            clauses.append({"date_from": {"$lte": self.last_day}})
        if not clauses:
            return None
        return clauses[0] if len(clauses) == 1 else {"$and": clauses}

    def allow(self, passage: Passage) -> bool:
        return (
            (not self.speakers or passage.speaker in self.speakers)
            and (not self.stances or passage.stance in self.stances)
            and (not self.types or passage.type in self.types)
            and (not self.countries or passage.country in self.countries)
            and (not self.topics or bool(set(self.topics) & set(passage.topics)))
            and (self.first_day is None or passage.date_to >= self.first_day)
            and (self.last_day is None or passage.date_from <= self.last_day)
        )


class Hit(Record):
    """A passage found: cosine similarity, lexical score as a share of the best one's, and the fused score."""

    id: str
    meaning: float
    words: float
    fused: float


def search(
    index: Index, vector: Sequence[float], text: str, filters: Filters | None = None, k: int = DEPTH
) -> list[Hit]:
    """The passages nearest in meaning to ``vector`` and in words to ``text``, fused, best first."""
    allowed = None
    if filters is not None and filters != Filters():
        allowed = {passage.id for passage in index.passages if filters.allow(passage)}
    by_meaning = index.by_meaning(vector, max(k, DEPTH), filters.where() if filters else None)
    by_words = index.by_words(text, max(k, DEPTH), allowed)
    most = max((score for _, score in by_words), default=0.0) or 1.0
    floor = by_meaning[-1][1] if by_meaning else 0.0  # at most so similar is what was not among the nearest
    meaning, words = dict(by_meaning), {key: score / most for key, score in by_words}
    fused: dict[str, float] = {}
    for ranking in (by_meaning, by_words):
        for rank, (key, _) in enumerate(ranking, 1):
            fused[key] = fused.get(key, 0.0) + 1 / (RANK_CONSTANT + rank)
    hits = (
        Hit(id=key, meaning=meaning.get(key, floor), words=words.get(key, 0.0), fused=f) for key, f in fused.items()
    )
    return sorted(hits, key=lambda hit: -hit.fused)[:k]


class HybridRetriever(BaseRetriever):
    """The hybrid search as a LangChain retriever; each document's metadata holds the passage's id and fields."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    filters: Filters = Filters()
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        passages = {passage.id: passage for passage in self.index.passages}
        hits = search(self.index, self.index.embed(query), query, self.filters, self.k)
        return [
            Document(
                id=hit.id,
                page_content=passages[hit.id].text,
                metadata=passages[hit.id].model_dump(exclude={"text", "keywords"}) | {"score": hit.fused},
            )
            for hit in hits
        ]
