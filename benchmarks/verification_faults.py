"""False sentences for measuring the verifier: true ones with one thing wrong that a language model may get wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from verification_samples import (
    Sample,
    Wordings,
    content_of,
    part_of,
    predicate_of,
    shortened,
)

from bot.answering.phrases import ended, single
from bot.records import Corpus, Statement

KINDS = (
    "speaker swapped",
    "word of a quote changed",
    "quote cut and joined",
    "figure changed",
    "date or year changed",
    "citation moved",
    "citation moved, same speaker",
    "stance turned",
    "two statements blended",
)
TRULY_ALIKE = 0.7  # cosine of two passages of one speaker, on one topic, from which a moved citation may also be right
SAME_MATTER = 0.8  # cosine of two speakers' passages from which one may well have said what the other did
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty"
    " sixty seventy eighty ninety".split()
)
_MONTH_NAMES = "January February March April May June July August September October November December".split()
_FIRST_TURNS = (
    "support oppose", "supported opposed", "backed rejected", "welcomed condemned", "defended attacked",
    "criticised praised", "rejected endorsed", "opposed supported", "weaken strengthen", "weakens strengthens",
    "weakening strengthening", "weaker stronger", "stronger weaker", "protect endanger", "protects endangers",
    "safe dangerous", "safer riskier", "secure insecure", "impossible possible", "possible impossible",
    "increase reduce", "more less", "less more", "allow forbid", "banned permitted", "refused agreed",
    "accepted refused",
    "with without", "without with", "harm help", "harms helps", "better worse", "worse better", "wrong right",
    "necessary unnecessary", "dangerous safe", "helps hinders", "strong weak", "denied confirmed", "against for",
    "never always", "all none", "lawful unlawful", "voluntary compulsory", "easier harder", "harder easier",
    "break protect", "breaking protecting", "undermine reinforce", "threat help", "good bad", "cannot can",
    "nobody everybody", "urged discouraged", "harmful beneficial", "hamper help", "welcoming condemning",
)  # fmt: skip
_SECOND_TURNS = (
    "condemned applauded", "condemn applaud", "attacked praised", "objected agreed", "demanded resisted",
    "undermines fortifies", "undermining fortifying", "endangers shields", "risk safeguard", "risks benefits",
    "threatens secures", "prevents enables", "prevent enable", "stops lets", "stop let", "blocks permits",
    "legal illegal", "illegal legal", "useful useless", "effective ineffective", "proportionate excessive",
    "reduce increase", "fewer more", "higher lower", "rise fall", "most few", "everyone nobody", "always never",
    "keep abandon", "end continue", "withdraw keep", "drop keep", "welcome deplore", "accept reject", "refuse agree",
    "fail succeed", "fails succeeds", "failed succeeded", "hard easy", "easy hard", "difficult simple", "true false",
    "help hinder", "unsafe safe", "vulnerable secure", "weakness strength", "strengthens weakens", "loses gains",
    "lose gain", "lost gained", "worsen improve", "protecting exposing", "private public", "trust distrust",
    "supporting opposing", "against for", "promised refused", "called for|spoke against", "must must not",
    "could could not", "would would not", "can cannot", "should should not", "is is not", "are are not",
)  # fmt: skip
_TURNED_SIDES: dict[Wordings, dict[str, tuple[str, ...]]] = {
    "first": {
        "protect": (
            "supported client-side scanning of messages",
            "called for back doors for the police",
            "backed a ban on end-to-end encryption",
            "argued that encryption must be weakened",
        ),
        "restrict": (
            "opposed any access to encrypted messages",
            "defended end-to-end encryption against the police",
            "rejected scanning for abuse material",
            "argued against weakening encryption",
        ),
    },
    "second": {
        "protect": (
            "was in favour of scanning private messages",
            "demanded that encryption be broken for investigators",
            "welcomed plans to limit encryption",
        ),
        "restrict": (
            "wanted encryption left alone",
            "condemned lawful access as a danger to privacy",
            "praised end-to-end encryption and fought scanning",
        ),
    },
}


@dataclass(frozen=True)
class Neighbours:
    """The passages of a corpus and how near they are to one another; row ``i`` belongs to ``ids[i]``."""

    corpus: Corpus
    ids: tuple[str, ...]
    vectors: NDArray[np.float32]

    @cached_property
    def _row(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.ids)}

    def nearest(self, key: str, most: int = 8) -> list[tuple[str, float]]:
        """The other passages, nearest first, with the cosine."""
        at = self._row[key]
        cosines = self.vectors @ self.vectors[at]
        cosines[at] = -1.0
        return [(self.ids[i], float(cosines[i])) for i in np.argsort(-cosines)[:most]]

    def cosine(self, one: str, other: str) -> float:
        return float(self.vectors[self._row[one]] @ self.vectors[self._row[other]])

    def rival(self, record: Statement, chance: random.Random) -> Statement | None:
        """A statement on the same topic by somebody who has nothing to do with the speaker."""
        mine = self.corpus.speaker_by_name[record.speaker]
        rivals = [
            other
            for other in self.corpus.statements
            if record.topics[0] in other.topics
            and other.speaker != record.speaker
            and not {mine.id, *mine.related} & {self._id(other), *self.corpus.speaker_by_name[other.speaker].related}
            and other.speaker not in record.claim + (record.note or "")
            and record.speaker not in other.claim + (other.note or "")
        ]
        return chance.choice(rivals) if rivals else None

    def _id(self, record: Statement) -> str:
        return self.corpus.speaker_by_name[record.speaker].id


class Excluded(Exception):
    """A sentence made to be false that may be true after all; its text says by which criterion."""


def false_samples(sample: Sample, near: Neighbours, chance: random.Random) -> Iterator[Sample | Excluded]:
    """The sentences that can be made by getting one thing in a true sentence wrong, one a kind."""
    record = near.corpus.by_id[sample.record]
    statement = record if isinstance(record, Statement) else None
    if statement and (rival := near.rival(statement, chance)) and statement.speaker in sample.text:
        yield _as(sample, "speaker swapped", sample.text.replace(statement.speaker, rival.speaker))
    if sample.quote:
        yield from _misquoted(sample, near, chance)
    yield from _miscounted(sample, chance)
    yield from _moved(sample, near)
    if statement and not sample.quote and (turned := _turned(sample, statement, chance)):
        yield turned
    if statement and sample.kind == "quotation" and chance.random() < 0.5:
        for side in chance.sample(_TURNED_SIDES[sample.wordings].get(statement.stance, ("",)), 1):
            yield from [_as(sample, "stance turned", f"{statement.speaker} {side}.")] if side else []
    if statement:
        yield from _blended(sample, statement, near, chance)


def _as(sample: Sample, kind: str, text: str) -> Sample:
    return replace(sample, kind=kind, text=text)


def _misquoted(sample: Sample, near: Neighbours, chance: random.Random) -> Iterator[Sample]:
    words = sample.quote.split()
    if len(words) >= 3:
        others = chance.choice([s for s in near.corpus.statements if s.quote]).quote or ""
        at = chance.randrange(len(words))
        pool = [w.strip(".,;:'\"’“”‘[]()") for w in others.split() if w.strip(".,").lower() not in words[at].lower()]
        pool = [word for word in pool if len(word) > 3 and word.lower() not in sample.quote.lower()]
        how = chance.randrange(4)
        if how == 0 and len(words) > 4:
            changed = [*words[: at or 1], *words[(at or 1) + 1 :]]
            if at in (0, len(words) - 1):
                changed = [*words[:1], *words[2:]]
        elif how == 1 and pool:
            changed = [*words[: at or 1], chance.choice(pool), *words[at or 1 :]]
        else:
            changed = [*words[:at], chance.choice(pool or ["encryption"]), *words[at + 1 :]]
        text = sample.text.replace(sample.quote, " ".join(changed))
        if text != sample.text:
            yield _as(sample, "word of a quote changed", text)
    if len(words) >= 8:
        start, length = chance.randint(1, 3), chance.randint(2, len(words) - 6)
        joined = " ".join([*words[:start], *words[start + length :]])
        yield _as(sample, "quote cut and joined", sample.text.replace(sample.quote, joined))


def _miscounted(sample: Sample, chance: random.Random) -> Iterator[Sample]:
    text = sample.text
    outside = text.replace(sample.quote, "\0" * len(sample.quote)) if sample.quote else text
    dates = list(re.finditer(r"\b(?:19|20)\d\d\b|\b(?:" + "|".join(_MONTH_NAMES) + r")(?= \d)", outside))
    if dates:
        match = chance.choice(dates)
        if match.group().isdigit():
            changed = str(int(match.group()) + chance.choice([-3, -2, -1, 1, 2, 3]))
        else:
            changed = chance.choice([month for month in _MONTH_NAMES if month != match.group()])
        yield _as(sample, "date or year changed", f"{text[: match.start()]}{changed}{text[match.end() :]}")
    figures = [
        match
        for match in re.finditer(r"(?<![\w.,])\d+(?:[.,]\d+)*|\b(?:" + "|".join(_NUMBER_WORDS) + r")\b", outside)
        if not re.fullmatch(r"(?:19|20)\d\d", match.group())
        and not re.match(r"(?:,? (?:19|20)\d\d| (?:" + "|".join(_MONTH_NAMES) + "))", outside[match.end() :])
        and not re.search(r"(?:" + "|".join(_MONTH_NAMES) + r") $", outside[: match.start()])
    ]
    if figures:
        match = chance.choice(figures)
        if match.group().isalpha():
            changed = chance.choice([word for word in _NUMBER_WORDS if word != match.group().lower()])
        else:
            digits = [at for at, letter in enumerate(match.group()) if letter.isdigit()]
            at = chance.choice(digits)
            digit = chance.choice([d for d in "123456789" if d != match.group()[at]])
            changed = f"{match.group()[:at]}{digit}{match.group()[at + 1 :]}"
        yield _as(sample, "figure changed", f"{text[: match.start()]}{changed}{text[match.end() :]}")


def _moved(sample: Sample, near: Neighbours) -> Iterator[Sample | Excluded]:
    """The citation moved to the nearest other passage, and to the nearest of the same speaker."""
    one = near.corpus.by_id[sample.record]
    others = near.nearest(sample.record, len(near.ids) - 1)
    own = [key for key, _ in others if _speaker(near.corpus, key) == _speaker(near.corpus, sample.record) is not None]
    for kind, keys in (("citation moved", [others[0][0]]), ("citation moved, same speaker", own[:1])):
        for key in keys:
            two = near.corpus.by_id[key]
            kin = key in own or not isinstance(one, Statement) or not isinstance(two, Statement)
            if sample.kind == "side" and key in own and _stance(one) == _stance(two):
                yield Excluded(f"{kind}: a sentence on the side alone, and the same speaker is on that side there too")
            elif kin and set(one.topics) & set(two.topics) and near.cosine(sample.record, key) >= TRULY_ALIKE:
                yield Excluded(f"{kind}: within one speaker's statements, or to or from a report, on the same matter")
            else:
                yield replace(sample, kind=kind, cited=(key,))


def _stance(record: object) -> str | None:
    return record.stance if isinstance(record, Statement) else None


def _speaker(corpus: Corpus, key: str) -> str | None:
    record = corpus.by_id[key]
    return record.speaker if isinstance(record, Statement) else None


def _turned(sample: Sample, record: Statement, chance: random.Random) -> Sample | None:
    """A word made its opposite, or a "not" put before what is said."""
    turns = _FIRST_TURNS if sample.wordings == "first" else _SECOND_TURNS
    table = dict(pair.split("|") if "|" in pair else pair.split(" ", 1) for pair in turns)
    start = sample.text.find(record.speaker) + len(record.speaker)
    found = [m for m in re.finditer(r"(?<![\w-])[a-z]+(?![\w-])", sample.text[start:]) if m.group() in table]
    found = [m for m in found if not re.match(r" (?:not|no|never)\b", sample.text[start + m.end() :])]
    if found:
        match = chance.choice(found)
        at, end = start + match.start(), start + match.end()
        return _as(sample, "stance turned", f"{sample.text[:at]}{table[match.group()]}{sample.text[end:]}")
    if not (content := content_of(record)):
        return None
    negated = re.sub(r"\b(is|are|was|were|would|could|should|can|must|will|has|have)\b", r"\1 not", content, count=1)
    if negated == content or re.search(r"\bnot (?:not|no|only|never|both)\b", negated):
        return None
    return _as(sample, "stance turned", f"{record.speaker} said that {ended(negated)}")


def _blended(sample: Sample, record: Statement, near: Neighbours, chance: random.Random) -> Iterator[Sample | Excluded]:
    rival = near.rival(record, chance)
    if rival is None:
        return
    if near.cosine(record.id, rival.id) >= SAME_MATTER:
        yield Excluded("two statements blended: their passages are nearly the same in meaning")
        return
    theirs = content_of(rival) or ""
    mine = predicate_of(record)
    one, two, both = (record.id,), (rival.id,), (record.id, rival.id)
    second = sample.wordings == "second"
    made: list[tuple[str, tuple[str, ...]]] = []
    if theirs:
        verb = "held" if second else "argued"
        made += [(f"{record.speaker} {verb} that {theirs}", cited) for cited in (one, two, both)]
    if theirs and mine:
        joint = "; the same speaker added that" if second else ", and that"
        made += [(f"{record.speaker} {shortened(mine)}{joint} {shortened(theirs)}", cited) for cited in (one, both)]
    if rival.quote:
        words = single(part_of(rival.quote, chance))
        made.append(
            (f"{record.speaker} put it like this: “{words}”" if second else f"{record.speaker} said “{words}”", both)
        )
        if mine:
            made.append((f"{record.speaker} {shortened(mine)}, saying “{words}”", both))
    if mine and (other := predicate_of(rival)):
        link = "whereas" if second else "while"
        made.append((f"{rival.speaker} {shortened(mine)}, {link} {record.speaker} {shortened(other)}", both))
    if made:
        text, cited = chance.choice(made)
        yield replace(sample, kind="two statements blended", text=ended(text), cited=cited)
