"""A window of paragraphs, one after the other: who says each quotation in it, and what is known afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from bot.documents import cues, direct, indirect, turns
from bot.documents.casting import make_scene
from bot.documents.claim import CERTAIN, LIKELY, NOBODY, POSSIBLE, Claim, main_subject
from bot.documents.discourse import Cast, Discourse
from bot.documents.frames import Frame, Paragraph
from bot.documents.mention import Mention
from bot.documents.mentions import find_mentions
from bot.documents.resolution import full_name, surname
from bot.documents.scene import Scene
from bot.text import bare

_NO_END = re.compile(r"[^.?!:…]$")


class Found(NamedTuple):
    """One quotation or report, before it becomes a record."""

    speaker: str | None
    quote: str
    cue: str
    start: int
    end: int
    paragraph: int
    kind: Literal["direct", "indirect"]
    confidence: float


def attribute_window(frames: Sequence[tuple[Frame, int | None]], context: Discourse) -> tuple[Discourse, list[Found]]:
    """What is said in the paragraphs of a window, and the discourse after them.

    ``frames`` holds each paragraph's narration (None), followed by the insides of quotations that hold others.
    """
    cast = Cast.of(context)
    outer = [(at, each) for at, (each, within) in enumerate(frames) if within is None]
    mentions = {at: find_mentions(each) for at, each in outer}
    _look_ahead(cast, mentions.values())
    listed = [each.paragraph for _, each in outer]
    greets = context.addressee is not None or any(turns.greeted(paragraph.text) for paragraph in listed)
    signature = turns.signed(listed) or (turns.signed_below(listed) if greets else None)
    found: list[Found] = []
    for number, (at, each) in enumerate(outer):
        if greets and signature and number >= signature[0]:
            context = context.model_copy(update={"author": None, "addressee": None})
        context = _greet(each.paragraph, cast, context, signature)
        scene = make_scene(each, mentions[at], cast, context)
        context, here = _paragraph(scene, context)
        for within, inner in _following(frames, at + 1):
            here += _nested(inner, within, here, cast, context)
        _carry_back(found, here, each.paragraph, outer[number - 1][1].paragraph if number else None)
        found += sorted(here, key=lambda each: (each.start, -each.end))
    found = _headline(found, listed)
    state = {"entities": tuple(cast.entities.items()), "traces": tuple(cast.traces[-40:]), "number": cast.number}
    return context.model_copy(update=state), found


def _carry_back(found: list[Found], here: list[Found], paragraph: Paragraph, before: Paragraph | None) -> None:
    """A quotation that began in the paragraph before, without a tag, belongs to whom the tag here names."""
    if before is None or not before.continued or not paragraph.quotations or paragraph.quotations[0].outer[0]:
        return
    start = paragraph.start + paragraph.quotations[0].inner[0]
    tagged = next((each for each in here if each.start == start and each.kind == "direct" and each.speaker), None)
    for place in range(len(found) - 1, -1, -1):
        each = found[place]
        if tagged is None or each.speaker is not None or each.kind != "direct" or each.end < before.start:
            return
        if each.end == before.start + len(before.text.rstrip()):
            found[place] = each._replace(speaker=tagged.speaker, cue=tagged.cue, confidence=POSSIBLE)
            return


def _following(frames: Sequence[tuple[Frame, int | None]], at: int) -> list[tuple[int, Frame]]:
    result = []
    while at < len(frames) and (within := frames[at][1]) is not None:
        result.append((within, frames[at][0]))
        at += 1
    return result


def _look_ahead(cast: Cast, mentions: Iterable[list[Mention]]) -> None:
    """Full names and roles of people who are introduced only further down, for headlines and surnames before them."""
    for each in mentions:
        for mention in each:
            if mention.kind == "person" and len(mention.words) > 1:
                cast.ahead.setdefault(surname(tuple(mention.words)), set()).add(full_name(mention))
            elif mention.kind == "role" and mention.named is not None:
                name = full_name(each[mention.named])
                if len(each[mention.named].words) > 1:
                    cast.ahead_roles.setdefault(mention.role, set()).add(name)
            elif mention.kind == "body":
                for word in mention.words:
                    cast.ahead_roles.setdefault("body " + word.lower(), set()).add(full_name(mention))


def _greet(paragraph: Paragraph, cast: Cast, context: Discourse, signature: tuple[int, str] | None) -> Discourse:
    """ "Dear X": from here "you" is X, and "I" is who signs."""
    name = turns.greeted(paragraph.text)
    if name is not None:
        author = turns.named(signature[1], cast) if signature else None
        return context.model_copy(update={"addressee": turns.named(name, cast), "author": author})
    introduced = turns.interviewee_in(paragraph.text)
    if introduced is not None and not paragraph.label:
        return context.model_copy(update={"interviewee": turns.named(introduced, cast)})
    return context


def _paragraph(scene: Scene, context: Discourse) -> tuple[Discourse, list[Found]]:
    paragraph = scene.frame.paragraph
    if paragraph.label:
        return _turn(scene, context)
    if turns.is_block(paragraph.text):
        return _block(scene, context)
    claims = direct.claims(scene)
    if context.awaited is not None and 0 in claims and claims[0].entity is None:
        quotation = paragraph.quotations[0]
        if not paragraph.text[: quotation.outer[0]].strip() and (claims[0] == NOBODY):
            carried = Claim(context.awaited, "", LIKELY, -1)
            claims = {0: carried} | {place: claim for place, claim in claims.items() if place}
    found = [_direct(scene, place, claim) for place, claim in claims.items()]
    found += [_indirect(scene, report) for report in indirect.reports(scene)]
    return context.model_copy(update={"awaited": _awaited(scene, claims)}), found


def _awaited(scene: Scene, claims: dict[int, Claim]) -> int | None:
    """Who goes on speaking in the next paragraph: the quotation is still open, or the paragraph ends in a colon."""
    paragraph, frame = scene.frame.paragraph, scene.frame
    if paragraph.continued:
        still_open = next((p for p, q in enumerate(paragraph.quotations) if not q.closed), None)
        claim = claims.get(still_open) if still_open is not None else None
        return claim.entity if claim else None
    if not paragraph.text.endswith(":") or not frame.words:
        return None
    first, end = frame.sentences[-1]
    for verb in range(end - 1, first - 1, -1):
        if cues.is_saying(frame, verb) or cues.is_calling(frame, verb):
            if cues.blocked(frame, verb):
                return None
            who = cues.subject(frame, verb)
            if who is not None and (number := cues.entity_of(scene, who, verb)) is not None:
                return number
    who_is = main_subject(scene, first, end)
    if who_is is not None and scene.cast.entities[who_is].kind not in ("document",):
        return who_is
    owners = [
        scene.who[place]
        for place, mention in enumerate(scene.mentions)
        if mention.kind == "document" and first <= mention.head < end and scene.speaker(scene.who[place])
    ]
    return owners[0] if owners else None


def _direct(scene: Scene, place: int, claim: Claim) -> Found:
    paragraph = scene.frame.paragraph
    start, end = paragraph.quotations[place].inner
    speaker = scene.speaker(claim.entity)
    return Found(
        speaker, paragraph.text[start:end], claim.cue if speaker else "", paragraph.start + start,
        paragraph.start + end, paragraph.number, "direct", claim.confidence if speaker else 0.0,
    )  # fmt: skip


def _indirect(scene: Scene, report: indirect.Report) -> Found:
    frame, paragraph = scene.frame, scene.frame.paragraph
    start, end = frame.original(report.start), frame.original(report.end - 1, end=True)
    return Found(
        scene.speaker(report.entity), paragraph.text[start:end], report.cue, paragraph.start + start,
        paragraph.start + end, paragraph.number, "indirect", indirect.CONFIDENCE,
    )  # fmt: skip


def _whole(scene: Scene, entity: int | None, start: int, end: int, confidence: float) -> Found:
    paragraph = scene.frame.paragraph
    speaker = scene.speaker(entity)
    return Found(
        speaker, paragraph.text[start:end], "", paragraph.start + start, paragraph.start + end, paragraph.number,
        "direct", confidence if speaker else 0.0,
    )  # fmt: skip


def _turn(scene: Scene, context: Discourse) -> tuple[Discourse, list[Found]]:
    """A turn of a transcript: all of it is said by who stands in its label."""
    paragraph = scene.frame.paragraph
    interviewee = context.interviewee if context.interviewee is not None else _only_person(scene.cast)
    entity = turns.speaker_of_label(paragraph.label, paragraph.label_name, scene.cast, interviewee, context.interviewer)
    scene.context = context.model_copy(update={"author": entity, "addressee": None})
    claims = direct.claims(scene)
    quotations = paragraph.quotations
    if len(quotations) and quotations[0].outer == (0, len(paragraph.text)):
        found = [_whole(scene, entity, *quotations[0].inner, CERTAIN)]
    else:
        found = [_whole(scene, entity, 0, len(paragraph.text), CERTAIN)]
        found += [_direct(scene, place, claim) for place, claim in claims.items()]
    return context.model_copy(update={"awaited": None, "interviewee": interviewee}), found


def _only_person(cast: Cast) -> int | None:
    people = cast.by_recency("person")
    return people[0] if len(people) == 1 else None


def _block(scene: Scene, context: Discourse) -> tuple[Discourse, list[Found]]:
    """A block quotation belongs to who was announced before it."""
    text = scene.frame.paragraph.text
    start = len(text) - len(text.lstrip("> \t"))
    found = [_whole(scene, context.awaited, start, len(text), LIKELY)]
    return context, found


def _nested(frame: Frame, within: int, around: list[Found], cast: Cast, context: Discourse) -> list[Found]:
    """Quotations inside a quotation. Its narrator, who says "I", is never "he" or "she" there."""
    paragraph = frame.paragraph
    start = paragraph.start + paragraph.quotations[within].inner[0]
    outer = next((found for found in around if found.kind == "direct" and found.start == start), None)
    narrator = next((n for n, e in cast.entities.items() if outer and e.name == outer.speaker), None)
    copy = Cast(dict(cast.entities), list(cast.traces), cast.number, narrator=narrator)
    scene = make_scene(
        frame, find_mentions(frame), copy, context.model_copy(update={"author": narrator, "addressee": None})
    )
    return [_direct(scene, place, claim) for place, claim in direct.claims(scene).items()]


def _headline(found: list[Found], paragraphs: Sequence[Paragraph]) -> list[Found]:
    """A headline quotes what the text quotes in full: its words belong to who says them there."""
    first = paragraphs[0] if paragraphs else None
    if first is None or first.number != 1 or len(paragraphs) < 2 or not _NO_END.search(first.text) or first.label:
        return found
    below = [
        (bare(each.quote), each) for each in found if each.paragraph > 1 and each.kind == "direct" and each.speaker
    ]
    result = []
    for each in found:
        words = bare(each.quote)
        if each.paragraph == 1 and each.kind == "direct" and (each.speaker is None or each.speaker.islower()):
            speakers = {other.speaker for text, other in below if f" {words} " in f" {text} "}
            if len(speakers) == 1 and len(words.split()) > 1:
                each = each._replace(speaker=speakers.pop(), confidence=POSSIBLE)
        result.append(each)
    return result
