"""Whom a name, a role or a pronoun means, among those introduced so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.documents import lexicon
from bot.documents.discourse import Cast, Entity, EntityKind
from bot.documents.mention import Gender, Mention


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
        and not clash(cast.entities[number].gender, mention.gender)
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
        return cast.add(Entity(name=full, kind="person", words=tuple(bare_words(full)), gender=mention.gender))
    if len(coming) > 1:
        return None
    kind: EntityKind = "person" if mention.titled else "name"
    return cast.add(Entity(name=full_name(mention), kind=kind, words=words, gender=mention.gender))


def bare_words(name: str) -> Iterable[str]:
    return (word.lower() for word in name.split() if word.lower() not in lexicon.HONORIFICS)


def clash(one: Gender, other: Gender) -> bool:
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
        return nearest(cast, lambda entity: entity.kind in ("joint", "body") or is_plural(entity), here)
    wanted = mention.gender

    def fits(entity: Entity) -> bool:
        return entity.kind in ("person", "role", "voice") and not clash(entity.gender, wanted) and not is_plural(entity)

    found = nearest(cast, fits, here)
    certain = nearest(cast, lambda entity: fits(entity) and entity.gender == wanted, here)
    if certain is None or certain == found or not _newer(cast, certain, fits):
        return found
    return certain if found is None else None  # a subject who may be a man, beside a woman: not certain


def _one_of(cast: Cast) -> int | None:
    """ "Officials played it down. One ...": an official, where several were the last to be mentioned."""
    last = cast.traces[-1] if cast.traces else None
    entity = cast.entities.get(last.entity) if last is not None else None
    if entity is None or not is_plural(entity):
        return None
    words = (*entity.words[:-1], entity.words[-1].removesuffix("s"))
    return cast.add(Entity(name=" ".join(words), kind="role", words=words, roles=frozenset({(words[-1], frozenset())})))


def is_plural(entity: Entity) -> bool:
    return entity.kind == "role" and bool(entity.words) and entity.words[-1].endswith("s") and not entity.gender


def _newer(cast: Cast, certain: int, fits: Callable[[Entity], bool]) -> bool:
    """Whether the person of the right gender stands in the sentence where the search would have stopped."""
    for trace in reversed(cast.traces):
        entity = cast.entities.get(trace.entity)
        if entity is not None and fits(entity):
            place = (trace.paragraph, trace.sentence)
            return any((t.paragraph, t.sentence) == place and t.entity == certain for t in cast.traces)
    return False
