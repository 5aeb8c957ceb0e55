"""How far passages bear a sentence out: nearness in meaning, common words, and whether another fits better."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.verification.reference import Reference
from bot.answering.verification.stated import Stated

LEAD = 0.3  # by which a cited passage may be ahead of every other one shown: more says no more
CLAUSE_WORDS = 3  # content words from which a clause is compared for itself
_CLAUSE = re.compile(
    r"[;:—]\s*|,\s+(?:and|but|while|whereas|so|because|since|which|who|adding|saying|arguing|warning)\b|\s+(?:and|while|because|but)\s+"
    r"|,\s+"
)


@dataclass(frozen=True)
class Support:
    """What speaks for a sentence; shares and cosines from 0 to 1.

    ``meaning`` is the cosine with the nearest cited passage, ``covered`` the share of the sentence's telling words that
    stand in the cited passages; ``further`` and ``better`` are by how much the best other passage shown exceeds these
    two; ``worst`` is the share for the clause that has least, and ``strays`` by how much another passage exceeds a
    clause's share at most.
    """

    meaning: float
    covered: float
    further: float
    better: float
    worst: float
    strays: float

    @property
    def values(self) -> tuple[float, ...]:
        return (self.meaning, self.covered, self.further, self.better, self.worst, self.strays)


@dataclass(frozen=True)
class Fitted:
    """A logistic regression over the values of ``Support``: weights in their order, and the least probability."""

    weights: tuple[float, ...]
    intercept: float
    least: float

    def probability(self, support: Support) -> float:
        total = self.intercept + sum(w * v for w, v in zip(self.weights, support.values, strict=True))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))

    def bears_out(self, support: Support) -> bool:
        return self.probability(support) >= self.least


# Made by `python benchmarks/verify.py --fit`
FITTED = Fitted(weights=(16.74, 3.28, -17.19, -0.68, 4.1, -9.3), intercept=-17.31, least=0.28)


def clauses_of(stated: str) -> list[str]:
    return [part for part in _CLAUSE.split(stated) if part and part.strip()]


def support_of(
    stated: Stated,
    cited: Sequence[Reference],
    others: Sequence[Reference],
    cosines: Sequence[float],
    other_cosines: Sequence[float],
) -> Support:
    """The support for what a sentence states outside its quotations. ``cosines`` belong to ``cited`` in order."""
    wording, stems = stated.wording, stated.stems
    known = frozenset[str]().union(*(reference.words for reference in cited))
    covered = wording.coverage(stems, known)
    elsewhere = max((wording.coverage(stems, other.words) for other in others), default=0.0) if stems else 0.0
    worst, strays = 1.0, 0.0
    for clause in clauses_of(stated.told):
        words = wording.content(clause)
        if len(words) < CLAUSE_WORDS:
            continue
        own = wording.coverage(words, known)
        other = max((wording.coverage(words, reference.words) for reference in others), default=0.0)
        worst, strays = min(worst, own), max(strays, other - own)
    meaning = max(cosines, default=0.0)
    return Support(
        meaning=meaning,
        covered=covered,
        further=max(-LEAD, max(other_cosines, default=meaning) - meaning),
        better=max(-LEAD, elsewhere - covered) if others else 0.0,
        worst=worst,
        strays=strays,
    )
