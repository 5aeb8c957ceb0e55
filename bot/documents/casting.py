"""Every mention of a paragraph resolved, in order."""

from __future__ import annotations

from bot.documents import lexicon, resolution, role_resolution
from bot.documents.discourse import Cast, Discourse
from bot.documents.frames import Frame
from bot.documents.mention import Mention
from bot.documents.ownership import affiliate_person, organisation_words, resolve_document, resolve_spokesperson
from bot.documents.scene import Scene

_NOT_TRACED = frozenset("it his her i we you".split())


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
            role_resolution.add_role(scene.cast, number, mention, organisation_words(scene, mention))
    elif mention.kind in ("person", "name"):
        number = resolution.person(scene.cast, mention)
        if number is not None and mention.kind == "person":
            affiliate_person(scene, mention, number)
    elif mention.kind == "body":
        number = resolution.body(scene.cast, mention)
    elif mention.kind == "pronoun":
        number = _pronoun(scene, mention)
    elif mention.kind == "document":
        number = resolve_document(scene, mention)
    elif mention.kind == "group":
        number = role_resolution.group(scene.cast, mention) if mention.determiner else None
        if mention.determiner == "" and mention.plural is False and mention.start == 0:
            number = None
    elif mention.role in lexicon.SPOKESPEOPLE:
        number = resolve_spokesperson(scene, place)
    elif mention.plural and _has_names(scene, mention):
        number = None  # "two engineers, A and B": the names count
    else:
        number = role_resolution.role(scene.cast, mention, scene.here, organisation_words(scene, mention))
    scene.who[place] = number
    if number is not None:
        _remember(scene, mention, number)
        _pair(scene, place, number)


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
    number = resolution.pronoun(scene.cast, mention, sentence)
    if number is not None and word in ("he", "she") and not scene.cast.entities[number].gender:
        scene.cast.update(number, gender=mention.gender)
    return number
