"""Whom a description means: a role such as "the minister", or a kind of body such as "the charity"."""

from __future__ import annotations

from bot.documents.discourse import Cast, Entity
from bot.documents.mention import Mention
from bot.documents.resolution import bare_words, clash, nearest

_CHANGES = frozenset("deputy former vice assistant shadow acting junior ex then".split())


_LEADERS = frozenset("head boss chief executive director founder co-founder leader".split())


_GENERIC = frozenset(
    "company firm group body organisation organization start-up startup platform provider campaign "
    "business giant developer operator manufacturer".split()
)


_PAPERS = frozenset(
    "courier echo post gazette herald times guardian mail telegraph news chronicle tribune paper".split()
)


_REGULATORS = frozenset("authority commission regulator office commissioner agency".split())


# Nouns for a kind of body, and the words in a name that show that kind.
_HINTS = {
    "charity": frozenset("trust fund foundation charity society relief children’s children's children aid".split()),
    "regulator": _REGULATORS,
    "watchdog": _REGULATORS,
    "union": frozenset("union federation association".split()),
    "paper": _PAPERS,
    "newspaper": _PAPERS,
    "publisher": _PAPERS | {"press", "books"},
    "party": frozenset({"party", "labour", "conservatives", "greens", "democrats"}),
    "agency": frozenset({"agency", "service"}),
    "club": frozenset({"club", "circle"}),
    "coalition": frozenset({"coalition", "alliance", "network"}),
    "network": frozenset({"network", "alliance"}),
    "team": frozenset({"team", "unit"}),
}


def add_role(cast: Cast, number: int, mention: Mention, organisation: frozenset[str]) -> None:
    """Remember that somebody is the minister, and of what."""
    entity = cast.entities[number]
    modifiers = frozenset(word.lower() for word in mention.words[:-1])
    changes: dict[str, object] = {"roles": entity.roles | {(mention.role, modifiers - organisation)}}
    if organisation:
        changes["affiliation"] = entity.affiliation | organisation
    if mention.gender and not entity.gender:
        changes["gender"] = mention.gender
    if entity.kind == "name":
        changes["kind"] = "person"
    cast.update(number, **changes)


def role(cast: Cast, mention: Mention, here: list[int], organisation: frozenset[str] = frozenset()) -> int | None:
    """Whom a description without a name means; ``here`` are the people named in the paragraph before it.

    ``organisation`` holds the words of the body that the description names: "the Plover boss".
    """
    head, modifiers = mention.role, frozenset(word.lower() for word in mention.words[:-1]) - organisation
    if mention.determiner in ("a", "an", "one", "another") or mention.plural:
        return _new_role(cast, mention)
    holders = cast.by_recency("person", "role", "voice")
    for number in holders:
        entity = cast.entities[number]
        if clash(entity.gender, mention.gender) or not _has_role(entity, head, modifiers):
            continue
        if organisation & entity.affiliation or not entity.affiliation:
            return number
        if not organisation:
            return None if mention.determiner == "owner" else number  # whose head it is was not understood
    if organisation and head in _LEADERS:
        members = [n for n in holders if organisation & cast.entities[n].affiliation and _may_lead(cast.entities[n])]
        if len(members) == 1:
            return members[0]
    if mention.determiner in ("his", "her", "their", "my", "our", "your", "owner"):
        return _new_role(cast, mention)
    coming = cast.ahead_roles.get(head, set())
    if not coming and head in _LEADERS:
        coming = set().union(*(cast.ahead_roles.get(other, set()) for other in _LEADERS))
    people = cast.by_recency("person")
    if not people and len(coming) == 1:
        full = next(iter(coming))
        return cast.add(Entity(name=full, kind="person", words=tuple(bare_words(full)), gender=mention.gender))
    free = [
        number
        for number in people
        if not clash(cast.entities[number].gender, mention.gender) and not cast.entities[number].roles
    ]
    if mention.determiner in ("the", "this", "that") and free:
        if len(people) == 1:
            return people[0]
        close = [number for number in here if number in free]
        return close[0] if len(set(here)) == 1 and close else None
    return _new_role(cast, mention)


def _may_lead(entity: Entity) -> bool:
    known = {head for head, _ in entity.roles}
    return not known or bool(known & _LEADERS)


def _new_role(cast: Cast, mention: Mention) -> int:
    words = list(mention.words)
    words = [word if word[:1].isupper() and at < len(words) - 1 else word.lower() for at, word in enumerate(words)]
    modifiers = frozenset(word.lower() for word in words[:-1])
    name = " ".join(words).replace(" ’s", "’s").replace(" 's", "'s").replace(" - ", "-")
    return cast.add(
        Entity(
            name=name,
            kind="role",
            words=tuple(words),
            gender=mention.gender,
            roles=frozenset({(mention.role, modifiers)}),
        )
    )


def _has_role(entity: Entity, head: str, modifiers: frozenset[str]) -> bool:
    for known, known_modifiers in entity.roles:
        if known != head and not (known == "deputy" and "deputy" in modifiers):
            continue
        if (known_modifiers ^ modifiers) & _CHANGES and known != "deputy":
            continue
        if not modifiers or not known_modifiers or modifiers & known_modifiers or known == "deputy":
            return True
    return False


def group(cast: Cast, mention: Mention) -> int | None:
    """The body that "the company" or "the authority" means, or a new one known by that word alone."""
    head = mention.role
    modifiers = [word.lower() for word in mention.words[:-1]]
    for number in cast.by_recency("body", "name"):
        entity = cast.entities[number]
        if head in entity.words and all(word in entity.words for word in modifiers):
            return number
    if mention.plural:
        return _new_role(cast, mention)
    if head in _HINTS and mention.determiner in ("the", "this"):
        known = cast.by_recency("body", "name")
        hinted = [number for number in known if _HINTS[head] & set(cast.entities[number].words)]
        if hinted:
            return hinted[0] if len(hinted) == 1 else None
        return known[0] if len(known) == 1 else None
    if head in _GENERIC and mention.determiner in ("the", "this"):
        recent = nearest(cast, lambda entity: entity.kind in ("body", "name"))
        if recent is not None:
            return recent
        known = cast.by_recency("body", "name")
        return known[0] if len(known) == 1 else None
    coming = cast.ahead_roles.get("body " + head, set())
    if len(coming) == 1:
        name = next(iter(coming))
        return cast.add(Entity(name=name, kind="body", words=tuple(name.lower().split())))
    number = _new_role(cast, mention)
    cast.update(number, kind="body")
    return number
