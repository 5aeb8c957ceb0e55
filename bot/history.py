"""Earlier turns: what a follow-up leaves out and takes from them. Nothing is kept between questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.names import Mention, NameIndex, find_mentions
from bot.records import Corpus, Record, Turn
from bot.text import bare, quoted_spans, tokens

_OPENS_LIKE_ONE = re.compile(
    r"^\W*(?:and|but|also|so what|then|what about|how about|who else|what else|anyone else|any others?|why|how so|really|which one|when was (?:that|this|it)|where was|the other|others?|shorter|longer|more|go on|tell me more|ok|okay|yes|no)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|him|her|his|hers|their|theirs|them|it|its|that|this|those|these|there|then|former|latter|same|else|other side|as well|too|before him|before her|a year (?:later|earlier|before)|the (?:year|day|month|week) (?:before|after))\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:they|them|their|theirs|its)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:who else|anyone else|others?|what about|how about|before (?:him|her|them)|after (?:him|her|them)|the other side|against it|(?:his|her|their|its) (?:party|successor|predecessor|critics|opponents|lawyer))\b",
    re.IGNORECASE,
)
_OTHER_SIDE = re.compile(r"\b(?:other side|opposite side|opponents?|critics|those against|who disagree[sd]?|counter.?arguments?|against (?:it|that|this|them))\b", re.IGNORECASE)
_SHORT = 3  # words; so short a question cannot stand alone beside a history


class Context(Record):
    """What the history offers: ``matter`` is the last question with the answer's gist, ``told`` the ids of statements
    that the last answer quoted, ``mentions`` the speakers named, the answer's own first."""

    matter: str
    question: str
    told: tuple[str, ...]
    mentions: tuple[Mention, ...]
    pronoun: tuple[Mention, ...] | None


def context_of(history: Sequence[Turn], corpus: Corpus, names: NameIndex, text: str) -> Context | None:
    """What the last exchanges were about; None where there were none."""
    questions = [turn.content for turn in history if turn.role == "user"]
    answers = [turn.content for turn in history if turn.role == "assistant"]
    if not questions:
        return None
    answer = re.sub(r"\[\d+\]", "", answers[-1])[:1500] if answers else ""
    in_answer = find_mentions(answer, names)
    in_question = find_mentions(questions[-1][:1500], names)
    mentions = _distinct((*in_answer, *in_question))
    earlier = _distinct(m for turn in reversed(history[:-2]) for m in find_mentions(turn.content[:1500], names))
    return Context(
        matter=f"{questions[0] + ' ' if len(questions) == 2 else ''}{questions[-1]} {answer}"[:1200],
        question=questions[-1],
        told=tuple(_told(answer, mentions, corpus)),
        mentions=mentions,
        pronoun=_antecedent(text, (*mentions, *earlier), in_question, corpus),
    )


def stands_alone(text: str, mentions: Sequence[Mention], names: NameIndex) -> bool:
    """Whether a question needs nothing of the turns before it."""
    if _OPENS_LIKE_ONE.search(text) or len(text.split()) <= _SHORT:
        return False
    if quoted_spans(text, 3):
        return True
    first = mentions[0].start if mentions else len(text)
    if _POINTS_BACK.search(text[:first]):
        return False
    if mentions:
        return True
    known = [token for token in tokens(text) if names.knows_word(token.folded)]
    return len(known) < len(tokens(text)) * 0.75  # words foreign to the corpus: a new subject, not a follow-up


def asks_for_others(text: str) -> bool:
    """Whether a follow-up turns from the speaker just quoted to somebody else."""
    return bool(_OTHERS.search(text))


def asks_other_side(text: str) -> bool:
    return bool(_OTHER_SIDE.search(text))


def _antecedent(
    text: str, mentions: Sequence[Mention], in_question: Sequence[Mention], corpus: Corpus
) -> tuple[Mention, ...] | None:
    """Whom he, she or they means: the speaker named last and most prominently, of the right kind."""
    if asks_for_others(text):
        return None
    kinds = {speaker.id: speaker.kind for speaker in corpus.speakers}
    if _PERSON.search(text):
        wanted = {"person"}
    elif _GROUP.search(text):
        wanted = {"organisation", "group"}
    else:
        return None
    for pool in (mentions, in_question):
        for mention in pool:
            if any(kinds[speaker] in wanted for speaker in mention.speakers):
                return (mention,)
    return tuple(in_question[:1]) or None


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    seen: dict[tuple[str, ...], Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.speakers, mention)
    return tuple(seen.values())


def _told(answer: str, mentions: Sequence[Mention], corpus: Corpus) -> list[str]:
    """Ids of statements whose quoted words stand in the answer."""
    spans = [bare(span) for span in quoted_spans(answer, 2)]
    if not spans:
        return []
    speakers = {corpus.speaker_by_id[speaker].name for mention in mentions for speaker in mention.speakers}
    return [
        statement.id
        for statement in corpus.statements
        if statement.quote and statement.speaker in speakers and any(span in bare(statement.quote) for span in spans)
    ]
