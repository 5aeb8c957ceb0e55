"""The last check of an answer: quotations verbatim and beside their speaker's name, every sentence cited.

This is for sentences that were put together from the records themselves. Those that a language model wrote are checked
for more, each by itself, by ``bot.answering.verification``, from which the reading of quotation marks is taken.
"""

from __future__ import annotations

from bot.answering.draft import Draft, DraftSentence
from bot.answering.verification.quotations import Unclosed, quotations, quoted_words, stands_in
from bot.records import Corpus, Statement
from bot.text import bare

_NEEDS_CITATION = ("answer", "correction")


def verified(draft: Draft, corpus: Corpus) -> Draft:
    """The draft without the sentences that fail; what was dropped is said in its notices."""
    if draft.kind not in _NEEDS_CITATION:
        return draft
    kept = tuple(tuple(s for s in paragraph if fault(s, corpus) is None) for paragraph in draft.paragraphs)
    dropped = len(draft.sentences) - sum(map(len, kept))
    if not dropped:
        return draft
    were = "sentence was" if dropped == 1 else "sentences were"
    notice = f"{dropped} {were} left out because the passages did not bear them out."
    return draft.model_copy(update={"paragraphs": tuple(p for p in kept if p), "notices": (*draft.notices, notice)})


def fault(sentence: DraftSentence, corpus: Corpus) -> str | None:
    """What is wrong with a sentence, given the records that it cites; None where nothing is."""
    records = [corpus.by_id[key] for key in sentence.rests_on if key in corpus.by_id]
    if not records or len(records) < len(sentence.rests_on):
        return "cites nothing that the corpus holds"
    try:
        spans = quotations(sentence.text)
    except Unclosed:
        return "leaves a quotation mark without its partner"
    for span in spans:
        words = quoted_words(span.words)
        holders = [r for r in records if isinstance(r, Statement) and stands_in(words, quoted_words(r.quote or ""))]
        if not holders and span.is_double:
            return f"no cited passage holds the words {span.words!r}"
        if holders and not any(bare(record.speaker) in bare(sentence.text) for record in holders):
            return f"the speaker of {span.words!r} is not named beside it"
    return None
