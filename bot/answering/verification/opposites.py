"""Words that are each other's opposites, and what can be told from a stem about its opposite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import Stemmer

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
_GOOD = (
    "good beneficial helpful useful safe secure harmless fair reasonable acceptable proportionate wise sensible"
    " sound lawful legal legitimate effective efficient workable strong robust reliable trustworthy welcome"
    " valuable vital essential necessary precious healthy honest accurate benefit gain asset shield safeguard boon"
    " opportunity success improve strengthen protect guard support back help praise endorse encourage enable"
    " promote"
)
_BAD = (
    "bad harmful dangerous useless hurtful unsafe insecure risky unfair unreasonable unacceptable excessive"
    " foolish rash unsound unlawful illegal illegitimate ineffective inefficient unworkable weak feeble unreliable"
    " untrustworthy unwelcome worthless unnecessary needless toxic sick dishonest inaccurate harm damage loss"
    " liability threat menace danger risk peril failure worsen weaken undermine expose endanger oppose attack"
    " hinder condemn criticise reject discourage prevent erode destroy sabotage jeopardise"
)
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")

PREPOSITIONS = {"for": "against", "against": "for", "with": "without", "without": "with"}


@dataclass(frozen=True)
class Opposites:
    """The pairs of opposites by the stems of one stemmer."""

    stem: Stemmer.Stemmer

    @cached_property
    def poles(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Each stem's places: the number of a pair of opposites, and 1 or -1 for its side."""
        found: dict[str, dict[tuple[int, int], None]] = defaultdict(dict)
        for number, pair in enumerate(_POLES):
            for side, words in zip((1, -1), pair.split("|"), strict=True):
                for word in words.split():
                    found[self.stem.stemWord(word)][number, side] = None
        return {stem: tuple(places) for stem, places in found.items()}

    @cached_property
    def valence(self) -> Mapping[str, int]:
        """1 for stems of words that speak well of something, -1 for those that speak ill."""
        sides = ((_GOOD, 1), (_BAD, -1))
        return {self.stem.stemWord(word): side for words, side in sides for word in words.split()}

    @cached_property
    def _sides(self) -> Mapping[tuple[int, int], tuple[str, ...]]:
        found: dict[tuple[int, int], list[str]] = defaultdict(list)
        for stem, places in self.poles.items():
            for place in places:
                found[place].append(stem)
        return {place: tuple(stems) for place, stems in found.items()}

    def akin(self, stem: str) -> Mapping[str, int]:
        """The stem itself and others on its side, each with 1, and its opposites, each with -1."""
        found = {other: 1 for number, side in self.poles.get(stem, ()) for other in self._sides[number, side]}
        found |= {
            other: -1 for number, side in self.poles.get(stem, ()) for other in self._sides.get((number, -side), ())
        }
        found |= dict.fromkeys(_denied(stem), -1)
        return found | {stem: 1}


def _denied(stem: str) -> Iterable[str]:
    """A stem with a prefix that denies it, or without one: "unlawful" of "lawful"."""
    if len(stem) > 3:
        yield from (prefix + stem for prefix in _PREFIXES)
    yield from (stem.removeprefix(p) for p in _PREFIXES if stem.startswith(p) and len(stem) - len(p) > 3)
