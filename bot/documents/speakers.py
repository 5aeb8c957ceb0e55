"""Which speakers of the corpus are the people and bodies that a document names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.names import TITLES
from bot.records import Corpus, Record, Slug
from bot.text import fold, tokens

_ARTICLES = frozenset({"the", "a", "an"})


class SpeakerLink(Record):
    """A speaker of a document and, where it is the same, the one of the corpus."""

    name: str
    status: Literal["known", "new", "ambiguous"]
    speaker: Slug | None = None


@dataclass(frozen=True)
class SpeakerIndex:
    """The names of the corpus, folded. Made once by ``index_speakers``."""

    exact: Mapping[str, frozenset[str]]  # a name or an alias of several words, to ids
    single: Mapping[str, frozenset[str]]  # a surname or an alias of one word, to ids
    ambiguous: frozenset[str]  # surnames that the corpus says are also something else
    people: Mapping[str, frozenset[str]]  # first and last word of a person's full name, to ids


def index_speakers(corpus: Corpus) -> SpeakerIndex:
    """Everything that links a name to a speaker of the corpus."""
    exact, single, people = (defaultdict[str, set[str]](set) for _ in range(3))
    for speaker in corpus.speakers:
        for spelling in (speaker.name, *speaker.aliases):
            words = _words(spelling)
            (exact if len(words) > 1 else single)[" ".join(words)].add(speaker.id)
        if speaker.kind == "person":
            words = _words(speaker.name)
            single[words[-1]].add(speaker.id)
            if len(words) > 1:
                people[f"{words[0]} {words[-1]}"].add(speaker.id)
    return SpeakerIndex(
        exact={name: frozenset(ids) for name, ids in exact.items()},
        single={name: frozenset(ids) for name, ids in single.items()},
        ambiguous=frozenset(" ".join(_words(name)) for name in corpus.ambiguous),
        people={name: frozenset(ids) for name, ids in people.items()},
    )


def link_speaker(name: str, index: SpeakerIndex) -> SpeakerLink:
    """The speaker of the corpus that a name in a document means.

    A full name or alias must be the same; a middle name may be missing on one side. A surname alone counts only where
    one speaker has it and nothing else is called so. Everybody else is new, or ambiguous where several would fit.
    """
    words = _words(name)
    if not words:
        return SpeakerLink(name=name, status="new")
    phrase = " ".join(words)
    if len(words) == 1:
        found = index.single.get(phrase, frozenset())
        if phrase in index.ambiguous and found:
            return SpeakerLink(name=name, status="ambiguous")
    else:
        found = index.exact.get(phrase) or _without_middle_names(words, index)
    if len(found) > 1:
        return SpeakerLink(name=name, status="ambiguous")
    return SpeakerLink(name=name, status="known" if found else "new", speaker=next(iter(found), None))


def _without_middle_names(words: list[str], index: SpeakerIndex) -> frozenset[str]:
    """People of the same first name and surname, where middle names are given on one side only."""
    if len(words[0]) < 2 or "and" in words or "of" in words:
        return frozenset()
    middle = words[1:-1]
    found = set()
    for key in index.people.get(f"{words[0]} {words[-1]}", ()):
        names = [name.split() for name, ids in index.exact.items() if key in ids]
        if any(not middle or not other[1:-1] for other in names if other[0] == words[0] and other[-1] == words[-1]):
            found.add(key)
    return frozenset(found)


def _words(name: str) -> list[str]:
    words = [token.folded for token in tokens(fold(name))]
    while len(words) > 1 and (words[0] in TITLES or words[0] in _ARTICLES):
        words = words[1:]
    return words
