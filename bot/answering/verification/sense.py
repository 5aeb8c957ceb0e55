"""Whether a sentence says what the passages say and not the opposite, and what it needs no support for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.verification.attributing import is_context
from bot.answering.verification.polarity import Polarity
from bot.answering.verification.reference import Reference
from bot.answering.verification.stance import side_taken
from bot.answering.verification.stated import Stated
from bot.records import Stance, Statement

OUTSIDE_WORDS = 3  # telling words outside a quotation from which a sentence says something of its own
OWN_WORDS = 0.9  # share of a sentence's words that the passage has, from which it shortens rather than sums up
SUMMARY_WORDS = 8  # telling words of a sentence that may do no more than say which side somebody is on
BESIDE_THE_MATTER = 0.15  # share of a sentence's words that a cited passage has at least, where several are cited


def turned(stated: Stated, cited: Sequence[Reference], polarity: Polarity) -> str | None:
    """What a sentence turns round: the side that somebody is on, or a word."""
    side = _summary(stated)
    if side is not None:
        stances = {r.record.stance for r in cited if isinstance(r.record, Statement)}
        own = max(stated.wording.coverage(stated.stems, reference.words) for reference in cited)
        if stances and side not in stances and "balance" not in stances and own < OWN_WORDS:
            return "puts the speaker on the other side than the record does"
        if side in stances:
            return None
    said = polarity.lay(re.sub(r"\([^()]*\)", " ", stated.outside))
    if word := polarity.turned(said, [reference.laid for reference in cited]):
        return f"turns round what the passages say (“{word}”)"
    return None


def _summary(stated: Stated) -> Stance | None:
    """The side that a sentence puts its speaker on, where it says little else and quotes nothing."""
    if stated.quotations or not stated.sources or len(stated.stems) > SUMMARY_WORDS:
        return None
    return side_taken(stated.outside[stated.sources[0].name.end :])


def beside_the_matter(stated: Stated, cited: Sequence[Reference]) -> str | None:
    """One of several cited passages that has nothing to do with the sentence."""
    holders = [holder for at in range(len(stated.quotations)) for holder in stated.holders(at, cited)]
    for reference in cited if len(cited) > 1 and stated.stems else ():
        if reference not in holders and stated.wording.coverage(stated.stems, reference.words) < BESIDE_THE_MATTER:
            return f"cites {reference.record.id}, which does not bear on it"
    return None


def needs_support(stated: Stated, cited: Sequence[Reference]) -> bool:
    """Whether a sentence says more than whose words it quotes, on which side somebody is, or what a note says."""
    holders = [holder for at in range(len(stated.quotations)) for holder in stated.holders(at, cited)]
    if holders:
        named = frozenset[str]().union(*(holder.named for holder in holders))
        if sum(stem not in named for stem in stated.stems) < OUTSIDE_WORDS:
            return False
    side = _summary(stated)
    if side is not None and all(isinstance(r.record, Statement) and r.record.stance == side for r in cited):
        return False
    return not all(is_context(stated, reference) for reference in cited)
