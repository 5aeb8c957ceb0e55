"""Whether a sentence turns round what a passage says: a negation added or lost, a word made its opposite."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.answering.verification.opposites import PREPOSITIONS, Opposites
from bot.answering.verification.wording import DULL, Wording
from bot.text import fold

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[,;:.()\"-]")
_HARD = frozenset("not never no nor neither without cannot none nobody nothing nowhere hardly barely scarcely".split())
_SOFT = frozenset(
    "refuse refused refuses refusing decline declined declines declining fail failed fails failing deny denied denies"
    " denying lack lacked lacks lacking unable impossible unwilling disputed dispute disputes doubted doubts doubt"
    " ruled disagreed disagree disagrees instead".split()
)
_BREAKS = frozenset(", ; : . ( ) - but while although though because which who whereas since whose unless".split())
_HARD_REACH, _SOFT_REACH = 5, 4  # tokens behind a negation that it governs, at most
_SAY = "<say>"
_SAYING = frozenset(
    "say says said saying tell tells told telling argue argues argued arguing warn warns warned warning claim claims"
    " claimed claiming state states stated stating write writes wrote writing insist insists insisted insisting declare"
    " declares declared declaring assert asserts asserted explain explains explained explaining announce announces"
    " announced concluded concludes stressed stresses testified".split()
)
_UNTELLING = frozenset({_SAY, *PREPOSITIONS})
AS_NEAR = 0.6  # share of the best match's common neighbours from which another match counts as much
_NEIGHBOURS = 4  # content words on either side that tell which occurrence of a word is meant


class Placed(NamedTuple):
    """A word that carries sense, where it stands.

    ``stem`` is its stem, ``negated`` whether a negation governs it, ``near`` the stems near it, ``before`` and
    ``after`` the stems next to it; ``is_name`` says that it belongs to a name.
    """

    stem: str
    negated: bool
    near: frozenset[str]
    before: str
    after: str
    is_name: bool


@dataclass(frozen=True)
class Laid:
    """The words of a text that carry sense, in order and by stem and by the words on either side."""

    words: tuple[Placed, ...]

    @cached_property
    def by_stem(self) -> Mapping[str, Sequence[Placed]]:
        found: dict[str, list[Placed]] = defaultdict(list)
        for word in self.words:
            found[word.stem].append(word)
        return found

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], Sequence[Placed]]:
        found: dict[tuple[str, str], list[Placed]] = defaultdict(list)
        for word in self.words:
            found[word.before, word.after].append(word)
        return found


@dataclass(frozen=True)
class Polarity:
    """Compares sentences with passages, given how a corpus's words are stemmed and weighed.

    ``negating_names`` are folded names such as "no place to hide", whose "no" negates nothing.
    """

    wording: Wording
    negating_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, wording: Wording, names: Iterable[str]) -> Polarity:
        """``names`` are folded names of speakers."""
        return cls(wording, tuple(name for name in names if _HARD & set(name.split()) and " " in name))

    @cached_property
    def opposites(self) -> Opposites:
        return Opposites(self.wording.stem)

    def lay(self, text: str) -> Laid:
        """The words of a straightened text that carry sense."""
        found = list(_TOKEN.finditer(text))
        words = [fold(match.group()) for match in found]
        lower = f" {' '.join(words)} "
        governed = _governed(words, [name for name in self.negating_names if f" {name} " in lower])
        kept: list[tuple[str, bool, bool]] = []
        for at, (match, word) in enumerate(zip(found, words, strict=True)):
            if not word[:1].isalpha() or word in _HARD - PREPOSITIONS.keys():
                continue
            is_name = at > 0 and words[at - 1] not in ".:" and match.group()[:1].isupper()
            stem = _SAY if word in _SAYING else self.wording.plain(word)
            if stem != _SAY and word in DULL and stem not in self.opposites.poles and word not in PREPOSITIONS:
                continue
            kept.append((stem, governed[at], is_name))
        stems = [self.wording.same_as(stem) for stem, _, _ in kept]
        return Laid(tuple(_placed(kept, stems, at) for at in range(len(kept))))

    def turned(self, said: Laid, passages: Sequence[Laid]) -> str | None:
        """The word by which a sentence turns round what the passages say; None where it turns nothing round."""
        for word in said.words:
            if word.is_name:
                continue
            verdicts = [self._against(word, passage, said) for passage in passages]
            if False in verdicts and True not in verdicts:
                return word.stem
            if any(self._exchanged(word, passage) for passage in passages):
                return word.stem
        return None

    def _against(self, word: Placed, passage: Laid, said: Laid) -> bool | None:
        """True where the passage agrees with a word, False where it says the opposite, None where it says neither.

        A word of the passage that stands in the sentence as well answers to itself alone.
        """
        if word.stem in PREPOSITIONS or (word.stem == _SAY and not word.negated):
            return None
        found: list[tuple[float, bool]] = []
        for stem, sign in self.opposites.akin(word.stem).items():
            for other in passage.by_stem.get(stem, ()) if stem == word.stem or stem not in said.by_stem else ():
                shared = sum(self.wording.weight(near) for near in word.near & other.near)
                found.append((shared, (sign > 0) == (word.negated == other.negated)))
        if not found:
            return None
        best = max(shared for shared, _ in found)
        if best <= 0 and len(found) > 1:
            return None
        return any(agrees for shared, agrees in found if shared >= AS_NEAR * best)

    def _exchanged(self, word: Placed, passage: Laid) -> bool:
        """Whether the passage has, between the same two words, one that speaks the other way or "against" for "for"."""
        same = passage.by_place.get((word.before, word.after), ()) if word.before and word.after else ()
        if not same or any(other.stem == word.stem for other in same):
            return False
        if word.stem in PREPOSITIONS:
            return any(other.stem == PREPOSITIONS[word.stem] for other in same)
        if word.stem in passage.by_stem:
            return False
        mine, valence = self.opposites.valence.get(word.stem, 0), self.opposites.valence
        return any(mine * valence.get(other.stem, 0) < 0 and word.negated == other.negated for other in same)


def _placed(kept: Sequence[tuple[str, bool, bool]], stems: list[str], at: int) -> Placed:
    stem, negated, is_name = kept[at]
    near = stems[max(0, at - _NEIGHBOURS) : at] + stems[at + 1 : at + 1 + _NEIGHBOURS]
    return Placed(
        stem=stem,
        negated=negated,
        near=frozenset(near) - _UNTELLING,
        before=stems[at - 1] if at else "",
        after=stems[at + 1] if at + 1 < len(stems) else "",
        is_name=is_name,
    )


def _governed(words: Sequence[str], names: Sequence[str]) -> list[bool]:
    """For each token whether a negation before it governs it; "not only", "no doubt" and names negate nothing."""
    hard, soft = [False] * len(words), [False] * len(words)
    for at, word in enumerate(words):
        is_hard = word in _HARD or word.endswith("n't")
        if not is_hard and word not in _SOFT:
            continue
        following = words[at + 1] if at + 1 < len(words) else ""
        if following in ("only", "just", "merely", "doubt", "wonder", "simply", "matter"):
            continue
        if any(name.split() == list(words[at : at + len(name.split())]) for name in names):
            continue
        for other in range(at + 1, min(len(words), at + 1 + (_HARD_REACH if is_hard else _SOFT_REACH))):
            if words[other] in _BREAKS:
                break
            (hard if is_hard else soft)[other] = True
    return [one != other for one, other in zip(hard, soft, strict=True)]
