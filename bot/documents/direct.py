"""Quotations in marks: who says each, from the words around it."""

from __future__ import annotations

from bot.documents import cues
from bot.documents.claim import LIKELY, NOBODY, POSSIBLE, Claim, main_subject, quoted_text
from bot.documents.frames import Frame
from bot.documents.governors import called_beside, governed_by, led_in, parenthetical
from bot.documents.scene import Scene
from bot.documents.tags import announced, tag_after
from bot.documents.terms import is_term

_COMMENT = frozenset(
    "blunt clear unimpressed unrepentant adamant defiant scathing furious candid firm unmoved direct brief".split()
)


def claims(scene: Scene) -> dict[int, Claim]:
    """A claim for each outermost quotation of the paragraph, by its place."""
    found: dict[int, Claim] = {}
    spans = scene.frame.spans()
    order = sorted(spans, key=lambda place: spans[place][0])
    for number, place in enumerate(order):
        before = order[number - 1] if number else None
        found[place] = _claim(scene, spans, place, before, found)
    return found


def _claim(
    scene: Scene, spans: dict[int, tuple[int, int]], place: int, before: int | None, found: dict[int, Claim]
) -> Claim:
    frame, span = scene.frame, spans[place]
    if is_term(scene, span):
        return NOBODY
    if _is_fragment(scene, span):
        own = called_beside(scene, span) or governed_by(scene, span) or tag_after(scene, span) or led_in(scene, span)
    else:
        own = announced(scene, span) or tag_after(scene, span) or governed_by(scene, span) or led_in(scene, span)
    if own is not None and _vague(scene, span, own):
        return NOBODY
    if own is not None and (own.entity is not None or own == NOBODY or own.first >= 0):
        return own
    if before is not None and (inherited := _inherited(scene, spans[before], span, found[before])) is not None:
        return inherited
    _, end = frame.sentences[frame.sentence_of[span[0]]]
    return parenthetical(scene, span, end) or (_introduced(scene, span) if before is None else None) or NOBODY


def _vague(scene: Scene, span: tuple[int, int], claim: Claim) -> bool:
    """A word or two in the mouth of "officials" or "critics" is a term, and nobody's words."""
    entity = scene.cast.entities.get(claim.entity) if claim.entity is not None else None
    if entity is None or entity.kind != "role" or len(quoted_text(scene, span).split()) > 3:
        return False
    return entity.words[-1].endswith("s") and _is_fragment(scene, span)


def _is_fragment(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether the quotation is a part of the sentence that it stands in, and not a sentence of its own."""
    frame = scene.frame
    first, _ = frame.sentences[frame.sentence_of[span[0]]]
    before = frame.words[span[0] - 1] if span[0] > first else ":"
    return before not in (":", ",", '"', "–", "—") and quoted_text(scene, span)[-1] not in ".,?!…"


def _inherited(scene: Scene, before: tuple[int, int], span: tuple[int, int], claim: Claim) -> Claim | None:
    """The speaker of the quotation before: a split quotation, or one that goes on after its tag."""
    frame = scene.frame
    if claim.entity is None:
        return claim if _only_joined(frame, before[1], span[0]) else None
    same = frame.sentence_of[before[0]] == frame.sentence_of[span[0]]
    if _only_joined(frame, before[1], span[0]):
        return claim._replace(first=-1)
    others = {
        scene.who[place]
        for place, mention in enumerate(scene.mentions)
        if before[1] <= mention.start < span[0]
        and mention.kind in ("person", "role", "body", "name", "group", "pronoun")
        and frame.deps[mention.head] in ("nsubj", "nsubjpass", "dobj", "conj")
        and (mention.kind != "pronoun" or mention.words[0] in ("he", "she", "they"))
    }
    if same:
        goes_on = claim.first >= 0 or others <= {claim.entity}
        return claim._replace(confidence=min(claim.confidence, LIKELY)) if goes_on else None
    after_tag = frame.sentence_of[span[0]] - frame.sentence_of[before[1] - 1] <= 1 and claim.first >= 0
    ended = quoted_text(scene, span)[-1:] in ".,?!…" or len(quoted_text(scene, span).split()) > 4
    first, last = frame.sentences[frame.sentence_of[span[0]]]
    alone = first == span[0] and all(frame.quoted[at] >= 0 or frame.words[at] in ".," for at in range(span[1], last))
    if not alone or not ended:
        return None
    if after_tag:
        return claim._replace(confidence=min(claim.confidence, LIKELY), first=-1)
    if others <= {claim.entity} or _nobody_else(scene, before[1], span[0], claim.entity):
        return claim._replace(confidence=min(claim.confidence, POSSIBLE), first=-1)
    return None


def _only_joined(frame: Frame, start: int, stop: int) -> bool:
    return all(
        frame.lower[at] in ("and", "or", ",", "as", "but", "also", "then", ";", "–", "—") for at in range(start, stop)
    )


def _nobody_else(scene: Scene, start: int, stop: int, entity: int) -> bool:
    return all(
        scene.who[place] in (entity, None) or mention.kind == "document"
        for place, mention in enumerate(scene.mentions)
        if start <= mention.start < stop
    )


def _introduced(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """A quotation alone after a sentence that says somebody speaks, or is blunt."""
    frame = scene.frame
    number = frame.sentence_of[span[0]]
    first, end = frame.sentences[number]
    alone = first == span[0] and all(frame.quoted[at] >= 0 or frame.words[at] in ".," for at in range(first, end))
    if not alone or number == 0 or quoted_text(scene, span)[-1] not in ".?!…":
        return None
    first, end = frame.sentences[number - 1]
    speaks = any(
        cues.is_saying(frame, at)
        or frame.lower[at] in _COMMENT
        or frame.lower[at] in ("spoke", "disagreed", "disagrees")
        for at in range(first, end)
    )
    who = main_subject(scene, first, end) if speaks else None
    if who is None or scene.cast.entities[who].kind not in ("person", "role"):
        return None
    return Claim(who, "", POSSIBLE, -1)
