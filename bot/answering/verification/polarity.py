"""Whether a sentence turns round what a passage says: a negation added or lost, a word made its opposite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.answering.verification.wording import REPORTS, STOP, Wording
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
_NEIGHBOURS = 4  # content words on either side that tell which occurrence of a word is meant
_POLES = (
    "support back endorse favour welcome applaud approve embrace champion praise accept agree commend advocate"
    " | oppose reject condemn criticise attack denounce resist object refuse dispute disagree slam decry",
    "strengthen protect safeguard preserve reinforce uphold shield bolster guard defend secure"
    " | weaken undermine break erode damage harm endanger threaten jeopardise compromise hurt destroy",
    "allow permit enable authorise legalise let | ban outlaw prohibit forbid block restrict prevent stop bar",
    "safe secure harmless | unsafe insecure dangerous risky harmful perilous vulnerable",
    "safer stronger better | weaker worse riskier",
    "increase rise grow raise expand widen gain boost | decrease fall shrink reduce lower narrow cut lose drop decline",
    "more greater higher larger bigger most | less fewer lower smaller least",
    "possible feasible workable able capable | impossible infeasible unworkable unable incapable",
    "legal lawful legitimate constitutional | illegal unlawful illegitimate unconstitutional",
    "necessary needed essential indispensable vital crucial | unnecessary needless superfluous dispensable",
    "succeed success | fail failure",
    "right correct true truth | wrong incorrect false mistaken untrue",
    "good beneficial helpful useful benefit | bad detrimental useless",
    "easy easier simple simpler | hard harder difficult",
    "always every everyone everybody all | never none nobody",
    "help assist aid ease facilitate | hinder hamper impede obstruct thwart frustrate complicate harm hurt damage",
    "win won | lose lost",
    "include | exclude omit exempt",
    "keep retain continue maintain extend | abandon drop scrap discard withdraw cancel end",
    "start begin launch introduce | stop end halt cease",
    "confirm admit concede acknowledge | deny",
    "encourage promote urge | discourage deter dissuade",
    "acceptable reasonable proportionate sensible fair justified | unacceptable unreasonable disproportionate unfair"
    " unjustified",
    "likely probable | unlikely improbable",
    "voluntary optional | mandatory compulsory obligatory",
    "strong robust | weak feeble",
    "many | few",
    "before | after",
    "trust confidence | distrust mistrust",
    "effective efficient | ineffective inefficient",
    "optimistic hopeful | pessimistic gloomy",
    "public | secret",
    "targeted | indiscriminate blanket mass",
    "accept | refuse reject",
    "pass adopt | reject defeat",
    "guilty | innocent blameless",
    "majority | minority",
    "ally friend | enemy foe adversary",
    "satisfied pleased delighted proud | disappointed dissatisfied angry ashamed",
)  # fmt: skip


_PREPOSITIONS = {"for": "against", "against": "for", "with": "without", "without": "with"}
_GOOD = (
    "good beneficial helpful useful safe secure harmless fair reasonable acceptable proportionate wise sensible sound"
    " lawful legal legitimate effective efficient workable strong robust reliable trustworthy welcome valuable vital"
    " essential necessary precious healthy honest accurate benefit gain asset shield safeguard boon opportunity success"
    " improve strengthen protect guard support back help welcome praise endorse encourage enable benefit promote"
)
_BAD = (
    "bad harmful dangerous useless hurtful unsafe insecure risky unfair unreasonable unacceptable excessive foolish rash"
    " unsound unlawful illegal illegitimate ineffective inefficient unworkable weak feeble unreliable untrustworthy"
    " unwelcome worthless unnecessary needless toxic sick dishonest inaccurate harm damage loss liability threat menace"
    " danger risk peril failure worsen weaken undermine expose endanger oppose attack hinder condemn criticise reject"
    " discourage prevent erode destroy sabotage jeopardise"
)
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")


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
    def poles(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Each stem's places: the number of a pair of opposites, and 1 or -1 for its side."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, pair in enumerate(_POLES):
            for side, words in zip((1, -1), pair.split("|"), strict=True):
                for word in words.split():
                    places = found.setdefault(self.wording.stem.stemWord(word), [])
                    if (number, side) not in places:
                        places.append((number, side))
        return {stem: tuple(places) for stem, places in found.items()}

    @cached_property
    def valence(self) -> Mapping[str, int]:
        """1 for stems of words that speak well of something, -1 for those that speak ill."""
        sides = ((_GOOD, 1), (_BAD, -1))
        return {self.wording.stem.stemWord(word): side for words, side in sides for word in words.split()}

    def placed(self, text: str) -> tuple[Placed, ...]:
        """The words of a straightened text that carry sense, in order."""
        found = list(_TOKEN.finditer(text))
        words = [fold(match.group()) for match in found]
        lower = f" {' '.join(words)} "
        governed = _governed(words, [name for name in self.negating_names if f" {name} " in lower])
        kept: list[tuple[str, bool, bool]] = []
        for at, (match, word) in enumerate(zip(found, words, strict=True)):
            if not word[:1].isalpha():
                continue
            is_name = at > 0 and words[at - 1] not in ".:" and match.group()[:1].isupper()
            stem = self.wording.stem.stemWord(word.removesuffix("'s"))
            if word in _SAYING:
                stem = _SAY
            elif word in _HARD or (word in STOP | REPORTS and stem not in self.poles and word not in _PREPOSITIONS):
                continue
            kept.append((stem, governed[at], is_name))
        stems = [self.wording.same_as(stem) for stem, _, _ in kept]
        return tuple(
            Placed(
                stem,
                negated,
                frozenset(stems[max(0, at - _NEIGHBOURS) : at] + stems[at + 1 : at + 1 + _NEIGHBOURS])
                - {_SAY, *_PREPOSITIONS},
                stems[at - 1] if at else "",
                stems[at + 1] if at + 1 < len(stems) else "",
                is_name,
            )
            for at, (stem, negated, is_name) in enumerate(kept)
        )

    def turned(self, said: Sequence[Placed], passages: Sequence[Sequence[Placed]]) -> str | None:
        """The word by which a sentence turns round what the passages say; None where it turns nothing round."""
        stems = frozenset(word.stem for word in said)
        for word in said:
            if word.is_name:
                continue
            verdicts = [self._against(word, passage, stems) for passage in passages]
            if False in verdicts and True not in verdicts:
                return word.stem
            if any(self._exchanged(word, passage) for passage in passages):
                return word.stem
        return None

    def _against(self, word: Placed, passage: Iterable[Placed], stems: frozenset[str]) -> bool | None:
        """True where the passage agrees with a word, False where it says the opposite, None where it says neither.

        ``stems`` are those of the whole sentence: a word of the passage that stands in it answers to itself alone.
        """
        if word.stem in _PREPOSITIONS or (word.stem == _SAY and not word.negated):
            return None
        found: list[tuple[float, bool]] = []
        for other in passage:
            sign = self._sign(word.stem, other.stem) if word.stem == other.stem or other.stem not in stems else 0
            if sign:
                shared = sum(self.wording.weight(stem) for stem in word.near & other.near)
                agrees = (sign > 0) == (word.negated == other.negated)
                found.append((shared, agrees))
        if not found:
            return None
        best = max(shared for shared, _ in found)
        if best <= 0 and len(found) > 1:
            return None
        return any(agrees for shared, agrees in found if shared >= 0.6 * best)

    def _exchanged(self, word: Placed, passage: Sequence[Placed]) -> bool:
        """Whether the passage has, between the same two words, one that speaks the other way or "against" for "for"."""
        if not word.before or not word.after:
            return False
        same = [other for other in passage if (other.before, other.after) == (word.before, word.after)]
        if not same or any(other.stem == word.stem for other in passage if word.stem not in _PREPOSITIONS):
            return False
        if any(other.stem == word.stem for other in same):
            return False
        if word.stem in _PREPOSITIONS:
            return any(other.stem == _PREPOSITIONS[word.stem] for other in same)
        mine = self.valence.get(word.stem, 0)
        return any(mine * self.valence.get(other.stem, 0) < 0 and word.negated == other.negated for other in same)

    def _sign(self, one: str, other: str) -> int:
        """1 where two stems mean the same here, -1 where they are opposites, 0 where they have nothing in common."""
        if one == other:
            return 1
        if _is_negative_of(one, other) or _is_negative_of(other, one):
            return -1
        for number, side in self.poles.get(one, ()):
            for other_number, other_side in self.poles.get(other, ()):
                if number == other_number:
                    return side * other_side
        return 0


def _is_negative_of(one: str, other: str) -> bool:
    """Whether a stem is another with a prefix that denies it: "unlawful" of "lawful"."""
    return len(other) > 3 and any(one == prefix + other for prefix in _PREFIXES)


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
