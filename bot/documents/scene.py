"""One parsed paragraph with everybody in it known: which word means whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.documents import discourse as discourse_of
from bot.documents import lexicon
from bot.documents.discourse import Cast, Discourse, Entity
from bot.documents.frames import Frame
from bot.documents.mentions import Mention

_MADE = frozenset(
    "written published circulated issued released produced drafted prepared compiled signed sent submitted posted "
    "put made given delivered carried conducted".split()
)
_NOT_TRACED = frozenset("it his her i we you".split())


@dataclass
class Scene:
    """A frame, its mentions, and the number of the entity that each mention means (None: not certain)."""

    frame: Frame
    mentions: list[Mention]
    who: list[int | None]
    cast: Cast
    context: Discourse
    at: dict[int, int] = field(default_factory=dict)  # word to the place of its mention
    here: list[int] = field(default_factory=list)  # people named so far in the paragraph
    joined: dict[int, int] = field(default_factory=dict)  # place of B in "A and B" to the two together

    def mention_at(self, word: int) -> Mention | None:
        place = self.at.get(word)
        return self.mentions[place] if place is not None else None

    def entity_at(self, word: int) -> int | None:
        """Whom the word means; looks into an apposition where the word itself is only a description."""
        place = self.at.get(word)
        own = self.who[place] if place is not None else None
        entity = self.cast.entities.get(own) if own is not None else None
        if entity is None or entity.kind in ("role", "document"):
            for child in self.frame.children.get(word, ()):
                if self.frame.deps[child] == "appos" and (named := self._named(child)) is not None:
                    return named
        return own

    def _named(self, word: int) -> int | None:
        place = self.at.get(word)
        number = self.who[place] if place is not None else None
        entity = self.cast.entities.get(number) if number is not None else None
        return number if entity is not None and entity.kind == "person" else None

    def joint(self, numbers: list[int]) -> int:
        """The entity that two or more speakers are together."""
        members = tuple(numbers)
        for number in self.cast.by_recency("joint"):
            if self.cast.entities[number].members == members:
                return number
        names = [self.cast.entities[number].name for number in members]
        name = f"{', '.join(names[:-1])} and {names[-1]}"
        return self.cast.add(Entity(name=name, kind="joint", words=(), members=members))

    def speaker(self, number: int | None) -> str | None:
        """How an entity is named as a speaker; a document speaks for whose it is."""
        entity = self.cast.entities.get(number) if number is not None else None
        if entity is None:
            return None
        if entity.kind in ("document", "voice"):
            return self.speaker(entity.owner)
        return entity.name.removeprefix("the ").removeprefix("The ")


def make_scene(frame: Frame, mentions: list[Mention], cast: Cast, context: Discourse) -> Scene:
    """Resolve every mention of the paragraph, in order, and remember whom it leaves in mind."""
    scene = Scene(frame, mentions, [None] * len(mentions), cast, context)
    done: set[int] = set()
    for place in range(len(mentions)):
        _resolve(scene, place, done)
    order = sorted(range(len(mentions)), key=lambda place: mentions[place].start - mentions[place].end)
    for place in order:
        for word in range(mentions[place].start, mentions[place].end):
            scene.at[word] = place
    for place, mention in enumerate(mentions):
        scene.at[mention.head] = place
    return scene


def _resolve(scene: Scene, place: int, done: set[int]) -> None:
    if place in done:
        return
    done.add(place)
    mention = scene.mentions[place]
    if mention.named is not None:
        _resolve(scene, mention.named, done)
        number = scene.who[mention.named]
        if number is not None:
            discourse_of.add_role(scene.cast, number, mention, _organisation(scene, mention))
    elif mention.kind in ("person", "name"):
        number = discourse_of.person(scene.cast, mention)
        if number is not None and mention.kind == "person":
            _affiliate(scene, mention, number)
    elif mention.kind == "body":
        number = discourse_of.body(scene.cast, mention)
    elif mention.kind == "pronoun":
        number = _pronoun(scene, mention)
    elif mention.kind == "document":
        number = _document(scene, mention)
    elif mention.kind == "group":
        number = discourse_of.group(scene.cast, mention) if mention.determiner else None
        if mention.determiner == "" and mention.plural is False and mention.start == 0:
            number = None
    elif mention.role in lexicon.SPOKESPEOPLE:
        number = _spokesperson(scene, place)
    elif mention.plural and _has_names(scene, mention):
        number = None  # "two engineers, A and B": the names count
    else:
        number = discourse_of.role(scene.cast, mention, scene.here, _organisation(scene, mention))
    scene.who[place] = number
    if number is not None:
        _remember(scene, mention, number)
        _pair(scene, place, number)


def _organisation(scene: Scene, mention: Mention) -> frozenset[str]:
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


def _affiliate(scene: Scene, mention: Mention, number: int) -> None:
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


def _has_names(scene: Scene, mention: Mention) -> bool:
    frame = scene.frame
    names = {m.head for m in scene.mentions if m.kind == "person"}
    return any(frame.deps[child] == "appos" and child in names for child in frame.children.get(mention.head, ()))


def _remember(scene: Scene, mention: Mention, number: int) -> None:
    frame = scene.frame
    if mention.kind == "pronoun" and mention.words[0] in _NOT_TRACED:
        return
    if mention.kind == "document" and scene.cast.entities[number].kind != "document":
        return
    head = mention.head
    subject = frame.deps[head] in ("nsubj", "nsubjpass")
    oblique = frame.deps[head] == "poss" or (frame.deps[head] == "pobj" and frame.deps[frame.heads[head]] == "agent")
    scene.cast.trace(frame.paragraph.number, frame.sentence_of[head], number, subject, oblique)
    if scene.cast.entities[number].kind == "person":
        scene.here.append(number)


def _pair(scene: Scene, place: int, number: int) -> None:
    """ "A and B": both together, for a later "they"."""
    frame, mention = scene.frame, scene.mentions[place]
    if not (mention.kind in ("person", "body", "name") or mention.named is not None) or mention.start < 2:
        return
    if frame.lower[mention.start - 1] not in ("and", "&"):
        return
    for other in range(place - 1, max(-1, place - 4), -1):
        before = scene.mentions[other]
        first = scene.who[other]
        if before.end == mention.start - 1 and before.kind in ("person", "body", "name") and first is not None:
            joint = scene.joint([first, number])
            scene.joined[place] = joint
            subject = frame.deps[before.head] in ("nsubj", "nsubjpass", "appos")
            scene.cast.trace(frame.paragraph.number, frame.sentence_of[mention.head], joint, subject, False)
            return


def _pronoun(scene: Scene, mention: Mention) -> int | None:
    word = mention.words[0]
    if word in ("i", "we"):
        return scene.context.author
    if word == "you":
        return scene.context.addressee
    if word == "it" and scene.frame.deps[mention.head] != "nsubj":
        return None
    sentence = (scene.frame.paragraph.number, scene.frame.sentence_of[mention.head])
    number = discourse_of.pronoun(scene.cast, mention, sentence)
    if number is not None and word in ("he", "she") and not scene.cast.entities[number].gender:
        scene.cast.update(number, gender=mention.gender)
    return number


def _document(scene: Scene, mention: Mention) -> int | None:
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
        return discourse_of.pronoun(
            scene.cast,
            Mention(0, 1, 0, "pronoun", (word,), gender="m" if word == "he" else "f" if word == "she" else ""),
        )
    frame = scene.frame
    if frame.lower[mention.end : mention.end + 1] in (["by"], ["from"]):
        return _starting(scene, mention.end + 1)
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
        return discourse_of.group(scene.cast, noun)
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
        scene.who[place] = discourse_of.person(scene.cast, mention)
    elif mention.kind == "body":
        scene.who[place] = discourse_of.body(scene.cast, mention)
    elif mention.kind == "group":
        scene.who[place] = discourse_of.group(scene.cast, mention)


def _spokesperson(scene: Scene, place: int) -> int | None:
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
            return discourse_of.group(scene.cast, noun)
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
