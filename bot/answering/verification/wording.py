"""The words of a text that carry its sense, stemmed, and how much each tells."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import Stemmer

from bot.text import fold

REMEMBERED = 20_000  # words whose stems are kept
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
STOP = frozenset(
    "a an the this that these those it its he him his she her hers they them their theirs we us our i me my you your"
    " who whom whose which what when where why how and or but nor so yet if as than then though although because"
    " since while whereas of in on at to for from by with about into over under after before between among through"
    " during within upon against toward towards per via out up down off is are was were be been being am do does did"
    " done has have had having will would shall should can could may might must not no n't also too very just only"
    " even still there here such any some all each every both other another own same more most much many less least"
    " few once again already ever one s t re ve ll d m".split()
)
REPORTS = frozenset(
    "say said says saying tell told tells telling write wrote writes written writing argue argued argues arguing warn"
    " warned warns warning claim claimed claims claiming state stated states stating note noted notes explain explained"
    " explains explaining announce announced announces insist insisted insists insisting stress stressed stresses add"
    " added adds adding comment commented comments remark remarked remarks observe observed observes contend contended"
    " contends maintain maintained maintains hold held holds holding declare declared declares assert asserted asserts"
    " testify testified testifies testifying report reported reports conclude concluded concludes believe believed"
    " believes think thought thinks answer answered answers answering reply replied replies replying respond responded"
    " responds ask asked asks asking urge urged urges urging emphasise emphasised emphasises emphasize emphasized"
    " point pointed points describe described describes describing call called calls calling caution cautioned cautions"
    " suggest suggested suggests express expressed voice voiced put puts putting view position opinion statement"
    " statements speaking spoke speech words according remind reminded tweeted posted predict predicted recall recalled"
    " mention mentioned highlight highlighted underline underlined complain complained voicing".split()
)
NUMBERS = frozenset(  # compared by value, like figures, see bot/answering/verification/figures.py
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion cent percent"
    " percentage".split()
)
DULL = STOP | REPORTS | NUMBERS
_SAME = (
    "police officer law-enforcement constabulary",
    "child kid minor youngster",
    "firm company business corporation",
    "phone telephone handset iphone",
    "picture image photo photograph",
    "message messaging communication chat",
    "criminal offender wrongdoer",
    "lawmaker legislator parliamentarian",
    "danger risk peril hazard threat",
    "damage harm hurt injure",
    "weaken undermine",
    "backdoor door",
    "scan scanning detection detect",
    "government state ministers",
    "law legislation act bill",
    "private privacy",
    "secure security",
    "safe safety",
)


@dataclass(frozen=True)
class Wording:
    """Stems of words and their weight, in natural logarithms of rarity, among the passages of one corpus."""

    stem: Stemmer.Stemmer = field(repr=False)
    rarity: Mapping[str, float]
    strange: float

    @classmethod
    def of(cls, texts: Iterable[str], stem: Stemmer.Stemmer) -> Wording:
        draft = cls(stem, {}, 0.0)
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            counts.update(set(draft.content(text)))
            total += 1
        rarity = {word: math.log((total + 1) / (1 + count)) for word, count in counts.items()}
        return cls(stem, rarity, math.log(total + 1))

    @cached_property
    def _same(self) -> dict[str, str]:
        groups = (group.split() for group in _SAME)
        return {self.stem.stemWord(word): self.stem.stemWord(group[0]) for group in groups for word in group}

    @cached_property
    def plain(self) -> Callable[[str], str]:
        """The stem of a folded word, in British spelling."""
        stem = self.stem.stemWord
        return lru_cache(REMEMBERED)(lambda word: stem(_british(word.removesuffix("'s"))))

    def canon(self, word: str) -> str:
        """One stem for a folded word and for the few words of the debate that mean the same."""
        return self.same_as(self.plain(word))

    def same_as(self, stem: str) -> str:
        """The stem that stands for all those that mean the same in this debate."""
        return self._same.get(stem, stem)

    def content(self, text: str) -> list[str]:
        """The stems that carry sense, in order: no articles, pronouns, verbs of saying, figures."""
        words = (found.group() for found in _WORD.finditer(fold(text)))
        return [self.canon(word) for word in words if word not in DULL and not word[0].isdigit()]

    def weight(self, stem: str) -> float:
        return self.rarity.get(stem, self.strange)

    def coverage(self, stems: Iterable[str], known: frozenset[str]) -> float:
        """The share by weight, 0 to 1, of the stems that are known; 1 where there are none."""
        weights = {stem: self.weight(stem) for stem in stems}
        total = sum(weights.values())
        return sum(weight for stem, weight in weights.items() if stem in known) / total if total else 1.0


def _british(word: str) -> str:
    """American spelling made British, as the corpus writes."""
    word = re.sub(r"(?<=[a-z]{3})iz(?=e[sd]?$|ing$|ation)", "is", word)
    word = re.sub(r"^(fav|lab|behavi|col|hon|neighb|end(?:eav))or", r"\1our", word)
    return re.sub(r"^(def|off|lic)ense", r"\1ence", word)
