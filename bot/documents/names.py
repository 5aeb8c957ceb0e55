"""Names of people and bodies in a parsed paragraph."""

from __future__ import annotations

from typing import Literal

from bot.documents import lexicon
from bot.documents.descriptions import plural_role
from bot.documents.first_names import MEN, WOMEN
from bot.documents.frames import Frame
from bot.documents.mention import Mention

_JOINS_BODY = frozenset("of for and & the on against".split())

_STRICT_BODY = frozenset(
    "ltd limited inc plc institute federation ministry association committee commission office".split()
)

_PLURAL_OWNER = ("s", "men", "ren", "people")

_NOT_FIRST_TAGS = frozenset("IN DT PRP PRP$ CC WDT WP WRB EX MD TO".split())


def find_names(frame: Frame) -> list[Mention]:
    found = []
    at = 0
    downing_street = {"10", "11"}
    while at < len(frame.words):
        following = frame.words[at + 1] if at + 1 < len(frame.words) else ""
        if frame.words[at] in ("No", "No.", "Number") and following in downing_street and frame.quoted[at] < 0:
            found.append(Mention(at, at + 2, at + 1, "body", (frame.words[at], following)))
            at += 2
            continue
        if frame.quoted[at] >= 0 or not frame.words[at][:1].isupper() or not _starts_name(frame, at):
            at += 1
            continue
        end = _name_end(frame, at)
        name = _name(frame, at, end)
        while (
            end < len(frame.words)
            and frame.quoted[end] < 0
            and (frame.lower[end].rstrip(".") in lexicon.AFTER_NAMES and frame.words[end][:1].isupper())
        ):
            end += 1
        name.end = end
        found.append(name)
        at = end
    return [mention for mention in found if mention.words]


def _starts_name(frame: Frame, at: int) -> bool:
    word, lower = frame.words[at], frame.lower[at]
    following = at + 1 < len(frame.words) and frame.words[at + 1][:1].isupper() and frame.quoted[at + 1] < 0
    if lower in lexicon.NOBODY or (
        lower in lexicon.NO_NAMES and not (lower in ("may", "april", "june", "august") and following)
    ):
        return False
    if len(word) == 1 and not (at + 1 < len(frame.words) and frame.words[at + 1][:1].isupper()):
        return False
    if lower.rstrip(".") in lexicon.AFTER_NAMES:
        return False
    first = at == frame.sentences[frame.sentence_of[at]][0] or frame.words[at - 1] in '":—–-'
    if not first or word.isupper():
        return True
    tag = frame.tags[at]
    if tag in _NOT_FIRST_TAGS:
        return False
    if lower in lexicon.verb_forms("saying") or lower in lexicon.verb_forms("calling") or lower.endswith("ly"):
        return lower in WOMEN or lower in MEN
    if following or lower in lexicon.TITLES:
        return True
    if lower in lexicon.ROLES or lower in lexicon.GROUP_NOUNS or lower in lexicon.DOCUMENTS or plural_role(lower):
        return False
    return tag in ("NNP", "NNPS") or (_before_saying(frame, at) and tag != "NNS")


def _before_saying(frame: Frame, at: int) -> bool:
    """Whether a verb of saying, or a possessive mark, comes next, so that a capital stands for a name."""
    following = frame.lower[at + 1] if at + 1 < len(frame.words) else ""
    saying, calling = lexicon.verb_forms("saying"), lexicon.verb_forms("calling")
    return following in saying or following in calling or following in ("’s", "'s")


def _name_end(frame: Frame, start: int) -> int:
    end = start + 1
    _, last = frame.sentences[frame.sentence_of[start]]
    heads = lexicon.BODY_HEADS
    while end < last and frame.quoted[end] < 0:
        word, lower = frame.words[end], frame.lower[end]
        following = frame.words[end + 1] if end + 1 < last and frame.quoted[end + 1] < 0 else ""
        if word[:1].isupper() and lower not in ("i", "i’m") and lower not in lexicon.MONTHS_AND_DAYS:
            if lower.rstrip(".") in lexicon.AFTER_NAMES:
                break
        elif (lower in lexicon.PARTICLES and following[:1].isupper()) or (
            lower in ("’s", "'s", "’", "'") and following[:1].isupper() and _owned_body(frame, start, end, last)
        ):
            pass
        elif lower in _JOINS_BODY and following and (following[:1].isupper() or following.lower() == "the"):
            run = [w.rstrip(".") for w in frame.lower[start:end]]
            body = any(w in heads for w in run) and (lower not in ("and",) or "of" in run or "for" in run)
            title = lower == "of" and (run[-1] in lexicon.TITLES or run[0] in lexicon.HONORIFICS)
            third = frame.words[end + 2][:1] if end + 2 < last else ""
            if not (body or title or lower == "&") or (following.lower() == "the" and not third.isupper()):
                break
        else:
            break
        end += 1
    while frame.lower[end - 1] in _JOINS_BODY or frame.lower[end - 1] in ("’s", "'s", "’", "'"):
        end -= 1
    return end


def _owned_body(frame: Frame, start: int, at: int, last: int) -> bool:
    """Whether a possessive stands within the name of a body: "Children's Fund"."""
    if not frame.lower[at - 1].endswith(_PLURAL_OWNER):
        return False
    end = at + 1
    while end < last and frame.words[end][:1].isupper():
        if frame.lower[end] in lexicon.BODY_HEADS:
            return True
        end += 1
    return False


def _name(frame: Frame, start: int, end: int) -> Mention:
    lower = [word.rstrip(".") for word in frame.lower[start:end]]
    before = frame.lower[start - 1] if start else ""
    titles = 0
    while titles < len(lower) - 1 and lower[titles] in lexicon.TITLES:
        titles += 1
    rest = lower[titles:]
    mention = Mention(start, end, end - 1, "name", tuple(frame.words[start + titles : end]))
    if (rest[0] == "of" and titles) or all(word in lexicon.TITLES for word in lower):
        return _title_alone(frame, mention, lower)
    titled = any(word in lexicon.PERSON_TITLES for word in lower[:titles])
    certain = any(word in lexicon.FEMALE_TITLES | lexicon.MALE_TITLES | {"dr", "prof"} for word in lower[:titles])
    mention.kind = _kind(frame, start + titles, end, rest, titled, certain, before)
    if mention.kind == "body":
        mention.words = tuple(frame.words[start:end])
        return mention
    if "of" in rest:
        mention.head = start + titles + rest.index("of") - 1
    if titles:
        mention.titled = titled
        if titled:
            mention.kind = "person"
        honorifics = [frame.words[start + i] for i in range(titles) if lower[i] in lexicon.HONORIFICS]
        mention.honorific = " ".join(honorifics)
        for i, word in enumerate(lower[:titles]):
            mention.roles.add((lexicon.TITLE_ROLES.get(word, word), frozenset(lower[:i])))
            if word in lexicon.FEMALE_TITLES:
                mention.gender = "f"
            elif word in lexicon.MALE_TITLES:
                mention.gender = "m"
    if mention.kind == "person" and not mention.gender and len(rest) > 1:
        mention.gender = "f" if rest[0] in WOMEN else "m" if rest[0] in MEN else ""
    return mention


def _title_alone(frame: Frame, mention: Mention, lower: list[str]) -> Mention:
    """A title with no name after it, such as "the Home Secretary": a role."""
    mention.kind = "role"
    head = lower.index("of") - 1 if "of" in lower else len(lower) - 1
    mention.words = tuple(lower[: head + 1])
    mention.head = mention.start + head
    mention.determiner = "the"
    return mention


def _kind(
    frame: Frame, start: int, end: int, rest: list[str], titled: bool, certain: bool, before: str
) -> Literal["person", "body", "name"]:
    label = next((frame.entities[at] for at in range(start, end) if at in frame.entities), "")
    first_name = rest[0] in WOMEN or rest[0] in MEN
    initial = len(rest[0]) == 1
    if certain or (initial and len(rest) > 1):
        return "person"
    a_person = first_name and len(rest) == 2 and rest[-1] not in _STRICT_BODY and before != "the"
    if len(rest) > 1 and not a_person:
        if any(word in lexicon.BODY_HEADS for word in (rest[0], rest[-1])) or (
            {"of", "for"} & set(rest) and any(word in lexicon.BODY_HEADS for word in rest)
        ):
            return "body"
        if "&" in rest:
            return "body"
    if titled:
        return "body" if rest[-1] in lexicon.BODY_HEADS and rest[-1] in _STRICT_BODY else "person"
    if len(rest) == 1:
        word = frame.words[start]
        if (word.isupper() and len(word) > 1) or rest[0] in lexicon.BODY_HEADS:
            return "body"
        return "name"
    if before == "the" and not first_name:
        return "body"
    if first_name or label in ("PERSON", ""):
        return "person"
    return "person" if len(rest) in (2, 3) and label not in ("GPE", "LOC", "FAC", "NORP", "EVENT", "LAW") else "name"
