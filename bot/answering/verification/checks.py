"""The checks that a sentence has to pass, each giving what is wrong in plain words, or None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answering.verification.attribution import Source, offices_given, sources_of, wrong_office
from bot.answering.verification.figures import agrees, figures_of, missing
from bot.answering.verification.naming import Name, same_name, unknown_name
from bot.answering.verification.polarity import Polarity
from bot.answering.verification.quotations import (
    Quotation,
    cut_off_negation,
    is_nearly,
    quoted_words,
    stands_in,
)
from bot.answering.verification.reference import Reference, clauses
from bot.answering.verification.stance import side_taken
from bot.answering.verification.wording import Wording
from bot.names import NameIndex, exact_mentions
from bot.records import Speaker, Stance, Statement
from bot.text import bare

PARAPHRASED = 0.75  # share of the words between marks that a passage has, from which they paraphrase it
BORNE_BY_CLAUSE = 0.3  # share of a clause's words that the passage has of the same name
FROM_NOTE = 0.8  # share of a sentence's words that a record's note has, from which it is a note and nobody's words
OUTSIDE_WORDS = 3  # content words outside a quotation from which a sentence says something of its own
OWN_WORDS = 0.9  # share of a sentence's words that the passage has, from which it shortens rather than sums up
SUMMARY_WORDS = 8  # content words of a sentence that may do no more than say which side somebody is on
SWAPPED = 0.25  # by which another's passage may fit what is given to a speaker better than the speaker's own
_PRONOUN = re.compile(r"\b(?:he|she|they|it|his|her|hers|their|its|himself|herself|themselves|itself)\b", re.IGNORECASE)
_INVERTED = re.compile(r"^[\s,.!?]*(?:(?:according to|as|\w+ed|said|says|wrote|writes|told|put)\b[^;:.\"]{0,80})?$")
_PARTICIPLE = re.compile(r"\b(?:adding|saying|arguing|warning|writing|calling|noting|stating|insisting)\b[^\"]{0,30}$")
_COMPLEMENT = re.compile(r"\bthat\b|[:\"]")


@dataclass(frozen=True)
class Stated:
    """A sentence taken apart.

    ``text`` is all of it, straightened; ``outside`` is the same with quoted words blanked out, every character in its
    place; ``context`` the ids of speakers whom the question or the sentence before named.
    """

    text: str
    outside: str
    quotations: tuple[Quotation, ...]
    names: tuple[Name, ...]
    context: frozenset[str]

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        return sources_of(self.outside, self.names)

    @cached_property
    def speakers(self) -> frozenset[str]:
        return frozenset(key for name in self.names for key in name.speakers)

    @cached_property
    def told(self) -> str:
        """What is said outside quotations, without the names of those who say it and what stands in brackets."""
        text = self.outside
        for source in self.sources:
            start, end = source.name.start, source.name.end
            if bracket := re.match(r"\s*\([^()]*\)", text[end:]):
                end += bracket.end()
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text.replace("_", " ")


def fault_of(
    stated: Stated,
    cited: Sequence[Reference],
    index: NameIndex,
    wording: Wording,
    polarity: Polarity,
) -> str | None:
    """The first thing that is wrong with a sentence, given the records that it cites."""
    if name := unknown_name(stated.names, [reference.known for reference in cited], index):
        return f"names {name}, which no cited passage does"
    figures = figures_of(stated.outside)
    if figure := missing(figures, [reference.figures for reference in cited]):
        return f"gives {figure}, which no cited passage does"
    return (
        _misdated(stated, cited)
        or _misquoted(stated, cited)
        or _misattributed(stated, cited, wording)
        or _wrong_office(stated, cited)
        or _turned(stated, cited, wording, polarity)
        or _beside_the_matter(stated, cited, wording)
    )


# --- quotations


def unmarkable(
    spans: Iterable[Quotation], cited: Sequence[Reference], wording: Wording
) -> tuple[tuple[Quotation, ...], str | None]:
    """The quotations that only paraphrase a cited passage, whose marks may go, and what is wrong with the others."""
    unmarked: list[Quotation] = []
    for span in spans:
        words = quoted_words(span.words)
        if any(stands_in(words, reference.quote) for reference in cited):
            continue
        if any(stands_in(words, title) or words == title for reference in cited for title in reference.marked):
            continue
        if any(is_nearly(words, reference.quote) for reference in cited):
            return (), f"no cited passage holds the words “{span.words}” just so"
        stems = wording.content(span.words)
        if not any(wording.coverage(stems, reference.words) >= PARAPHRASED for reference in cited):
            return (), f"no cited passage holds the words “{span.words}”"
        unmarked.append(span)
    return tuple(unmarked), None


def _misquoted(stated: Stated, cited: Sequence[Reference]) -> str | None:
    for span in stated.quotations:
        words = quoted_words(span.words)
        holders = [reference for reference in cited if stands_in(words, reference.quote)]
        if not holders:
            continue  # a title, or words that the record itself puts between marks
        if not any(is_named(reference, stated) for reference in holders):
            return f"does not name the speaker of “{span.words}”"
        if all(cut_off_negation(words, reference.quote) for reference in holders):
            return f"cuts the negation off “{span.words}”"
        speaker = _quoting(stated, span)
        if speaker is not None and not any(_is_speaker(speaker.name, reference) for reference in holders):
            return f"gives the words “{span.words}” to {speaker.name.written}"
    return None


def _quoting(stated: Stated, span: Quotation) -> Source | None:
    """Whom a sentence makes the speaker of a quotation: who follows it as its speaker, else who last came before."""
    after = [source for source in stated.sources if source.name.start >= span.end]
    if after and _INVERTED.match(stated.outside[span.end : after[0].name.start]):
        return after[0]
    before = [source for source in stated.sources if source.name.end <= span.start]
    if _PARTICIPLE.search(stated.outside[: span.start]):  # "…, adding: “…”" goes back to the subject of its clause
        before = [source for source in before if _opens_clause(stated.outside[: source.name.start])] or before
    return before[-1] if before else None


def is_named(reference: Reference, stated: Stated) -> bool:
    """Whether a sentence names the speaker of a record, and not merely the body spoken for."""
    record = reference.record
    if not isinstance(record, Statement):
        return False
    speaker = reference.corpus.speaker_by_name.get(record.speaker)
    if f" {bare(record.speaker)} " in f" {bare(stated.outside)} ":
        return True
    return speaker is not None and any(speaker.id in name.speakers for name in stated.names if not name.body)


def _is_speaker(name: Name, reference: Reference) -> bool:
    """Whether a name is that of a record's speaker, of the body spoken for or of the office held."""
    record = reference.record
    if not isinstance(record, Statement):
        return False
    if name.speakers & reference.speakers and not name.body:
        return True
    return any(_is_part_of(name.written, text) for text in (record.speaker, record.role, record.organisation or ""))


def _is_part_of(written: str, whole: str) -> bool:
    words = bare(re.sub(r"['’]s?$", "", written))
    return bool(words) and f" {words} " in f" {bare(whole)} "


def with_full_names(text: str, cited: Sequence[Reference], quotes: bool, index: NameIndex) -> str:
    """The text with an alias written out where a quotation stands beside it, so that a reader sees whose words it is."""
    if not quotes:
        return text
    for reference in cited:
        record = reference.record
        if not isinstance(record, Statement) or record.speaker not in reference.corpus.speaker_by_name:
            continue
        speaker = reference.corpus.speaker_by_name[record.speaker]
        if _stands_in_full(speaker, text):
            continue
        mention = next((m for m in exact_mentions(text, index) if m.speakers == (speaker.id,)), None)
        if mention is not None:
            ending = "'s" if mention.written.endswith(("'s", "’s")) else ""
            text = f"{text[: mention.start]}{speaker.name}{ending}{text[mention.end :]}"
    return text


def _stands_in_full(speaker: Speaker, text: str) -> bool:
    return any(f" {bare(part)} " in f" {bare(text)} " for part in (speaker.name, speaker.name.split()[-1]))


# --- attribution


def _misattributed(stated: Stated, cited: Sequence[Reference], wording: Wording) -> str | None:
    statements = [reference for reference in cited if isinstance(reference.record, Statement)]
    for reference in statements:
        if not _is_attributed(stated, reference) and not _is_context(stated, reference, wording):
            return f"does not say that {reference.record.speaker} said so"  # type: ignore[union-attr]
    for source in stated.sources:
        if any(_is_speaker(source.name, reference) for reference in statements):
            continue
        if not any(_says_so(source, reference, stated, wording) for reference in cited):
            return f"makes {source.name.written} say or do what no cited passage has from them"
    return _swapped(stated, statements, wording)


def _is_attributed(stated: Stated, reference: Reference) -> bool:
    """Whether a sentence says whose statement it rests on: by name, or by a pronoun that the context makes plain."""
    if is_named(reference, stated) or any(_is_speaker(source.name, reference) for source in stated.sources):
        return True
    return bool(reference.speakers & stated.context) and _PRONOUN.search(stated.outside) is not None


def _is_context(stated: Stated, reference: Reference, wording: Wording) -> bool:
    """Whether a sentence gives what the record's note says besides, which nobody said."""
    note = getattr(reference.record, "note", None)
    stems = wording.content(stated.outside)
    return bool(note and stems) and wording.coverage(stems, frozenset(wording.content(note))) >= FROM_NOTE


def _says_so(source: Source, reference: Reference, stated: Stated, wording: Wording) -> bool:
    """Whether a record itself, in a clause that names them, has somebody say or do what a sentence says."""
    after = stated.outside[source.name.end :]
    following = [other.name.start - source.name.end for other in stated.sources if other.name.start > source.name.end]
    part = after[: following[0]] if following else after
    stems = set(wording.content(next(iter(clauses(part)), part))) or set(wording.content(part))
    for sentence, names in reference.names:
        if not any(same_name(source.name, name) for name in names):
            continue
        if isinstance(reference.record, Statement) and not any(
            same_name(source.name, other.name) for other in sources_of(sentence, names)
        ):
            continue
        for clause in clauses(sentence):
            if any(name.written in clause for name in names if same_name(source.name, name)):
                if not stems or wording.coverage(stems, frozenset(wording.content(clause))) >= BORNE_BY_CLAUSE:
                    return True
    return False


def _swapped(stated: Stated, statements: Sequence[Reference], wording: Wording) -> str | None:
    """Where two are cited: whether one is given what the other said."""
    if len({reference.record.speaker for reference in statements}) < 2:  # type: ignore[union-attr]
        return None
    subjects = [name for name in stated.names if any(_is_subject(name, stated, reference) for reference in statements)]
    for at, name in enumerate(subjects):
        own = [reference for reference in statements if _is_speaker(name, reference)]
        rest = [reference for reference in statements if reference not in own]
        end = subjects[at + 1].start if at + 1 < len(subjects) else len(stated.outside)
        start = name.end if at else 0
        stems = wording.content(stated.told[start:end])
        if not own or not rest or len(stems) < 3:
            continue
        mine, theirs = (max(wording.coverage(stems, r.words) for r in group) for group in (own, rest))
        if theirs - mine > SWAPPED:
            return f"gives to {name.written} what another passage has from somebody else"
    return None


def _is_subject(name: Name, stated: Stated, reference: Reference) -> bool:
    """Whether a name is a cited speaker's and speaks, or stands where a clause has its subject."""
    if not _is_speaker(name, reference):
        return False
    return _opens_clause(stated.outside[: name.start]) or any(source.name == name for source in stated.sources)


def _opens_clause(before: str) -> bool:
    """Whether what comes next stands where a clause has its subject."""
    return (
        re.search(r"(?:^|[,;:.]\s*(?:and|but|while|whereas|as)?|\b(?:while|whereas|and|but))\W*$", before) is not None
    )


# --- offices and dates


def _wrong_office(stated: Stated, cited: Sequence[Reference]) -> str | None:
    for reference in cited:
        record = reference.record
        if not isinstance(record, Statement):
            continue
        held = f"{record.role} {record.organisation or ''} {record.claim} {record.note or ''} {record.venue}"
        for name in stated.names:
            if name.speakers & reference.speakers and (
                office := wrong_office(offices_given(stated.outside, name), held)
            ):
                return f"calls {record.speaker} {office}, which the record does not"
    return None


def _misdated(stated: Stated, cited: Sequence[Reference]) -> str | None:
    """A date on which somebody is said to have spoken and which is not the statement's."""
    statements = [reference for reference in cited if isinstance(reference.record, Statement)]
    if not statements or len(statements) < len(cited):
        return None
    for found, is_certain in _dates_of_speech(stated.outside):
        for reference in statements:
            if any(agrees(found, said.day) for said in reference.said_on.dates):
                break
            claim = getattr(reference.record, "claim", "")
            own = [day for day, certain in _dates_of_speech(claim) if certain or not is_certain]
            if any(agrees(found, day) for day in own):
                break
        else:
            year, month, day = found
            return f"dates the words to {'-'.join(str(p) for p in (year, month, day) if p)}, which the record does not"
    return None


def _dates_of_speech(text: str) -> list[tuple[tuple[int | None, int | None, int | None], bool]]:
    """Dates before what is said begins, or in brackets, or at the very end after a comma; True where beyond doubt."""
    found = figures_of(text).dates
    begins = _COMPLEMENT.search(text, 12)
    head = begins.start() if begins else 0
    days = []
    for date in found:
        before = text[: date.start]
        in_brackets = before.rfind("(") > before.rfind(")")
        opens = re.fullmatch(r"\W*(?:on|in|back in|during)\s+", before, re.IGNORECASE) is not None
        beside_verb = re.search(
            r"\b(?:said|says|wrote|told|argued|warned|stated|claimed|announced|added|speaking|tweeted|testified"
            r"|declared|noted|insisted|explained)\s+(?:(?:so|this|it|back|publicly)\s+)?(?:on|in)\s+(?:the\s+)?$",
            before,
            re.IGNORECASE,
        )
        if in_brackets or opens or beside_verb:
            days.append((date.day, True))
        elif date.end <= head:
            days.append((date.day, False))
    return days


# --- sense


def _turned(stated: Stated, cited: Sequence[Reference], wording: Wording, polarity: Polarity) -> str | None:
    if (side := summary_of(stated, wording)) is not None:
        stances = {r.record.stance for r in cited if isinstance(r.record, Statement)}
        own = max(wording.coverage(wording.content(stated.told), reference.words) for reference in cited)
        if stances and side not in stances and "balance" not in stances and own < OWN_WORDS:
            return "puts the speaker on the other side than the record does"
        if side in stances:
            return None
    said = polarity.placed(re.sub(r"\([^()]*\)", " ", stated.outside))
    if word := polarity.turned(said, [reference.placed for reference in cited]):
        return f"turns round what the passages say (“{word}”)"
    return None


def summary_of(stated: Stated, wording: Wording) -> Stance | None:
    """The side that a sentence puts its speaker on, where it says little else and quotes nothing."""
    if stated.quotations or not stated.sources or len(wording.content(stated.told)) > SUMMARY_WORDS:
        return None
    return side_taken(stated.outside[stated.sources[0].name.end :])


def bears_summary(stated: Stated, cited: Sequence[Reference], wording: Wording) -> bool:
    """Whether a sentence only says which side somebody is on, and all the records cited have them there."""
    side = summary_of(stated, wording)
    return side is not None and all(isinstance(r.record, Statement) and r.record.stance == side for r in cited)


def rests_on_quotation(stated: Stated, cited: Sequence[Reference], wording: Wording) -> bool:
    """Whether a sentence does no more than give a speaker's exact words."""
    held = any(stands_in(quoted_words(span.words), r.quote) for span in stated.quotations for r in cited)
    return held and len(wording.content(stated.told)) < OUTSIDE_WORDS


def _beside_the_matter(stated: Stated, cited: Sequence[Reference], wording: Wording) -> str | None:
    """A cited passage that has nothing to do with the sentence."""
    stems = wording.content(stated.told)
    for reference in cited:
        quoted = any(stands_in(quoted_words(span.words), reference.quote) for span in stated.quotations)
        if len(cited) > 1 and not quoted and stems and wording.coverage(stems, reference.words) < 0.15:
            return f"cites {reference.record.id}, which does not bear on it"
    return None
