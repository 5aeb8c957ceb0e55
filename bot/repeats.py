"""Words that an added document repeats from the curated records: the record stands for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING

from bot.records import Corpus
from bot.text import bare

if TYPE_CHECKING:
    from bot.ranking import Ranked

Repeats = Mapping[str, str]  # id of a quotation in a document, to that of the curated statement with the same words


def find_repeats(corpus: Corpus) -> Repeats:
    """Quotations of documents whose words a curated statement of the same speaker holds, or the other way round."""
    curated: dict[str, list[tuple[str, str]]] = {}
    for statement in corpus.statements if corpus.quotations else ():
        if statement.quote:
            curated.setdefault(statement.speaker, []).append((bare(statement.quote), statement.id))
    found: dict[str, str] = {}
    for quotation in corpus.quotations:
        words = bare(quotation.quote or "")
        for quote, key in curated.get(quotation.speaker, ()) if words else ():
            if f" {words} " in f" {quote} " or f" {quote} " in f" {words} ":
                found[quotation.id] = key
    return found


def without_repeats(ranked: Sequence[Ranked], repeats: Repeats, allowed: Set[str] | None) -> list[Ranked]:
    """The ranking with a curated statement in the place of what only repeats it; ``allowed`` are the ids that filters
    leave, None where there are none. A statement that filters leave out does not stand for a document that they do not.
    """
    if not repeats:
        return list(ranked)
    items = {item.id: item for item in ranked}
    kept: dict[str, Ranked] = {}
    for item in ranked:
        key = repeats.get(item.id, item.id)
        stands_in = key != item.id and (allowed is None or key in allowed)
        if stands_in and key in items:
            kept.setdefault(key, items[key].model_copy(update={"score": max(items[key].score, item.score)}))
        elif not stands_in:
            kept.setdefault(item.id, item)
    return list(kept.values())
