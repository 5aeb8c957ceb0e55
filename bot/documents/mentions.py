"""Names of people and bodies in a parsed paragraph, and descriptions of them: "the minister", "its director"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.documents import lexicon
from bot.documents.first_names import MEN, WOMEN
from bot.documents.frames import Frame

Kind = Literal["person", "body", "name", "role", "group", "document", "pronoun"]
Gender = Literal["f", "m", ""]

_JOINS_BODY = frozenset("of for and & the on against".split())
_STRICT_BODY = frozenset(
    "ltd limited inc plc institute federation ministry association committee commission office".split()
)
_PLURAL_OWNER = ("s", "men", "ren", "people")
_NOT_FIRST_TAGS = frozenset("IN DT PRP PRP$ CC WDT WP WRB EX MD TO".split())
_LEFT_OF_ROLE = ("JJ", "NN", "VBN", "CD", "VBG", "HYPH")
_DETERMINERS = frozenset("the a an its his her their our this that one another my your".split())
_PRESS = frozenset("press media communications".split())


@dataclass(slots=True)
class Mention:
    """A stretch of words that means somebody. ``words`` is the name without titles, or the description."""

    start: int
    end: int
    head: int
    kind: Kind
    words: tuple[str, ...]
    honorific: str = ""  # the part of the title that belongs to the name: Lord, Dame
    titled: bool = False
    gender: Gender = ""
    roles: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    determiner: str = ""
    owner: tuple[int, int] | None = None  # words of "Kestrel" in "Kestrel's founder"
    named: int | None = None  # place of the name that an apposition gives
    plural: bool = False

    @property
    def role(self) -> str:
        return self.words[-1].lower() if self.words else ""


def find_mentions(frame: Frame) -> list[Mention]:
    """All mentions in order, the pronouns "he", "she", "it" and "they" among them; appositions are linked."""
    found = _names(frame)
    taken = {word for mention in found for word in range(mention.start, mention.end)}
    found += _descriptions(frame, found, taken)
    found += _pronouns(frame)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    _link(frame, found)
    return found


def _names(frame: Frame) -> list[Mention]:
    found = []
    at = 0
    while at < len(frame.words):
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
    if (
        lower in lexicon.NOBODY
        or (lower in lexicon.NO_NAMES
        and not (lower in ("may", "april", "june", "august") and following))
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
    if lower in lexicon.ROLES or lower in lexicon.GROUP_NOUNS or lower in lexicon.DOCUMENTS or _plural_role(lower):
        return False
    return tag in ("NNP", "NNPS") or (_before_saying(frame, at) and tag != "NNS")


def _before_saying(frame: Frame, at: int) -> bool:
    """Whether a verb of saying, or a possessive mark, comes next, so that a capital stands for a name."""
    following = frame.lower[at + 1] if at + 1 < len(frame.words) else ""
    saying, calling = lexicon.verb_forms("saying"), lexicon.verb_forms("calling")
    return following in saying or following in calling or following in ("’s", "'s")


def _plural_role(lower: str) -> bool:
    return lower.endswith("s") and lower[:-1] in lexicon.ROLES


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
        elif (lower in lexicon.PARTICLES and following[:1].isupper()) or (lower in ("’s", "'s", "’", "'") and following[:1].isupper() and _owned_body(frame, start, end, last)):
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


def _descriptions(frame: Frame, names: list[Mention], taken: set[int]) -> list[Mention]:
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
    if lower in lexicon.SPOKESPEOPLE or lower in lexicon.ROLES or _plural_role(lower):
        return "role" if tag.startswith("NN") or frame.deps[at] in ("nsubj", "nsubjpass", "appos", "pobj") else None
    if not tag.startswith("NN"):
        return None
    if lower in lexicon.GROUP_NOUNS:
        return "group"
    return "document" if lower in lexicon.DOCUMENTS else None


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


def _pronouns(frame: Frame) -> list[Mention]:
    found = []
    for at, lower in enumerate(frame.lower):
        if frame.quoted[at] >= 0:
            continue
        if (
            lower in ("one", "another")
            and at == frame.sentences[frame.sentence_of[at]][0]
            and frame.deps[at] == "nsubj"
        ):
            found.append(Mention(at, at + 1, at, "pronoun", ("one",)))
        if lower in ("he", "she", "it", "they", "i", "we", "you", "his", "her"):
            gender: Gender = "f" if lower in ("she", "her") else "m" if lower in ("he", "his") else ""
            found.append(Mention(at, at + 1, at, "pronoun", (lower,), gender=gender, plural=lower in ("they", "we")))
    return found


def _link(frame: Frame, found: list[Mention]) -> None:
    """Tie descriptions to the names beside them: "the minister, Petra X", "Petra X, the minister"."""
    by_start: dict[int, list[int]] = {}
    for place, mention in enumerate(found):
        if mention.kind in ("person", "name", "role"):
            by_start.setdefault(mention.start, []).append(place)
    for place, mention in enumerate(found):
        if mention.kind == "role" and not mention.plural:
            _link_role(frame, found, place, by_start)
    for place, mention in enumerate(found):
        if mention.kind in ("person", "name"):
            _link_after(frame, found, place, by_start)


def _link_role(frame: Frame, found: list[Mention], place: int, by_start: dict[int, list[int]]) -> None:
    role = found[place]
    at = role.end
    for other in by_start.get(at, ()):
        if found[other].kind == "person" and frame.lower[at] not in ("’s", "'s"):
            role.named = other
            return
    limit = min(at + 9, frame.sentences[frame.sentence_of[role.head]][1])
    while at < limit and frame.quoted[at] < 0:
        if frame.words[at] == ",":
            others = by_start.get(at + 1, [])
            if others and frame.lower[at + 1] in ("the", "a") and found[others[0]].kind == "role":
                at = found[others[0]].end  # "by the bishop, the Right Reverend Ambrose X"
                continue
            # "the Right Reverend Ambrose X" after a comma
            start = at + 2 if at + 1 < limit and frame.lower[at + 1] == "the" else at + 1
            for other in by_start.get(start, ()):
                if found[other].kind == "person" and _closes_apposition(frame, found[other].end):
                    role.named = other
            return
        if frame.tags[at].startswith(("VB", "MD", "PRP", "W")) or frame.words[at] in ".;:":
            return
        at += 1


def _closes_apposition(frame: Frame, at: int) -> bool:
    if at >= len(frame.words) or frame.quoted[at] >= 0:
        return True
    return frame.words[at] in ",.:;–—-()" or frame.tags[at].startswith("VB")


def _link_after(frame: Frame, found: list[Mention], place: int, by_start: dict[int, list[int]]) -> None:
    person = found[place]
    at = person.end
    size = len(frame.words)
    while (
        at < size
        and frame.words[at] in (",", "(")
        and frame.lower[at + 1 : at + 2]
        and (frame.lower[at + 1].rstrip(".") in lexicon.AFTER_NAMES)
    ):
        at += 2
    if at + 1 < size and frame.words[at] in (",", "–", "—", "("):
        if frame.lower[at + 1] == "who" and at + 2 < size:
            verb = frame.lower[at + 2]
            role = {"chairs": "chair", "heads": "head", "leads": "leader", "runs": "head", "chaired": "chair"}.get(verb)
            if role:
                person.roles |= {(role, frozenset()), ("chair" if role == "leader" else role, frozenset())}
        if frame.lower[at + 1 : at + 4] == ["in", "the", "chair"]:
            person.roles.add(("chair", frozenset()))
        for _ in range(3):
            others = [other for other in by_start.get(at + 1, ()) if found[other].kind == "role"]
            if not others:
                return
            role_at = max(others, key=lambda other: found[other].end)
            role_mention = found[role_at]
            after = frame.tags[role_mention.end] if role_mention.end < size else "."
            is_subject = frame.deps[role_mention.head] == "nsubj" or after.startswith(("VB", "MD"))
            if is_subject or role_mention.named is not None or role_mention.plural:
                return
            role_mention.named = place
            at = role_mention.end
            if at >= size or frame.words[at] != ",":
                return
