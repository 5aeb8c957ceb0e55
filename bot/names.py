"""Which speakers a question names: by full name, alias, surname, body, abbreviation, or any of these with a typo."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import Stemmer
from rapidfuzz import fuzz, process

from bot.records import Corpus, Record
from bot.text import Token, tokens

How = Literal["name", "surname", "body", "typo"]

LONGEST_NAME = 14  # tokens; groups of signatories have long names
FULL_NAME_LIKENESS = 80  # of 100, for two words that look like a full name with typos
SURNAME_LIKENESS = 86  # of 100, for one word that looks like a surname with a typo
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "&", "to", "de"})
_ARTICLES = frozenset({"the", "a", "an"})
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "senator",
        "representative",
        "congressman",
        "congresswoman",
        "judge",
        "justice",
        "magistrate",
        "minister",
        "secretary",
        "president",
        "director",
        "commissioner",
        "chancellor",
        "general",
        "chief",
        "mep",
        "mp",
    ]
)
_MONTH_BEFORE = frozenset({"in", "since", "of", "early", "late", "mid", "from", "until", "by", "before", "after"})


class Mention(Record):
    """A name found in a question: the speakers that it may mean, and where in the straightened text it stands."""

    written: str
    speakers: tuple[str, ...]
    how: How
    start: int
    end: int


@dataclass(frozen=True)
class NameIndex:
    """The names of a corpus, ready to be found in text. Made once by ``index_names``."""

    phrases: Mapping[str, tuple[tuple[str, ...], How]]
    everyday: frozenset[str]
    small: frozenset[str]  # words that the corpus writes without a capital
    initials: Mapping[str, tuple[tuple[str, ...], How]]
    full_names: Mapping[str, str]
    surnames: Mapping[str, tuple[str, ...]]
    two_word_surnames: tuple[str, ...]
    vocabulary: frozenset[str]
    openings: Mapping[str, tuple[int, ...]]  # first words of phrases to how many words those have
    stem: Stemmer.Stemmer = field(repr=False)

    def knows_word(self, word: str) -> bool:
        """Whether the corpus uses the word, in any inflection."""
        return word in self.vocabulary or self.stem.stemWord(word) in self.vocabulary


def index_names(corpus: Corpus) -> NameIndex:
    """Everything that a reader may type for a speaker, and the words that the corpus itself uses."""
    exact: dict[str, set[str]] = defaultdict(set)
    surnames: dict[str, set[str]] = defaultdict(set)
    full_names: dict[str, str] = {}
    for speaker in corpus.speakers:
        exact[_phrase(speaker.name)].add(speaker.id)
        for alias in speaker.aliases:
            exact[_phrase(alias)].add(speaker.id)
        if speaker.kind == "person":
            full_names[_phrase(speaker.name)] = speaker.id
            full_names.update({_phrase(alias): speaker.id for alias in speaker.aliases if " " in alias})
            surname = _phrase(speaker.sort)
            surnames[surname if surname in _phrase(speaker.name) else _phrase(speaker.name).split()[-1]].add(speaker.id)
    small = frozenset(token.written for text in texts_of(corpus) for token in tokens(text) if token.written.islower())
    everyday = frozenset(name for name, ids in corpus.ambiguous.items() if len(ids) == 1 or name in small)
    everyday |= small & surnames.keys()
    for name, ids in corpus.ambiguous.items():
        surnames[_phrase(name)].update(ids)
    phrases: dict[str, tuple[tuple[str, ...], How]] = {}
    for body, ids in corpus.bodies.items():
        if ids:
            phrases[_phrase(body)] = (tuple(ids), "body")
    for name, found in surnames.items():
        phrases[name] = (tuple(sorted(found)), "surname")
    for name, found in exact.items():
        shared = found | surnames.get(name, set())
        phrases[name] = (tuple(sorted(shared)), "surname" if shared != found else "name")
    stem = Stemmer.Stemmer("english")
    initials = _initials(corpus, phrases)
    return NameIndex(
        phrases=phrases,
        everyday=everyday,
        small=small,
        initials=initials,
        full_names=full_names,
        surnames={name: tuple(sorted(ids)) for name, ids in surnames.items()},
        two_word_surnames=tuple(name for name in surnames if name.count(" ") == 1),
        vocabulary=frozenset(_vocabulary(corpus, stem)),
        openings=_openings(phrases),
        stem=stem,
    )


def _openings(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        words = phrase.split(" ")
        found[words[0]].add(len(words))
    return {word: tuple(lengths) for word, lengths in found.items()}


def _initials(
    corpus: Corpus, phrases: Mapping[str, tuple[tuple[str, ...], How]]
) -> dict[str, tuple[tuple[str, ...], How]]:
    """Abbreviations in capitals that one body alone may have and that no alias gives."""
    found: dict[str, list[tuple[tuple[str, ...], How]]] = defaultdict(list)
    bodies: list[tuple[str, tuple[tuple[str, ...], How]]] = [
        (name, (ids, "body")) for name, ids in corpus.bodies.items() if ids
    ]
    bodies += [(s.name, ((s.id,), "name")) for s in corpus.speakers if s.kind == "organisation"]
    for name, match in bodies:
        words = [word for word in _phrase(name).split() if word not in _SMALL]
        if len(words) >= 3:
            found["".join(word[0] for word in words).upper()].append(match)
    return {short: matches[0] for short, matches in found.items() if len(matches) == 1 and short.lower() not in phrases}


def _phrase(name: str) -> str:
    words = [token.folded for token in tokens(name)]
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def texts_of(corpus: Corpus) -> Iterable[str]:
    """Everything that the corpus says, and the names in it."""
    return itertools.chain(
        *(
            (s.speaker, s.role, s.organisation or "", s.venue, s.claim, s.quote or "", s.note or "", *s.about)
            for s in corpus.spoken
        ),
        *((b.title, b.text) for b in (*corpus.background, *corpus.pieces)),
        *((e.title, e.text, *e.actors) for e in corpus.events),
        *((s.name, s.about, *s.aliases) for s in corpus.speakers),
        *((t.title, *t.aliases) for t in corpus.topics),
        corpus.bodies,
    )


def _vocabulary(corpus: Corpus, stem: Stemmer.Stemmer) -> Iterable[str]:
    for text in texts_of(corpus):
        for token in tokens(text):
            for word in (token.folded, *token.folded.replace("-", " ").replace("/", " ").split()):
                yield word
                yield stem.stemWord(word)


def find_mentions(question: str, names: NameIndex) -> tuple[Mention, ...]:
    """The speakers named in a question, longest names first found, in the order in which they stand."""
    words = tokens(question)
    found, taken = _exact(words, names)
    found += _misspelt(words, taken, names)
    return tuple(sorted(found, key=lambda mention: mention.start))


def exact_mentions(text: str, names: NameIndex) -> tuple[Mention, ...]:
    """The speakers that a text names without a slip of spelling, in the order in which they stand."""
    found, _ = _exact(tokens(text), names)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _exact(words: Sequence[Token], names: NameIndex) -> tuple[list[Mention], list[bool]]:
    """The mentions spelt as the corpus has them, and which words they take up."""
    taken = [False] * len(words)
    cased = any(word.capitalised for word in words[1:])
    found: list[Mention] = []
    places = {(length, at) for at, word in enumerate(words) for length in names.openings.get(word.folded, ())}
    places |= {(1, at) for at, word in enumerate(words) if word.written in names.initials}
    for length, at in sorted(places, key=lambda place: (-place[0], place[1])):
        if length > min(LONGEST_NAME, len(words) - at) or any(taken[at : at + length]):
            continue
        phrase = " ".join(word.folded for word in words[at : at + length])
        match = names.phrases.get(phrase)
        if match is None and length == 1:
            match = names.initials.get(words[at].written)
        if match is None or (length == 1 and not _is_name(words, at, phrase, names, cased)):
            continue
        found.append(_mention(words[at : at + length], *match))
        taken[at : at + length] = [True] * length
    return found, taken


def _is_name(words: Sequence[Token], at: int, phrase: str, names: NameIndex, cased: bool) -> bool:
    """Whether a single word that is a name but may be an everyday word stands here as a name."""
    if phrase not in names.everyday:
        return len(phrase) > 1
    before = words[at - 1].folded if at else ""
    after = words[at + 1].folded if at + 1 < len(words) else ""
    if before in TITLES:
        return True
    is_month = before in _MONTH_BEFORE or after.isdigit() or before.isdigit()
    return cased and at > 0 and words[at].capitalised and not is_month


def _mention(words: Sequence[Token], speakers: tuple[str, ...], how: How) -> Mention:
    written = " ".join(word.written for word in words)
    return Mention(written=written, speakers=speakers, how=how, start=words[0].start, end=words[-1].end)


def _misspelt(words: Sequence[Token], taken: list[bool], names: NameIndex) -> Iterable[Mention]:
    """Names with typos, among the words that are neither names nor words of the corpus."""
    for at in range(len(words) - 1):
        if any(taken[at : at + 2]):
            continue
        pair = words[at : at + 2]
        if all(names.knows_word(word.folded) for word in pair) or any(len(word.folded) < 2 for word in pair):
            continue
        phrase = " ".join(word.folded for word in pair)
        if best := process.extractOne(
            phrase, names.two_word_surnames, scorer=fuzz.ratio, score_cutoff=SURNAME_LIKENESS
        ):
            taken[at : at + 2] = [True, True]
            yield _mention(pair, names.surnames[best[0]], "typo")
            continue
        if best := process.extractOne(
            phrase, names.full_names.keys(), scorer=fuzz.ratio, score_cutoff=FULL_NAME_LIKENESS
        ):
            taken[at : at + 2] = [True, True]
            yield _mention(pair, (names.full_names[best[0]],), "typo")
    for at, word in enumerate(words):
        if taken[at] or len(word.folded) < 5 or names.knows_word(word.folded):
            continue
        if best := process.extractOne(
            word.folded, names.surnames.keys(), scorer=fuzz.ratio, score_cutoff=SURNAME_LIKENESS
        ):
            taken[at] = True
            yield _mention([word], names.surnames[best[0]], "typo")
