"""Who has been introduced so far, and whom a name, a role or a pronoun means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.documents import lexicon
from bot.documents.mentions import Gender, Mention
from bot.records import Record

EntityKind = Literal["person", "body", "name", "role", "joint", "document", "voice"]

_MOST_ENTITIES = 500  # people and bodies that are kept in mind; the least recent are forgotten
_RECENT = 40  # mentions that a pronoun may look back on
_CHANGES = frozenset("deputy former vice assistant shadow acting junior ex then".split())
_LEADERS = frozenset("head boss chief executive director founder co-founder leader".split())
_GENERIC = frozenset(
    "company firm group body organisation organization start-up startup platform provider campaign business giant developer "
    "operator manufacturer".split()
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


class Entity(Record):
    """Somebody who can speak: a person, a body, or one known by role alone."""

    name: str
    kind: EntityKind
    words: tuple[str, ...]
    gender: Gender = ""
    roles: frozenset[tuple[str, frozenset[str]]] = frozenset()
    members: tuple[int, ...] = ()
    owner: int | None = None  # of a document, whose it is; of a spokesperson ("voice"), whom they speak for
    affiliation: frozenset[str] = frozenset()  # words of the bodies that a person belongs to


class Trace(Record):
    """One mention that a later pronoun may go back to."""

    paragraph: int
    sentence: int
    entity: int
    subject: bool
    oblique: bool = False  # "by X", "X's": not whom a pronoun in the same sentence means


class Discourse(Record):
    """What a paragraph leaves behind for the next one. ``number`` counts entities, so that numbers never change."""

    entities: tuple[tuple[int, Entity], ...] = ()
    traces: tuple[Trace, ...] = ()
    number: int = 0
    last_speaker: int | None = None  # of the last quotation, if nobody else came after it
    awaited: int | None = None  # who speaks next: the paragraph ended in a colon, or its quotation goes on
    author: int | None = None  # of a letter: "I", "we"
    addressee: int | None = None  # of a letter: "you"
    interviewee: int | None = None
    interviewer: int | None = None
    block: int | None = None  # speaker of the block quotation that is going on


@dataclass
class Cast:
    """The working copy of a discourse."""

    entities: dict[int, Entity]
    traces: list[Trace]
    number: int
    ahead: dict[str, set[str]] = field(default_factory=dict)  # surname to full names that come later
    ahead_roles: dict[str, set[str]] = field(default_factory=dict)
    narrator: int | None = None  # who says "I", inside a quotation: never "he", "she" or "the officer" there

    @classmethod
    def of(cls, discourse: Discourse) -> Cast:
        return cls(dict(discourse.entities), list(discourse.traces), discourse.number)

    def add(self, entity: Entity) -> int:
        self.number += 1
        self.entities[self.number] = entity
        return self.number

    def trace(self, paragraph: int, sentence: int, entity: int, subject: bool, oblique: bool) -> None:
        self.traces.append(
            Trace.model_construct(
                paragraph=paragraph, sentence=sentence, entity=entity, subject=subject, oblique=oblique
            )
        )
        if len(self.traces) > 2 * _RECENT:
            del self.traces[:-_RECENT]
        self.entities[entity] = self.entities.pop(entity)  # most recent last
        if len(self.entities) > _MOST_ENTITIES:
            del self.entities[next(iter(self.entities))]

    def update(self, number: int, **changes: object) -> None:
        self.entities[number] = self.entities[number].model_copy(update=changes)

    def by_recency(self, *kinds: EntityKind) -> list[int]:
        return [
            number
            for number in reversed(self.entities)
            if self.entities[number].kind in kinds and number != self.narrator
        ]


def full_name(mention: Mention) -> str:
    name = " ".join(mention.words).replace(" ’s", "’s").replace(" 's", "'s").replace(" ’ ", "’ ").replace(" ' ", "' ")
    return f"{mention.honorific} {name}".strip()


def surname(words: tuple[str, ...]) -> str:
    lower = [word.lower() for word in words]
    at = lower.index("of") if "of" in lower[1:] else len(lower)
    return lower[at - 1]


def person(cast: Cast, mention: Mention) -> int | None:
    """The person whom a name means; new where nobody of that name is known. None where two people share it."""
    words = tuple(word.lower() for word in mention.words)
    people = cast.by_recency("person")
    if len(words) > 1:
        for number in people:
            if _same_person(cast.entities[number], words):
                if len(cast.entities[number].words) < len(words):
                    cast.update(number, name=full_name(mention), words=words)
                _learn(cast, number, mention)
                return number
        entity = Entity(name=full_name(mention), kind="person", words=words, gender=mention.gender)
        number = cast.add(entity)
        _learn(cast, number, mention)
        return number
    fitting = [
        number
        for number in people
        if words[0] in (surname(cast.entities[number].words), cast.entities[number].words[0])
        and not _clash(cast.entities[number].gender, mention.gender)
    ]
    by_surname = [number for number in fitting if surname(cast.entities[number].words) == words[0]]
    fitting = by_surname or fitting
    if len(fitting) == 1:
        _learn(cast, fitting[0], mention)
        return fitting[0]
    if fitting:
        return None
    return _unknown_single(cast, mention, words)


def _unknown_single(cast: Cast, mention: Mention, words: tuple[str, ...]) -> int | None:
    for number in cast.by_recency("body", "name"):
        if cast.entities[number].words == words:
            return number
    for number in cast.by_recency("body"):
        if cast.entities[number].words[0] == words[0] and not mention.titled:
            return number
    coming = cast.ahead.get(words[0], set())
    if len(coming) == 1:
        full = next(iter(coming))
        return cast.add(Entity(name=full, kind="person", words=tuple(_bare_words(full)), gender=mention.gender))
    if len(coming) > 1:
        return None
    kind: EntityKind = "person" if mention.titled else "name"
    return cast.add(Entity(name=full_name(mention), kind=kind, words=words, gender=mention.gender))


def _bare_words(name: str) -> Iterable[str]:
    return (word.lower() for word in name.split() if word.lower() not in lexicon.HONORIFICS)


def _clash(one: Gender, other: Gender) -> bool:
    return bool(one and other and one != other)


def _same_person(entity: Entity, words: tuple[str, ...]) -> bool:
    known = entity.words
    if known == words:
        return True
    if surname(known) != surname(words):
        return False
    if len(known) == 1:
        return True
    one, other = known[0].rstrip("."), words[0].rstrip(".")
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0] and len(known) == len(words))


def _learn(cast: Cast, number: int, mention: Mention) -> None:
    entity = cast.entities[number]
    changes: dict[str, object] = {}
    if mention.gender and not entity.gender:
        changes["gender"] = mention.gender
    if mention.roles - entity.roles:
        changes["roles"] = entity.roles | frozenset(mention.roles)
    if mention.honorific and not entity.name.startswith(mention.honorific) and len(mention.words) > 1:
        changes["name"] = full_name(mention)
    if changes:
        cast.update(number, **changes)


def body(cast: Cast, mention: Mention) -> int:
    """The body that a name means, also by the end of its name or its initials."""
    words = tuple(word.lower() for word in mention.words)
    for number in cast.by_recency("body", "name"):
        known = cast.entities[number].words
        if known == words or (len(words) > 1 and known[-len(words) :] == words):
            return number
        if (
            len(words) == 1
            and len(known) > 1
            and "".join(w[0] for w in known if w not in ("of", "for", "the", "and")) == (words[0].replace(".", ""))
        ):
            return number
    return cast.add(Entity(name=full_name(mention), kind="body", words=words))


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
        if _clash(entity.gender, mention.gender) or not _has_role(entity, head, modifiers):
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
        return cast.add(Entity(name=full, kind="person", words=tuple(_bare_words(full)), gender=mention.gender))
    free = [
        number
        for number in people
        if not _clash(cast.entities[number].gender, mention.gender) and not cast.entities[number].roles
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


def nearest(cast: Cast, fits: Callable[[Entity], bool], here: tuple[int, int] | None = None) -> int | None:
    """The one entity that fits in the nearest sentence that has any; a subject wins over others.

    ``here`` is the sentence from which the search starts.
    """
    place: tuple[int, int] | None = None
    found: dict[int, bool] = {}
    for trace in reversed(cast.traces):
        if place is not None and (trace.paragraph, trace.sentence) != place:
            break
        entity = cast.entities.get(trace.entity)
        if entity is None or trace.entity == cast.narrator or not fits(entity):
            continue
        if (trace.paragraph, trace.sentence) == here and (trace.oblique or entity.kind == "document"):
            continue
        place = (trace.paragraph, trace.sentence)
        found[trace.entity] = found.get(trace.entity, False) or trace.subject
    if len(found) == 1:
        return next(iter(found))
    subjects = [number for number, subject in found.items() if subject]
    return subjects[0] if len(subjects) == 1 else None


def pronoun(cast: Cast, mention: Mention, here: tuple[int, int] | None = None) -> int | None:
    """Whom "she", "he", "it" or "they" means, or None where it could be several."""
    word = mention.words[0]
    if word == "one":
        return _one_of(cast)
    if word == "it":
        return nearest(cast, lambda entity: entity.kind in ("body", "name", "document"), here)
    if word == "they":
        return nearest(cast, lambda entity: entity.kind in ("joint", "body") or _plural(entity), here)
    wanted = mention.gender

    def fits(entity: Entity) -> bool:
        return entity.kind in ("person", "role", "voice") and not _clash(entity.gender, wanted) and not _plural(entity)

    found = nearest(cast, fits, here)
    certain = nearest(cast, lambda entity: fits(entity) and entity.gender == wanted, here)
    if certain is None or certain == found or not _newer(cast, certain, fits):
        return found
    return certain if found is None else None  # a subject who may be a man, beside a woman: not certain


def _one_of(cast: Cast) -> int | None:
    """ "Officials played it down. One ...": an official, where several were the last to be mentioned."""
    last = cast.traces[-1] if cast.traces else None
    entity = cast.entities.get(last.entity) if last is not None else None
    if entity is None or not _plural(entity):
        return None
    words = (*entity.words[:-1], entity.words[-1].removesuffix("s"))
    return cast.add(Entity(name=" ".join(words), kind="role", words=words, roles=frozenset({(words[-1], frozenset())})))


def _plural(entity: Entity) -> bool:
    return entity.kind == "role" and bool(entity.words) and entity.words[-1].endswith("s") and not entity.gender


def _newer(cast: Cast, certain: int, fits: Callable[[Entity], bool]) -> bool:
    """Whether the person of the right gender stands in the sentence where the search would have stopped."""
    for trace in reversed(cast.traces):
        entity = cast.entities.get(trace.entity)
        if entity is not None and fits(entity):
            place = (trace.paragraph, trace.sentence)
            return any((t.paragraph, t.sentence) == place and t.entity == certain for t in cast.traces)
    return False
