"""What is said of the speaker of one quotation, and the words that every way of finding out shares."""

from __future__ import annotations

from typing import NamedTuple

from bot.documents import cues
from bot.documents.frames import Frame
from bot.documents.mention import Mention
from bot.documents.scene import Scene

CERTAIN = 0.95

LIKELY = 0.85

POSSIBLE = 0.7

_PUNCTUATION = frozenset({",", "–", "—", "-", "--", "(", ")", "…", "..."})


class Claim(NamedTuple):
    """Who says a quotation (None: nobody can be named), by which word, how sure; ``final`` ends the search."""

    entity: int | None
    cue: str
    confidence: float
    first: int  # the first word of the tag, or -1 where the cue stands before the quotation


NOBODY = Claim(None, "", 0.0, -1)


def quoted_text(scene: Scene, span: tuple[int, int]) -> str:
    quotation = scene.frame.paragraph.quotations[scene.frame.quoted[span[0]]]
    return scene.frame.paragraph.text[quotation.inner[0] : quotation.inner[1]].rstrip("”’\"'»") or "?"


def skip_punctuation(frame: Frame, at: int, end: int) -> int:
    while at < end and frame.words[at] in _PUNCTUATION:
        at += 1
    return at


def next_quoted(frame: Frame, at: int, end: int) -> int:
    return next((word for word in range(at, end) if frame.quoted[word] >= 0), end)


def who_is_at(scene: Scene, start: int, stop: int) -> int | None:
    """Whom the noun phrase means that starts here, or after an adverb or an article."""
    frame = scene.frame
    at = start
    while at < stop:
        mention = next((m for m in scene.mentions if m.start <= at < m.end and m.kind != "document"), None)
        if mention is not None:
            return cues.entity_of(scene, _phrase_head(scene, mention, at, stop))
        document = next((m for m in scene.mentions if m.start <= at < m.end), None)
        if document is not None:
            return scene.entity_at(document.head)
        if frame.lower[at] in ("the", "a", "an", "by", "one", ",") or frame.tags[at].startswith(
            ("RB", "DT", "JJ", "CD", "NN")
        ):
            at += 1
            continue
        return None
    return None


def _phrase_head(scene: Scene, mention: Mention, at: int, stop: int) -> int:
    """The head of the longest mention that starts here: "Kestrel's founder" and not "Kestrel"."""
    heads = [m.head for m in scene.mentions if m.start <= at < m.end and m.kind != "document" and m.head < stop]
    return max(heads, default=mention.head)


def head_word(frame: Frame, span: tuple[int, int]) -> int:
    inside = range(*span)
    return next(
        (at for at in inside if frame.heads[at] not in inside and frame.deps[at] != "punct"),
        next((at for at in inside if frame.deps[at] != "punct"), span[0]),
    )


def main_subject(scene: Scene, first: int, last: int) -> int | None:
    """Whom the main clause between two words is about."""
    frame = scene.frame
    for at in range(first, last):
        if frame.tags[at].startswith(("VB", "MD")) and (frame.heads[at] == at or not first <= frame.heads[at] < last):
            who = cues.child(frame, at, "nsubj", "nsubjpass")
            denied = (
                cues.is_saying(frame, at) or frame.words[min(last, len(frame.words) - 1)] != ":"
            ) and cues.blocked(frame, at)
            if who is not None and not denied:
                return cues.entity_of(scene, who, at)
    return None
