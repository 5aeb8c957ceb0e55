"""Reports without quotation marks: "X said that ...", "According to X, ...", "..., X said."."""

from __future__ import annotations

from typing import NamedTuple

from bot.documents import cues, lexicon
from bot.documents.frames import Frame
from bot.documents.scene import Scene

_LEAST_WORDS = 2
_CLAUSE_ENDS = frozenset("although though but while whereas because".split())
CONFIDENCE = 0.8
_FINDING = frozenset(
    "find finds found show shows showed shown indicate indicates indicated suggest suggests suggested".split()
)
_FINDERS = ("document", "body", "group")  # a study finds that ...; a person who does has not said so


class Report(NamedTuple):
    """What is reported: words ``start`` to ``end`` of the frame."""

    entity: int
    cue: str
    start: int
    end: int


def reports(scene: Scene) -> list[Report]:
    """The reported clauses of a paragraph that hold no quotation and whose speaker is known."""
    frame = scene.frame
    found: list[Report] = []
    reporting = lexicon.verb_forms("reporting")
    for verb, lower in enumerate(frame.lower):
        if lower in reporting and frame.quoted[verb] < 0 and frame.tags[verb] in ("VBD", "VBZ", "VBP", "VBN", "VBG"):
            report = _clause_after(scene, verb)
            if report is not None:
                found.append(report)
        elif lower in lexicon.SPEECH_NOUNS and frame.tags[verb].startswith("NN"):
            report = _clause_of_noun(scene, verb)
            if report is not None:
                found.append(report)
        elif lower == "according" and frame.lower[verb + 1 : verb + 2] == ["to"]:
            report = _according(scene, verb)
            if report is not None:
                found.append(report)
    return [report for report in found if _is_clean(frame, report) and not _within(report, found)]


def _within(report: Report, found: list[Report]) -> bool:
    return any(
        other is not report
        and other.start <= report.start
        and report.end <= other.end
        and other.end - other.start > report.end - report.start
        for other in found
    )


def _is_clean(frame: Frame, report: Report) -> bool:
    words = range(report.start, report.end)
    return len(words) >= _LEAST_WORDS and all(frame.quoted[at] < 0 for at in words)


def _clause_after(scene: Scene, verb: int) -> Report | None:
    frame = scene.frame
    clause = next((at for at in frame.children.get(verb, ()) if frame.deps[at] == "ccomp" and at > verb), None)
    if clause is None and frame.deps[verb] == "csubj" and frame.lower[frame.heads[verb]] in ("was", "is"):
        clause = cues.child(frame, frame.heads[verb], "ccomp")  # "what she said was that ..."
    if clause is None or clause < verb or frame.quoted[clause] >= 0 or cues.blocked(frame, verb):
        return None
    mark = cues.child(frame, clause, "mark")
    if mark is not None and frame.lower[mark] not in ("that",):
        return None
    if any(frame.tags[at].startswith("W") and at < clause for at in frame.children.get(clause, ())):
        return None
    if cues.child(frame, clause, "nsubj", "nsubjpass", "expl", "csubj") is None:
        return None
    who = cues.subject(frame, verb)
    if who is None:
        return None
    mention = scene.mention_at(who)
    if frame.lower[verb] in _FINDING and (mention is None or mention.kind not in _FINDERS):
        return None
    number = cues.entity_of(scene, who, verb)
    if number is None or scene.speaker(number) is None:
        return None
    start = _first_word(frame, verb, clause, mark)
    _, stop = frame.sentences[frame.sentence_of[verb]]
    return Report(number, frame.lower[verb], start, _end(frame, start, clause, verb, stop))


def _clause_of_noun(scene: Scene, noun: int) -> Report | None:
    """ "X's claim that ...", where it says whose claim it is."""
    frame = scene.frame
    if cues.child(frame, noun, "poss") is None or frame.lower[noun + 1 : noun + 2] != ["that"]:
        return None
    clause = cues.child(frame, noun, "acl", "ccomp", "relcl")
    if clause is None or frame.deps[noun + 1] != "mark":
        return None
    _, number = cues.owner_of_noun(scene, noun)
    if number is None or scene.speaker(number) is None:
        return None
    inside = [at for at in _subtree(frame, clause) if at > noun + 1]
    start = noun + 2
    return Report(number, frame.lower[noun], start, max(inside, default=start) + 1)


def _first_word(frame: Frame, verb: int, clause: int, mark: int | None) -> int:
    if mark is not None:
        return mark + 1
    inside = [at for at in _subtree(frame, clause) if at > verb]
    return min(inside, default=clause)


def _subtree(frame: Frame, word: int) -> list[int]:
    found, waiting = [], [word]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting += frame.children.get(current, ())
    return found


def _end(frame: Frame, start: int, clause: int, verb: int, stop: int) -> int:
    """Where the report ends: with its clause, before what the writer adds and before the next verb of saying."""
    inside = [at for at in _subtree(frame, clause) if start <= at < stop]
    end = max(inside, default=start) + 1
    for at in range(start + 1, end):
        if frame.words[at] == "," and at + 1 < end and frame.lower[at + 1] in _CLAUSE_ENDS:
            end = at
            break
        if frame.words[at] == ";":
            end = at
            break
    for other in frame.children.get(verb, ()):
        if frame.deps[other] in ("conj", "cc") and start < other < end:
            end = other
    while end > start and frame.words[end - 1] in (".", ",", ";", ":", "!", "and", "–", "—"):
        end -= 1
    return end


def _according(scene: Scene, at: int) -> Report | None:
    frame = scene.frame
    first, stop = frame.sentences[frame.sentence_of[at]]
    thing = cues.child(frame, at + 1, "pobj")
    if thing is None or any(frame.quoted[word] >= 0 for word in range(first, stop)):
        return None
    number = cues.entity_of(scene, thing)
    if number is None or scene.speaker(number) is None:
        return None
    if at == first:
        comma = next((i for i in range(thing, stop) if frame.words[i] == ","), None)
        mention = scene.mention_at(thing)
        if comma is None or (mention is not None and comma < mention.end):
            return None
        while comma + 1 < stop and not _clause_follows(frame, comma + 1, stop):
            following = next((i for i in range(comma + 1, stop) if frame.words[i] == ","), None)
            if following is None:
                break
            comma = following
        start, end = comma + 1, stop
    else:
        start, end = first, at
    while end > start and frame.words[end - 1] in (".", ",", ";", ":"):
        end -= 1
    return Report(number, "according to", start, end)


def _clause_follows(frame: Frame, start: int, stop: int) -> bool:
    """Whether the words up to the next comma hold a verb, so that they are no apposition."""
    for at in range(start, stop):
        if frame.words[at] == ",":
            return False
        if frame.tags[at] in ("VBD", "VBZ", "VBP", "MD"):
            return True
    return False
