"""Tags after a quotation: "..., said X", "..., X told the panel", "..., according to X"."""

from __future__ import annotations

from bot.documents import cues, lexicon
from bot.documents.claim import (
    CERTAIN,
    LIKELY,
    NOBODY,
    POSSIBLE,
    Claim,
    next_quoted,
    quoted_text,
    skip_punctuation,
    who_is_at,
)
from bot.documents.frames import Frame
from bot.documents.scene import Scene


def tag_after(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """A tag after the quotation: "..., said X", "..., X told the panel", "..., according to X"."""
    frame = scene.frame
    _, end = frame.sentences[frame.sentence_of[span[1] - 1]]
    stop = next_quoted(frame, span[1], end)
    at = skip_punctuation(frame, span[1], stop)
    if at >= stop:
        return None
    inner = quoted_text(scene, span)
    paused = at > span[1] or inner[-1] in ",?!…—–-"
    if frame.lower[at : at + 2] == ["according", "to"]:
        number = who_is_at(scene, at + 2, stop)
        return Claim(number, "according to", CERTAIN, at)
    if frame.lower[at : at + 2] == ["in", "the"] and frame.lower[at + 2 : at + 4] == ["words", "of"]:
        return Claim(who_is_at(scene, at + 4, stop), "words", CERTAIN, at)
    if (cues.is_saying(frame, at) and frame.tags[at] not in ("VBG", "VB")) or (
        paused and frame.lower[at] in lexicon.verb_forms("saying") and frame.tags[at] not in ("VBG", "IN")
    ):
        return _inverted(scene, at, stop)
    for word in range(at, min(at + 3, stop)):
        if frame.lower[word] == "words" and "of" in frame.lower[word + 1 : word + 5]:
            return Claim(who_is_at(scene, frame.lower.index("of", word) + 1, stop), "words", LIKELY, at)
    if frame.lower[at] == "came" and "from" in frame.lower[at:stop]:
        return Claim(who_is_at(scene, frame.lower.index("from", at) + 1, stop), "reply", LIKELY, at)
    foreign = at + (frame.lower[at] in ("a", "ha", "hat"))
    if frame.lower[foreign] in lexicon.FOREIGN_SAYING and any(m.start == foreign + 1 for m in scene.mentions):
        return Claim(who_is_at(scene, foreign + 1, stop), frame.words[foreign], LIKELY, at)
    was_how = frame.lower[at : at + 2] in (["was", "how"], ["is", "how"])
    start = at + 2 if was_how else at
    verb = _first_saying(frame, start, stop)
    if was_how and verb is None:
        verb = next((word for word in range(start, stop) if cues.is_calling(frame, word)), None)
    if verb is None:
        verb = _after_name(scene, start, stop)
    if verb is None or not (paused or was_how):
        return None
    if cues.blocked(frame, verb):
        return NOBODY
    number, confidence = _before_verb(scene, start, verb)
    return Claim(number, frame.lower[verb], confidence, at) if number is not None or confidence else None


def _inverted(scene: Scene, verb: int, stop: int) -> Claim:
    frame = scene.frame
    who = cues.child(frame, verb, "nsubj", "nsubjpass", "agent", "dobj")
    if who is not None and frame.deps[who] == "agent":
        who = cues.child(frame, who, "pobj")
    number = who_is_at(scene, verb + 1, stop)
    if number is None and who is not None and verb < who < stop and frame.deps[who] != "dobj":
        number = cues.entity_of(scene, who, verb)
    return Claim(number, frame.lower[verb], CERTAIN, verb)


def _first_saying(frame: Frame, start: int, stop: int) -> int | None:
    """The verb of a tag such as "X, who leads Y, told the panel"."""
    depth = 0
    for at in range(start, stop):
        if cues.is_saying(frame, at) and frame.tags[at] not in ("VBG", "VB"):
            if frame.deps[at] in ("relcl", "acl") and not depth:
                return None
            if frame.deps[at] not in ("relcl", "acl"):
                return at
        if frame.tags[at] in ("VBD", "VBZ", "VBP", "MD") and frame.deps[at] not in ("relcl", "aux", "auxpass"):
            inside = frame.deps[at] in ("ccomp", "advcl", "acl") or frame.tags[frame.heads[at]].startswith("NN")
            if not inside:
                return None
        if frame.words[at] == "," or frame.tags[at].startswith("W"):
            depth += 1
        if frame.words[at] in ";:":
            return None
    return None


def _after_name(scene: Scene, start: int, stop: int) -> int | None:
    """A verb of saying right after a name, where the parser saw something else: "the head, Ms X, posted late"."""
    frame = scene.frame
    for at in range(start + 1, stop):
        if frame.lower[at] in lexicon.verb_forms("saying") and frame.tags[at] in (
            "VBD",
            "VBN",
            "VBZ",
            "VBP",
            "NN",
            "NNS",
        ):
            last = at - 1 if frame.words[at - 1] == "," else at
            named = any(m.end == last and m.kind in ("person", "body", "name") for m in scene.mentions)
            return (
                at if named and frame.lower[at] not in lexicon.SPEECH_NOUNS | lexicon.DOCUMENTS - {"posted"} else None
            )
        if frame.tags[at] in ("VBD", "VBZ", "VBP", "MD"):
            return None
    return None


def _before_verb(scene: Scene, start: int, verb: int) -> tuple[int | None, float]:
    """The subject of a tag, which stands between the quotation and the verb."""
    frame = scene.frame
    who = cues.subject(frame, verb)
    if who is not None and start <= who < verb:
        number = cues.entity_of(scene, who, verb)
        mention = scene.mention_at(who)
        if number is not None and mention is not None:
            return number, LIKELY if mention.kind == "pronoun" else CERTAIN
        if frame.lower[who] in lexicon.NOBODY or mention is not None:
            return None, CERTAIN
    last = verb - 1
    while last >= start and (frame.tags[last].startswith("RB") or frame.words[last] == ","):
        last -= 1
    mention = next((m for m in scene.mentions if m.end == last + 1 and m.start >= start), None)
    if mention is not None and last >= start:
        number = cues.entity_of(scene, mention.head, verb)
        return number, POSSIBLE if number is not None else CERTAIN
    return None, CERTAIN if who is not None else 0.0


def announced(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """A headline: "“...”: chat boss threatens to leave"."""
    frame = scene.frame
    at = span[1]
    if scene.frame.paragraph.number != 1 or frame.words[at : at + 1] != [":"] or frame.words[-1] in ".?!" or span[0]:
        return None
    number = who_is_at(scene, at + 1, len(frame.words))
    return Claim(number, ":", POSSIBLE, at) if number is not None else None
