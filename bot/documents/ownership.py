"""Whose a report is, whom a spokesperson speaks for, where somebody belongs."""

from __future__ import annotations

from dataclasses import replace

from bot.documents import lexicon, resolution, role_resolution
from bot.documents.discourse import Entity
from bot.documents.mention import Mention
from bot.documents.scene import Scene

_MADE = frozenset(
    "written published circulated issued released produced drafted prepared compiled signed sent "
    "submitted posted put made given delivered carried conducted".split()
)


def organisation_words(scene: Scene, mention: Mention) -> frozenset[str]:
    """The words of the body in a description: "Plover's boss", "the head of Plover", "the Plover boss"."""
    numbers = []
    if mention.owner is not None:
        numbers.append(_within(scene, *mention.owner))
    if scene.frame.lower[mention.end : mention.end + 1] in (["of"], ["at"], ["for"]):
        numbers.append(_starting(scene, mention.end + 1))
    names = [
        m for m in scene.mentions if mention.start <= m.start and m.head < mention.head and m.kind in ("body", "name")
    ]
    words = {word.lower() for name in names for word in name.words}
    for number in numbers:
        entity = scene.cast.entities.get(number) if number is not None else None
        if entity is not None and entity.kind in ("body", "name"):
            words |= {word.lower() for word in entity.words}
    return frozenset(words - {"of", "the", "for", "and", "’s", "'s"})


def affiliate_person(scene: Scene, mention: Mention, number: int) -> None:
    """ "X of the Y", "X, of the Y": X belongs to Y."""
    frame = scene.frame
    at = mention.end + (frame.lower[mention.end : mention.end + 1] == [","])
    if frame.lower[at : at + 1] not in (["of"], ["from"], ["at"]):
        return
    body = _starting(scene, at + 1)
    entity = scene.cast.entities.get(body) if body is not None else None
    if entity is not None and entity.kind in ("body", "name"):
        words = frozenset(word.lower() for word in entity.words) - {"of", "the", "for", "and"}
        known = scene.cast.entities[number].affiliation
        scene.cast.update(number, affiliation=known | words)


def resolve_document(scene: Scene, mention: Mention) -> int | None:
    owner = _owner(scene, mention)
    cast = scene.cast
    if owner is None and mention.determiner in ("the", "this", "that", "a", "second", ""):
        for number in cast.by_recency("document"):
            if cast.entities[number].words == (mention.role,) and mention.determiner in ("the", "this", "that"):
                return number
    if owner is None and mention.determiner == "":
        return None
    return cast.add(Entity(name=mention.role, kind="document", words=(mention.role,), owner=owner))


def _owner(scene: Scene, mention: Mention) -> int | None:
    """Whose a document is: "X's report", "its report", "a report by X"."""
    if mention.owner is not None:
        return _within(scene, *mention.owner)
    if mention.determiner in ("its", "their", "his", "her"):
        word = {"its": "it", "their": "they", "his": "he", "her": "she"}[mention.determiner]
        return resolution.pronoun(
            scene.cast,
            Mention(0, 1, 0, "pronoun", (word,), gender="m" if word == "he" else "f" if word == "she" else ""),
        )
    frame = scene.frame
    at = mention.end + (frame.lower[mention.end : mention.end + 2] == [",", "by"])
    if frame.lower[at : at + 1] in (["by"], ["from"]):
        return _starting(scene, at + 1)
    if frame.lower[mention.end : mention.end + 1] and frame.lower[mention.end] in _MADE:
        stop = min(mention.end + 7, frame.sentences[frame.sentence_of[mention.head]][1])
        by = next((at for at in range(mention.end, stop) if frame.lower[at] == "by"), None)
        if by is not None:
            return _starting(scene, by + 1)
    return _within(scene, mention.start, mention.head)


def _within(scene: Scene, start: int, end: int) -> int | None:
    for place, mention in enumerate(scene.mentions):
        if start <= mention.head < end and mention.kind != "pronoun" and mention.kind != "document":
            _resolve_quietly(scene, place)
            if scene.who[place] is not None:
                return scene.who[place]
    words = [word for word in scene.frame.lower[start:end] if word not in ("the", "a", "its")]
    if words and words[-1] in lexicon.GROUP_NOUNS:
        noun = Mention(start, end, end - 1, "group", tuple(words), determiner="the")
        return role_resolution.group(scene.cast, noun)
    return None


def _starting(scene: Scene, word: int) -> int | None:
    """Whom the noun phrase that starts here means; an article before the name does not count."""
    frame = scene.frame
    size = len(frame.words)
    if word < size and frame.lower[word] == "the" and not any(m.start == word for m in scene.mentions):
        word += 1
    for place, mention in enumerate(scene.mentions):
        if mention.start == word and mention.kind != "pronoun":
            _resolve_quietly(scene, place)
            return scene.who[place]
    return None


def _resolve_quietly(scene: Scene, place: int) -> None:
    if scene.who[place] is not None:
        return
    mention = scene.mentions[place]
    if mention.kind in ("person", "name"):
        scene.who[place] = resolution.person(scene.cast, mention)
    elif mention.kind == "body":
        scene.who[place] = resolution.body(scene.cast, mention)
    elif mention.kind == "group":
        scene.who[place] = role_resolution.group(scene.cast, mention)


def resolve_spokesperson(scene: Scene, place: int) -> int | None:
    """A spokesperson without a name, who speaks for a body; None where it is not said for which."""
    mention, cast = scene.mentions[place], scene.cast
    body = _spoken_for(scene, place)
    if body is None and mention.determiner in ("the", "that"):
        for number in cast.by_recency("voice"):
            if not (cast.entities[number].gender and mention.gender and cast.entities[number].gender != mention.gender):
                return number
    if body is None:
        return None
    roles = frozenset({(mention.role, frozenset[str]()), *_press(mention)})
    return cast.add(
        Entity(name=mention.role, kind="voice", words=(mention.role,), gender=mention.gender, roles=roles, owner=body)
    )


def _press(mention: Mention) -> list[tuple[str, frozenset[str]]]:
    return [("officer", frozenset({"press"}))] if mention.role == "press-officer" else []


def _spoken_for(scene: Scene, place: int) -> int | None:
    mention, frame = scene.mentions[place], scene.frame
    if mention.owner is not None:
        return _within(scene, *mention.owner)
    if frame.lower[mention.end : mention.end + 1] in (["for"], ["at"], ["from"], ["of"]):
        return _starting(scene, mention.end + 1)
    for other in range(len(scene.mentions)):
        if mention.start <= scene.mentions[other].head < mention.head and scene.mentions[other].kind in (
            "body",
            "name",
        ):
            _resolve_quietly(scene, other)
            name = scene.mentions[other]
            kind = frame.lower[name.end] if name.end < mention.head else ""
            if kind in lexicon.GROUP_NOUNS:  # "a Mockton council spokesperson"
                return resolution.body(scene.cast, replace(name, kind="body", words=(*name.words, kind)))
            return scene.who[other]
    modifiers = [word.lower() for word in mention.words[:-1]]
    for word in modifiers:
        for number in scene.cast.by_recency("body"):
            if word in scene.cast.entities[number].words:
                return number
        coming = scene.cast.ahead_roles.get("body " + word, set())
        if len(coming) == 1:
            full = next(iter(coming))
            return scene.cast.add(Entity(name=full, kind="body", words=tuple(full.lower().split())))
        if word in lexicon.GROUP_NOUNS:
            noun = Mention(mention.start, mention.end, mention.head, "group", (word,), determiner="the")
            return role_resolution.group(scene.cast, noun)
    if modifiers and mention.determiner not in ("its", "their"):
        return None
    if mention.determiner in ("its", "their", "the", "a"):
        number = frame.paragraph.number
        recent = [trace for trace in scene.cast.traces if trace.paragraph == number and mention.determiner != "the"]
        bodies = {t.entity for t in recent if _is_body(scene, t.entity)}
        return bodies.pop() if len(bodies) == 1 else None
    return None


def _is_body(scene: Scene, number: int) -> bool:
    entity = scene.cast.entities.get(number)
    return entity is not None and entity.kind in ("body", "name")
