"""Search by words: BM25 over stemmed words, without regard to case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

from bot.records import Passage

_WORD = re.compile(r"\w\w+")
_STOPWORDS = frozenset(STOPWORDS_EN)


def stems(text: str) -> list[str]:
    """Split a text into stems: lower case, accents folded, words of one letter and stop words left out."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = [word for word in _WORD.findall(plain.lower()) if word not in _STOPWORDS]
    # A stemmer is cheap to make and must not be shared among threads.
    stemmed: list[str] = Stemmer.Stemmer("english").stemWords(words)
    return stemmed


@dataclass(frozen=True)
class Lexical:
    """A BM25 index; the passage at its position ``i`` has the id ``ids[i]``."""

    bm25: bm25s.BM25
    ids: tuple[str, ...]

    def search(self, text: str, k: int, allowed: Collection[str] | None) -> list[tuple[str, float]]:
        """Give at most ``k`` pairs of passage id and BM25 score, best first, scores of zero left out.

        A word counts once, however often it is said. ``allowed`` holds the ids that may be found; None means all.
        Equal scores keep the corpus's order.
        """
        words = list(dict.fromkeys(stems(_encodable(text))))
        if k <= 0 or not words or not self.ids:
            return []
        scores = np.asarray(self.bm25.get_scores(words), dtype=np.float32)
        if allowed is not None:
            permitted = allowed if isinstance(allowed, set | frozenset) else frozenset(allowed)
            scores = np.where([passage_id in permitted for passage_id in self.ids], scores, 0.0)
        best = np.argsort(-scores, kind="stable")[:k]
        return [(self.ids[position], float(scores[position])) for position in best if scores[position] > 0]


def build_lexical(passages: Sequence[Passage]) -> Lexical:
    """Index each passage's text and keywords."""
    bm25 = bm25s.BM25()
    bm25.index([stems(f"{passage.text} {passage.keywords}") for passage in passages], show_progress=False)
    return Lexical(bm25, tuple(passage.id for passage in passages))


def save_lexical(lexical: Lexical, folder: Path) -> None:
    """Write the BM25 index, without its ids, into a new folder."""
    lexical.bm25.save(folder, show_progress=False)


def load_lexical(folder: Path, ids: tuple[str, ...]) -> Lexical:
    """Read back what ``save_lexical`` wrote; ``ids`` in the order in which they were indexed."""
    return Lexical(bm25s.BM25.load(folder), ids)


def _encodable(text: str) -> str:
    """Put a question mark for each lone surrogate, which the stemmer cannot read."""
    return text.encode("utf-8", "replace").decode("utf-8")
