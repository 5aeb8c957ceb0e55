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
    "remove delete | add",
    "accept | refuse reject",
    "pass adopt | reject defeat",
    "guilty | innocent blameless",
    "majority | minority",
    "ally friend | enemy foe adversary",
    "satisfied pleased delighted proud | disappointed dissatisfied angry ashamed",
)  # fmt: skip


class Placed(NamedTuple):
    """A word that carries sense: its stem, whether a negation governs it, and the stems near it."""

    stem: str
    negated: bool
    near: frozenset[str]


@dataclass(frozen=True)
class Polarity:
    """Compares sentences with passages, given how a corpus's words are stemmed and weighed."""

    wording: Wording

    @cached_property
    def poles(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Each stem's places: the number of a pair of opposites, and 1 or -1 for its side."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, pair in enumerate(_POLES):
            for side, words in zip((1, -1), pair.split("|"), strict=True):
                for word in words.split():
                    place = (number, side)
                    if place not in found.setdefault(self.wording.stem.stemWord(word), []):
                        found[self.wording.stem.stemWord(word)].append(place)
        return {stem: tuple(places) for stem, places in found.items()}

    def placed(self, text: str) -> tuple[Placed, ...]:
        """The words of a text that carry sense, in order."""
        words = _TOKEN.findall(fold(text))
        governed = _governed(words)
        kept: list[tuple[str, bool]] = []
        for word, negated in zip(words, governed, strict=True):
            if not word[0].isalpha():
                continue
            stem = self.wording.stem.stemWord(word.removesuffix("'s"))
            if word in REPORTS and word not in ("call", "calls", "called"):
                kept.append(("<say>", negated))
            elif (word not in STOP or stem in self.poles) and word not in _HARD:
                kept.append((stem, negated))
        stems = [self.wording._same.get(stem, stem) for stem, _ in kept]
        return tuple(
            Placed(
                stem,
                negated,
                frozenset(stems[max(0, at - _NEIGHBOURS) : at] + stems[at + 1 : at + 1 + _NEIGHBOURS]) - {"<say>"},
            )
            for at, (stem, negated) in enumerate(kept)
        )

    def turned(self, said: Sequence[Placed], passages: Sequence[Sequence[Placed]]) -> str | None:
        """The word by which a sentence turns round what the passages say; None where it turns nothing round."""
        stems = frozenset(word.stem for word in said)
        for word in said:
            verdicts = [self._against(word, passage, stems) for passage in passages]
            if any(verdict is False for verdict in verdicts) and not any(verdict is True for verdict in verdicts):
                return word.stem
        return None

    def _against(self, word: Placed, passage: Iterable[Placed], stems: frozenset[str]) -> bool | None:
        """True where the passage agrees with a word, False where it says the opposite, None where it says neither.

        ``stems`` are those of the whole sentence: a word of the passage that stands in it answers to itself alone.
        """
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

    def _sign(self, one: str, other: str) -> int:
        """1 where two stems mean the same here, -1 where they are opposites, 0 where they have nothing in common."""
        if one == other:
            return 1
        for number, side in self.poles.get(one, ()):
            for other_number, other_side in self.poles.get(other, ()):
                if number == other_number:
                    return side * other_side
        return 0


def _governed(words: Sequence[str]) -> list[bool]:
    """For each token whether a negation before it governs it; "not only" and "no doubt" negate nothing."""
    governed = [False] * len(words)
    for at, word in enumerate(words):
        hard = word in _HARD or word.endswith("n't")
        following = words[at + 1] if at + 1 < len(words) else ""
        if not hard and word not in _SOFT:
            continue
        if following in ("only", "just", "merely", "doubt", "wonder", "simply", "matter"):
            continue
        for other in range(at + 1, min(len(words), at + 1 + (_HARD_REACH if hard else _SOFT_REACH))):
            if words[other] in _BREAKS:
                break
            governed[other] = not governed[other]
    return governed
