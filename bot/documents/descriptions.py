"""Descriptions of people, bodies and documents in a parsed paragraph: "the minister", "its report"."""

from __future__ import annotations

from bot.documents import lexicon
from bot.documents.frames import Frame
from bot.documents.mention import Gender, Kind, Mention

_LEFT_OF_ROLE = ("JJ", "NN", "VBN", "CD", "VBG", "HYPH")

_DETERMINERS = frozenset("the a an its his her their our this that one another my your".split())

_PRESS = frozenset("press media communications".split())


def plural_role(lower: str) -> bool:
    return lower.endswith("s") and lower[:-1] in lexicon.ROLES


def find_descriptions(frame: Frame, names: list[Mention], taken: set[int]) -> list[Mention]:
    found = []
    for at, lower in enumerate(frame.lower):
        if at in taken or frame.quoted[at] >= 0:
            continue
        kind = _noun_kind(frame, at, lower)
        if kind is None or _goes_on(frame, at, taken):
            continue
        found.append(_description(frame, at, kind, names, taken))
    return found


def _noun_kind(frame: Frame, at: int, lower: str) -> Kind | None:
    tag = frame.tags[at]
    if not tag.startswith(("NN", "JJ", "VB")):
        return None
    if lower in lexicon.SPOKESPEOPLE or lower in lexicon.ROLES or plural_role(lower):
        return "role" if tag.startswith("NN") or frame.deps[at] in ("nsubj", "nsubjpass", "appos", "pobj") else None
    if not tag.startswith("NN"):
        return None
    if lower in lexicon.GROUP_NOUNS:
        return "group"
    if lower not in lexicon.DOCUMENTS and _speaks(frame, at):
        return "role"
    return "document" if lower in lexicon.DOCUMENTS else None


def _speaks(frame: Frame, at: int) -> bool:
    """ "Said a security guard": whoever says something, and is not a thing that can be read, is somebody."""
    head = frame.heads[at]
    lemma = lexicon.verb_forms("saying").get(frame.lower[head], "")
    if frame.deps[at] != "nsubj" or not lemma or lemma in lexicon.WEAK or frame.tags[at] != "NN":
        return False
    return any(frame.lower[other] in ("a", "an", "one") for other in frame.children.get(at, ()))


def _goes_on(frame: Frame, at: int, taken: set[int]) -> bool:
    """Whether the noun is only the first part of a longer one: "police" in "police chiefs"."""
    following = at + 1
    if following >= len(frame.words) or frame.quoted[following] >= 0 or following in taken:
        return False
    return frame.tags[following] in ("NN", "NNS", "HYPH") and frame.words[following].islower()


def _description(frame: Frame, at: int, kind: Kind, names: list[Mention], taken: set[int]) -> Mention:
    start = at
    first, _ = frame.sentences[frame.sentence_of[at]]
    determiner, owner = "", None
    while start > first and frame.quoted[start - 1] < 0:
        before, tag = frame.lower[start - 1], frame.tags[start - 1]
        if before in _DETERMINERS:
            determiner = before
            start -= 1
            break
        if tag == "POS" or (before in ("’", "'") and start - 2 in taken):
            owner = _owner(frame, names, start - 1, first)
            start = owner[0]
            determiner = "owner"
            break
        if start - 1 in taken or tag.startswith(_LEFT_OF_ROLE) or (before in ("-", "and") and start < at):
            if before == "and" and not frame.tags[start - 2].startswith("JJ"):
                break
            start -= 1
            continue
        break
    inside = start + 1 if determiner and determiner != "owner" else start
    if owner:
        inside = owner[1] + 1
    if not determiner:
        while inside < at and frame.tags[inside].startswith("VB"):
            inside += 1
        start = inside
    words = tuple(frame.words[i] for i in range(inside, at + 1))
    lower = frame.lower[at]
    if len(words) > 1 and words[-2].lower() in _PRESS and lower in ("officer", "secretary", "office", "team"):
        words = (*words[:-2], "press-officer")
    gender: Gender = "f" if lower in lexicon.FEMALE_ROLES else "m" if lower in lexicon.MALE_ROLES else ""
    plural = frame.tags[at] in ("NNS", "NNPS")
    return Mention(start, at + 1, at, kind, words, gender=gender, determiner=determiner, owner=owner, plural=plural)


def _owner(frame: Frame, names: list[Mention], mark: int, first: int) -> tuple[int, int]:
    """The words before a possessive mark that say whose it is."""
    for name in names:
        if name.start < mark <= name.end:
            start = name.start
            return (start - 1 if start > first and frame.lower[start - 1] in ("the", "a") else start), mark
    start = mark - 1
    while start > first and frame.quoted[start - 1] < 0:
        if frame.lower[start - 1] in _DETERMINERS:
            start -= 1
            break
        if not frame.tags[start - 1].startswith(("JJ", "NN")):
            break
        start -= 1
    return start, mark
