"""Names of people and bodies in a parsed paragraph, and descriptions of them: "the minister", "its director"."""

from __future__ import annotations

from bot.documents import lexicon
from bot.documents.descriptions import find_descriptions
from bot.documents.frames import Frame
from bot.documents.mention import Gender, Mention
from bot.documents.names import find_names


def find_mentions(frame: Frame) -> list[Mention]:
    """All mentions in order, the pronouns "he", "she", "it" and "they" among them; appositions are linked."""
    found = find_names(frame)
    taken = {word for mention in found for word in range(mention.start, mention.end)}
    found += find_descriptions(frame, found, taken)
    found += _pronouns(frame)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    _link(frame, found)
    return found


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
    heads = {mention.head: place for place, mention in enumerate(found) if mention.kind in ("person", "role")}
    for place, mention in enumerate(found):
        if mention.kind == "role" and not mention.plural:
            _link_copula(frame, found, place, heads)
            _link_role(frame, found, place, by_start)
    for place, mention in enumerate(found):
        if mention.kind in ("person", "name"):
            _link_after(frame, found, place, by_start)


def _link_copula(frame: Frame, found: list[Mention], place: int, heads: dict[int, int]) -> None:
    """ "X is a nurse", "The chair is X"."""
    role = found[place]
    verb = frame.heads[role.head]
    if frame.lower[verb] not in ("is", "was", "are", "were", "remains", "became"):
        return
    wanted = {"attr": "nsubj", "nsubj": "attr"}.get(frame.deps[role.head])
    for other in frame.children.get(verb, ()):
        if frame.deps[other] == wanted and other in heads and found[heads[other]].kind == "person":
            role.named = heads[other]


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
