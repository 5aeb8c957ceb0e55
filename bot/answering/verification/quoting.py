"""Whether quoted words stand in a record that the sentence cites, beside the name of who said them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.answering.verification.attribution import Source
from bot.answering.verification.naming import Name, same_name
from bot.answering.verification.quotations import (
    Quotation,
    Unclosed,
    cut_off_negation,
    is_nearly,
    quotations,
    quoted_words,
    stands_in,
)
from bot.answering.verification.reference import Reference
from bot.answering.verification.speaking import gives_words
from bot.answering.verification.stated import Stated, is_named, is_speaker
from bot.answering.verification.wording import Wording
from bot.names import NameIndex, exact_mentions
from bot.records import Speaker, Statement
from bot.text import bare

PARAPHRASED = 0.75  # share of the words between marks that a passage has, from which they paraphrase it
_INVERTED = re.compile(r"^[\s,.!?]*(?:(?:according to|as|\w+ed|said|says|wrote|writes|told|put)\b[^;:.\"]{0,80})?$")
_PARTICIPLE = re.compile(r"\b(?:adding|saying|arguing|warning|writing|calling|noting|stating|insisting)\b[^\"]{0,30}$")


def unmarkable(
    spans: Iterable[Quotation], cited: Sequence[Reference], wording: Wording
) -> tuple[tuple[Quotation, ...], str | None]:
    """The quotations that only paraphrase a cited passage, whose marks may go, and what is wrong with the others."""
    unmarked: list[Quotation] = []
    for span in spans:
        words = quoted_words(span.words)
        if any(stands_in(words, reference.quote) for reference in cited):
            continue
        if any(stands_in(words, title) for reference in cited for title in reference.marked):
            continue
        if any(is_nearly(words, reference.quote) for reference in cited):
            return (), f"no cited passage holds the words “{span.words}” just so"
        stems = wording.content(span.words)
        if not any(wording.coverage(stems, reference.words) >= PARAPHRASED for reference in cited):
            return (), f"no cited passage holds the words “{span.words}”"
        unmarked.append(span)
    return tuple(unmarked), None


def misquoted(stated: Stated, cited: Sequence[Reference]) -> str | None:
    """What is wrong with the first quotation that is not its speaker's."""
    for at, span in enumerate(stated.quotations):
        holders = stated.holders(at, cited)
        if not holders:
            if fault := _retold(stated, at, cited):
                return fault
            continue
        if not any(is_named(reference, stated) for reference in holders):
            return f"does not name the speaker of “{span.words}”"
        if all(cut_off_negation(stated.quoted[at], reference.quote) for reference in holders):
            return f"cuts the negation off “{span.words}”"
        speaker = _quoting(stated, span)
        if speaker is not None and not any(is_speaker(speaker.name, reference) for reference in holders):
            return f"gives the words “{span.words}” to {speaker.name.written}"
        own = frozenset(i for i, name in enumerate(stated.names) if any(_is_own(name, holder) for holder in holders))
        if not any(gives_words(stated.outside, stated.names, i, span, own) for i in own):
            return f"does not plainly make their speaker say “{span.words}”"
    return None


def _is_own(name: Name, holder: Reference) -> bool:
    return holder.speaker_id in name.speakers and not name.body


def _retold(stated: Stated, at: int, cited: Sequence[Reference]) -> str | None:
    """What is wrong with words that no cited speaker used: a title, or what a record itself puts between marks."""
    span, words = stated.quotations[at], stated.quoted[at]
    telling = [reference for reference in cited if any(stands_in(words, own) for own in reference.marked)]
    if all(reference.speaker for reference in telling) and not any(is_named(r, stated) for r in telling):
        return f"does not name whose statement has “{span.words}”"
    speaker = _quoting(stated, span)
    if speaker is None:
        return None
    theirs = [name for reference in telling for name in _retold_of(reference, words)]
    if theirs:
        if any(same_name(speaker.name, name) for name in theirs):
            return None
    elif any(is_speaker(speaker.name, reference) for reference in telling):
        return None
    return f"gives the words “{span.words}” to {speaker.name.written}"


def _retold_of(reference: Reference, words: str) -> Iterator[Name]:
    """Whom a record makes the speaker of words that it puts between marks."""
    for sentence in reference.sentences:
        try:
            spans = quotations(sentence)
        except Unclosed:
            continue  # a lone mark: nobody can tell what is quoted
        told = Stated.of(sentence, spans, frozenset(), reference.index, reference.wording)
        for span in spans:
            if stands_in(words, quoted_words(span.words)) and (source := _quoting(told, span)):
                yield source.name


def _quoting(stated: Stated, span: Quotation) -> Source | None:
    """Whom a sentence makes the speaker of a quotation: who follows it as its speaker, else who last came before."""
    after = [source for source in stated.sources if source.name.start >= span.end]
    if after and _INVERTED.match(stated.outside[span.end : after[0].name.start]):
        return after[0]
    before = [source for source in stated.sources if source.name.end <= span.start]
    if _PARTICIPLE.search(stated.outside[: span.start]):  # "…, adding: “…”" goes back to the subject of its clause
        before = [source for source in before if stated.opens_clause(source.name)] or before
    return before[-1] if before else None


def with_full_names(text: str, cited: Sequence[Reference], index: NameIndex) -> str:
    """The text with aliases written out, so that a reader sees whose words a quotation gives."""
    for reference in cited:
        record = reference.record
        speaker = reference.corpus.speaker_by_name.get(record.speaker) if isinstance(record, Statement) else None
        if speaker is None or _stands_in_full(speaker, text):
            continue
        mention = next((m for m in exact_mentions(text, index) if m.speakers == (speaker.id,)), None)
        if mention is not None:
            ending = "'s" if mention.written.endswith("'s") else ""
            text = f"{text[: mention.start]}{speaker.name}{ending}{text[mention.end :]}"
    return text


def _stands_in_full(speaker: Speaker, text: str) -> bool:
    whole = f" {bare(text)} "
    return any(f" {bare(part)} " in whole for part in (speaker.name, speaker.name.split()[-1]))
