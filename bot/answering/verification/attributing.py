"""Whether what a sentence has somebody say is theirs by the records that it cites."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.verification.attribution import Source, pronoun_speaks
from bot.answering.verification.naming import Name, same_name
from bot.answering.verification.reference import Reference, clauses
from bot.answering.verification.speaking import ends_with_speaker, may_speak
from bot.answering.verification.stated import Stated, is_named, is_speaker
from bot.records import Statement

BORNE_BY_CLAUSE = 0.3  # share of a clause's words that the passage has of the same name
FROM_NOTE = 0.8  # share of a sentence's words that a record's note has, from which it is a note and nobody's words
SWAPPED = 0.25  # by which another's passage may fit what is given to a speaker better than the speaker's own
CLAUSE_WORDS = 3  # telling words from which what is given to one of two speakers is compared
_OF_A_PERSON = frozenset({"he", "she", "him", "her", "his"})


def misattributed(stated: Stated, cited: Sequence[Reference]) -> str | None:
    """What is wrong with whom the sentence has speak; None where nothing is."""
    statements = [reference for reference in cited if isinstance(reference.record, Statement)]
    own = frozenset(
        at for at, name in enumerate(stated.names) if any(is_speaker(name, reference) for reference in statements)
    )
    for reference in statements:
        if not _is_attributed(stated, reference, own) and not is_context(stated, reference):
            return f"does not say whose statement {reference.record.id} is"
    for source in (*stated.sources, *_strangers(stated, cited, own)):
        if any(is_speaker(source.name, reference) for reference in statements):
            continue
        if not any(_says_so(source, reference, stated) for reference in cited):
            return f"makes {source.name.written} say or do what no cited passage has from them"
    return _swapped(stated, statements)


def is_context(stated: Stated, reference: Reference) -> bool:
    """Whether a sentence gives what the record's note says besides, which nobody said."""
    stems = stated.wording.content(stated.outside)
    return bool(reference.note and stems) and stated.wording.coverage(stems, reference.note) >= FROM_NOTE


def _strangers(stated: Stated, cited: Sequence[Reference], own: frozenset[int]) -> tuple[Source, ...]:
    """A person who opens a sentence as its subject and is none of the speakers cited, unless one of them closes it."""
    known = cited[0].corpus.speaker_by_id
    first = stated.names[0] if stated.names and 0 not in own else None
    if first is None or not all(isinstance(reference.record, Statement) for reference in cited):
        return ()
    if first.body or not any(known[key].kind == "person" for key in first.speakers) or stated.outside[: first.start]:
        return ()
    if any(ends_with_speaker(stated.outside, stated.names[at]) for at in own):
        return ()
    return (Source(first, stated.outside),)


def _is_attributed(stated: Stated, reference: Reference, own: frozenset[int]) -> bool:
    """Whether a sentence says whose statement it rests on: by name, or by a pronoun that the context makes plain.

    ``own`` are the numbers of the names of all speakers cited.
    """
    speaking = [source.name for source in stated.sources]
    theirs = [
        at
        for at in own
        if is_speaker(name := stated.names[at], reference)
        and (name in speaking or (reference.speaker_id in name.speakers and not name.body))
    ]
    if any(may_speak(stated.outside, stated.names, at, own) for at in theirs):
        return True
    if not theirs and is_named(reference, stated):
        return True
    pronoun = pronoun_speaks(stated.outside)
    if pronoun is None:
        return False
    known = reference.corpus.speaker_by_id
    a_person = pronoun in _OF_A_PERSON
    meant = {key for key in stated.context if not a_person or known[key].kind == "person"}
    return bool(meant) and meant <= reference.speakers  # where it could stand for another, it stands for nobody


def _says_so(source: Source, reference: Reference, stated: Stated) -> bool:
    """Whether a record itself, in a clause that names them, has somebody say or do what a sentence says."""
    wording = stated.wording
    ends = [other.name.start for other in stated.sources if other.name.start > source.name.end]
    part = stated.outside[source.name.end : ends[0] if ends else len(stated.outside)]
    stems = wording.content(next(iter(clauses(part)), part)) or wording.content(part)
    spoken = isinstance(reference.record, Statement)
    for sentence, names in reference.names:
        named = [name for name in names if same_name(source.name, name)]
        if not named or (spoken and not any(s.text == sentence and s.name in named for s in reference.sources)):
            continue
        for clause in clauses(sentence):
            holds = any(name.written in clause for name in named)
            if holds and wording.coverage(stems, frozenset(wording.content(clause))) >= BORNE_BY_CLAUSE:
                return True
    return False


def _swapped(stated: Stated, statements: Sequence[Reference]) -> str | None:
    """Where two are cited: whether one is given what the other said."""
    if len({reference.speaker for reference in statements}) < 2:
        return None
    subjects = [name for name in stated.names if _is_subject(name, stated, statements)]
    for at, name in enumerate(subjects):
        own = [reference for reference in statements if is_speaker(name, reference)]
        rest = [reference for reference in statements if reference not in own]
        end = subjects[at + 1].start if at + 1 < len(subjects) else len(stated.outside)
        stems = stated.wording.content(stated.told[name.end if at else 0 : end])
        if not rest or len(stems) < CLAUSE_WORDS:
            continue
        mine, theirs = (max(stated.wording.coverage(stems, r.words) for r in group) for group in (own, rest))
        if theirs - mine > SWAPPED:
            return f"gives to {name.written} what another passage has from somebody else"
    return None


def _is_subject(name: Name, stated: Stated, statements: Sequence[Reference]) -> bool:
    """Whether a name is a cited speaker's and speaks, or stands where a clause has its subject."""
    if not any(is_speaker(name, reference) for reference in statements):
        return False
    return stated.opens_clause(name) or any(source.name == name for source in stated.sources)
