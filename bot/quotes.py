"""Finding the statement that somebody's remembered words come from."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.records import Corpus, Record
from bot.text import bare

WHOLE_QUOTE, WHOLE_SHARE = 4, 0.6  # words, or share of the span, of a quotation that stands whole in a longer span
LACKS_A_WORD = 95.0  # likeness of a quotation that lacks one of its words
CANDIDATES = 25  # statements that share the rarest words with the span and are compared letter by letter


class QuoteMatch(Record):
    """A statement whose quotation is like the words asked about; ``likeness`` runs from 0 to 100."""

    id: str
    likeness: float
    share: float  # of the weight of the span's words that stand in the quotation, 0 to 1


@dataclass(frozen=True)
class QuoteIndex:
    """All quotations, with the words that they are found by. Made once by ``index_quotes``."""

    quotes: Mapping[str, str]
    holders: Mapping[str, tuple[str, ...]]
    weight: Mapping[str, float]

    def match(self, span: str, least: float = 0.0) -> list[QuoteMatch]:
        """Statements by likeness of their quotation to the span, best first."""
        words = bare(span).split()
        if not words:
            return []
        common = Counter[str]()
        for word in set(words):
            for holder in self.holders.get(word, ()):
                common[holder] += self.weight[word]  # type: ignore[assignment]
        total = sum(self.weight.get(word, self._heaviest) for word in set(words))
        text = " ".join(words)
        found = [
            QuoteMatch(id=holder, likeness=likeness(text, self.quotes[holder]), share=shared / total)
            for holder, shared in common.most_common(CANDIDATES)
        ]
        return sorted((m for m in found if m.likeness >= least), key=lambda m: (-m.likeness, -m.share))

    @property
    def _heaviest(self) -> float:
        return math.log(len(self.quotes) + 1)


def index_quotes(corpus: Corpus) -> QuoteIndex:
    quotes = {s.id: bare(s.quote) for s in corpus.spoken if s.quote}
    holders: dict[str, list[str]] = defaultdict(list)
    for key, quote in quotes.items():
        for word in set(quote.split()):
            holders[word].append(key)
    weight = {word: math.log((len(quotes) + 1) / len(found)) for word, found in holders.items()}
    return QuoteIndex(quotes, {word: tuple(found) for word, found in holders.items()}, weight)


def likeness(span: str, quote: str) -> float:
    """How far the shorter of two folded texts stands in the longer, 0 to 100; whole words, in order."""
    if f" {span} " in f" {quote} ":
        return 100.0
    share = len(quote.split()) / max(1, len(span.split()))
    if f" {quote} " in f" {span} " and (len(quote.split()) >= WHOLE_QUOTE or share >= WHOLE_SHARE):
        return 100.0
    if _lacks_a_word(span.split(), quote.split()):
        return LACKS_A_WORD
    alike = max(fuzz.partial_ratio(span, quote), fuzz.ratio(span, quote))  # the second for a word left out
    if len(quote.split()) < WHOLE_QUOTE and share < WHOLE_SHARE:
        return float(alike) * share  # a few words within many prove nothing
    return float(alike) * min(1.0, 0.7 + 0.1 * min(len(span.split()), len(quote.split())))


def _lacks_a_word(span: Sequence[str], quote: Sequence[str]) -> bool:
    """Whether the span is the quotation but for one word."""
    if len(quote) != len(span) + 1:
        return False
    first = next((at for at, word in enumerate(span) if word != quote[at]), len(span))
    return list(span[first:]) == list(quote[first + 1 :])


def best_matches(index: QuoteIndex, spans: Sequence[str], least: float) -> list[QuoteMatch]:
    """The best match of any of the spans for each statement."""
    best: dict[str, QuoteMatch] = {}
    for span in spans:
        for match in index.match(span, least):
            if match.id not in best or match.likeness > best[match.id].likeness:
                best[match.id] = match
    return sorted(best.values(), key=lambda m: (-m.likeness, -m.share))
