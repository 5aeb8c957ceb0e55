"""Marks around a name, a title or a term, which nobody says."""

from __future__ import annotations

from bot.documents import cues, lexicon
from bot.documents.claim import head_word, quoted_text
from bot.documents.frames import Frame
from bot.documents.scene import Scene


def is_term(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether the marks hold a name, a title or a term, and nobody's words."""
    frame = scene.frame
    inner = quoted_text(scene, span)
    words = inner.split()
    if _is_called(frame, span):
        return False
    before = span[0] - 1
    while before >= 0 and frame.words[before] in (",", ":", "(", "the", "as") and frame.words[span[0] - 1] != ":":
        before -= 1
    if before >= 0 and frame.quoted[before] < 0 and frame.lower[before] in lexicon.NAMING:
        lower = frame.lower[before]
        if lower in ("word", "words", "term", "phrase", "called", "dubbed", "branded", "labelled", "labeled"):
            if lower == "called" and frame.tags[before] == "VBN" and not cues.child(frame, before, "agent", "nsubj"):
                return True
            return lower in ("term", "word") and not _is_used(frame, before)
        return True
    if inner[-1] in ".,?!…" and len(words) > 2:
        return False
    after = frame.tags[span[1]] if span[1] < len(frame.words) and frame.quoted[span[1]] < 0 else ""
    before_tag = frame.tags[span[0] - 1] if span[0] else ""
    short = len(words) <= 4
    if (
        len(words) <= 3
        and before_tag == "DT"
        and after in ("VBZ", "VBD", "MD", "IN", "VBP", "VBN")
        and (not cues.is_saying(frame, span[1]) and not _completes(frame, span))
    ):
        return True
    if short and after in ("NN", "NNS", "NNP", "NNPS") and before_tag in ("DT", "PRP$", "POS", "JJ", "NN", "NNP"):
        return not (cues.is_saying(frame, span[1]) or frame.words[span[1]] == ",")
    capitals = sum(word[:1].isupper() for word in words)
    return short and len(words) > 1 and capitals > 1 and capitals >= len(words) - 1 and inner[-1] not in ".,?!"


def _is_called(frame: Frame, span: tuple[int, int]) -> bool:
    """ "what he terms a “...” approach", "hailed a “..." ruling": words that somebody chose, however short."""
    for at in range(max(0, span[0] - 3), span[0]):
        if cues.is_calling(frame, at) and not cues.passive(frame, at) and cues.child(frame, at, "nsubj") is not None:
            return True
    return False


def _completes(frame: Frame, span: tuple[int, int]) -> bool:
    """Whether the quotation is what something is, or is called: "it was a “disaster” for us"."""
    below = head_word(frame, span)
    head = frame.heads[below]
    return (
        frame.deps[below] in ("attr", "oprd", "acomp")
        or cues.is_calling(frame, head)
        or (frame.lower[head] == "as" or cues.is_calling(frame, frame.heads[head]))
    )


def _is_used(frame: Frame, noun: int) -> bool:
    return frame.lower[frame.heads[noun]] in ("used", "uses", "using", "chose", "prefers", "preferred", "repeated")
