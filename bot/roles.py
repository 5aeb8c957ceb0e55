"""Who is asked about in a question, who is addressed, and who only comes up, by where the names stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.names import Mention
from bot.text import tokens

_ADDRESSED = re.compile(
    r"\b(?:answer|repl(?:y|ied)|respon[ds]\w*|react\w*|rebut\w*|hit(?:ting)? back|wr(?:ite|ote|itten)(?: back)?"
    r"|letter|objection|criticism|attack\w*|counter\w*)\b[^.?!,;:]*\b(?:to|at|against)\s+(?:\S+\s+){0,4}$",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:the|a|an|'s|former|ex|then|lord|lady|sir|dame|mr|mrs|ms|dr|professor|head|chief|director|general|deputy|boss"
    r"|leader|president"
    r"|ceo|executive|founder|chair\w*|secretary|minister|commissioner|lawyer|counsel|spokes\w+|officer|official"
    r"|policy|privacy|safety"
    r"|technical|senator|judge|justice|engineer|professor|researcher|expert|adviser|prosecutor|attorney|press"
    r"|political|group)"
)
_AFFILIATION = re.compile(rf"(?:'s)?,?(?:\s+{_ROLE})*,?\s*", re.IGNORECASE)
_SOMEBODY_ANSWERS = re.compile(
    r"\b(?:what|how) (?:did|does|was|has) (?:the|a|an|his|her|their) (?:[\w-]+ ){1,4}?(?:say|answer|respond|reply"
    r"|react|write|argue|tell)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:'s)?\s*(?:,|&|and|or|vs\.?|versus|against)?\s*(?:and|or)?\s*(?:the |former )*", re.IGNORECASE)
_SUBJECT_BEFORE = re.compile(
    r"\b(?:did|does|do|has|have|had)\s+(?:[\w'-]+\s+){1,6}(?:say|said|tell|told|think|thought|write|written|argue"
    r"|argued|call|called)\b[^,;]*$",
    re.IGNORECASE,
)
_AFTER_AUXILIARY = re.compile(
    rf"(?:^|\b(?:what|how|why|when|where|and|or)\s+(?:\w+\s+)?|[,;.]\s*)(?:did|does|do|has|have|had|was|were"
    rf"|is)\s+(?:{_ROLE}\s+)*$",
    re.IGNORECASE,
)
_OBJECT_AFTER = frozenset(
    "about on over with against for in into under without toward towards regarding concerning at near"
    " around like than to".split()
)
_TELLING = frozenset(
    "told tell telling asked ask accused accuse urged urge warned warn criticised criticized attacked".split()
)
_SKIPPED = frozenset("the a an former lord lady sir mr mrs ms dr minister senator president chief".split())
_OFFICES = frozenset(
    "head chief director boss leader president ceo founder spokesman spokeswoman minister secretary chair"
    " lawyer view views position opinion argument member government".split()
)
_LEADING_CLAUSE = re.compile(
    r"^\W*(?:after|when|once|since|following|because|given that|if|as|while)\b[^,?]*,", re.IGNORECASE
)
_PRONOUN_SUBJECT = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)


def split_roles(
    text: str, mentions: Sequence[Mention], persons: frozenset[str]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Mention, ...]]:
    """The speakers asked about, those addressed, and those only mentioned, by where their names stand.

    Asked about is the first name that no preposition governs, those joined to it by "and", and any that follows an
    auxiliary ("and what did …"); a body before its officer ("the NCA's head, …") gives way to the officer.
    """
    main_start, aside = _leading_clause(text, mentions)
    other = _SOMEBODY_ANSWERS.search(text)
    if other and mentions and all(mention.end <= other.start() for mention in mentions):
        return (), tuple(mentions), ()
    asked: list[Mention] = []
    addressed: list[Mention] = []
    mentioned: list[Mention] = []
    previous: list[Mention] | None = None
    for at, mention in enumerate(mentions):
        between = text[mentions[at - 1].end : mention.start] if at else ""
        if previous is asked and _is_officer(mentions[at - 1], mention, between, persons):
            mentioned.append(asked.pop())
            target = asked
        elif previous is not None and _JOINED.fullmatch(between) and between.strip():
            target = previous
        elif _ADDRESSED.search(text[: mention.start]):
            target = addressed
        elif aside and mention.end <= main_start:
            target = mentioned if addressed else addressed
        elif _is_object(text, mention) or _SUBJECT_BEFORE.search(text[: mention.start]):
            target = mentioned
        else:
            target = asked if not asked or _AFTER_AUXILIARY.search(text[: mention.start]) else mentioned
        target.append(mention)
        previous = target
    return tuple(asked), tuple(addressed), tuple(mentioned)


def _leading_clause(text: str, mentions: Sequence[Mention]) -> tuple[int, bool]:
    """Where the main clause starts, and whether it has a subject of its own, so that the one before names none."""
    clause = _LEADING_CLAUSE.match(text)
    if clause is None:
        return 0, False
    names_one = any(m.start >= clause.end() and not _is_object(text, m) for m in mentions)
    return clause.end(), names_one and not _PRONOUN_SUBJECT.search(text[clause.end() :])


def _is_officer(body: Mention, officer: Mention, between: str, persons: frozenset[str]) -> bool:
    """Whether a name is that of the officer of the body named just before."""
    is_body = not set(body.speakers) & persons or body.how == "body"
    return is_body and set(officer.speakers) <= persons and bool(_AFFILIATION.fullmatch(between))


def _is_object(text: str, mention: Mention) -> bool:
    """Whether the name hangs on a preposition, so that it is not who speaks."""
    before = [token.folded for token in tokens(text[: mention.start])][-6:]
    while before and before[-1] in _SKIPPED:
        before.pop()
    if len(before) > 2 and before[-1] in ("and", "or", "&"):
        before = before[:-2]  # "on the UK and Apple": the preposition before the first governs the second
        while before and before[-1] in _SKIPPED:
            before.pop()
    if not before:
        return False
    if before[-1] in _TELLING:
        return len(before) < 2 or before[-2] not in ("was", "were", "is", "been", "being")
    if before[-1] == "of":
        return len(before) < 2 or before[-2] not in _OFFICES
    return before[-1] in _OBJECT_AFTER


def follows_auxiliary(text: str, mention: Mention) -> bool:
    """Whether the name is the subject of a question of its own: "… and what did X answer?"."""
    return bool(_AFTER_AUXILIARY.search(text[: mention.start]))
