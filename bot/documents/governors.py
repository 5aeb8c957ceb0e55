"""The verb or noun before a quotation that says whose it is."""

from __future__ import annotations

from bot.documents import cues, lexicon
from bot.documents.claim import CERTAIN, LIKELY, NOBODY, POSSIBLE, Claim, head_word, main_subject, who_is_at
from bot.documents.frames import Frame
from bot.documents.scene import Scene

_AS = frozenset("as of for to with".split())

_TOPIC = frozenset("of as against about by with for on".split())

_OUTSIDE = frozenset(
    "in at on after before under during from into since until over through near behind beside between outside".split()
)


_PROMISING = frozenset("promise vow pledge threaten swear urge beg implore".split())
_NAMING_VERBS = frozenset("call describe label dub brand term denounce condemn dismiss".split())


def called_beside(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """ "X called her “...”": a verb of calling right before the quotation counts for more than the grammar above it."""
    frame = scene.frame
    for at in range(span[0] - 1, max(-1, span[0] - 6), -1):
        if frame.quoted[at] >= 0 or frame.words[at] in ",;:" or frame.sentence_of[at] != frame.sentence_of[span[0]]:
            return None
        if cues.is_calling(frame, at) and lexicon.verb_forms("calling")[frame.lower[at]] in _NAMING_VERBS:
            claim = _said(scene, at, LIKELY, span)
            return claim if claim.entity is not None or claim == NOBODY else None
        if frame.tags[at].startswith(("VB", "MD", "W")):
            return None
    return None


def governed_by(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """The verb or noun of saying that the quotation depends on, in the grammar of the sentence."""
    frame = scene.frame
    current = head_word(frame, span)
    through = ""
    for _ in range(8):
        head = frame.heads[current]
        if head == current:
            return None
        dep = frame.deps[current]
        if dep == "prep":
            through = frame.lower[current]
        if frame.quoted[head] >= 0 and frame.quoted[head] != frame.quoted[span[0]] and frame.quoted[current] < 0:
            return None
        if frame.quoted[head] < 0:
            claim = _by_head(scene, span, head, current, through)
            if claim is not None:
                return claim if claim.cue != "-" else None
        current = head
    return None


_STOP = Claim(None, "-", 0.0, -1)


def _by_head(scene: Scene, span: tuple[int, int], head: int, below: int, through: str) -> Claim | None:
    """What the head of the quotation says of its speaker; ``_STOP`` where looking higher up is in vain."""
    frame = scene.frame
    dep = frame.deps[below]
    lower = frame.lower[head]
    if (
        head < span[0]
        and (lower in lexicon.SPEECH_NOUNS or lower.removesuffix("s") in lexicon.SPEECH_NOUNS)
        and frame.tags[head].startswith("NN")
    ):
        says, number = cues.owner_of_noun(scene, head)
        if says:
            return Claim(number, lower, LIKELY if number is not None else 0.0, -1)
        if dep in ("acl", "ccomp", "appos", "relcl") and frame.words[span[0] - 1] != ":":
            return NOBODY  # "the claim that ...": somebody's, but nobody's here
    if cues.is_calling(frame, head) and head < span[0]:
        if dep in ("nsubj", "nsubjpass"):
            return _STOP
        if lexicon.verb_forms("calling")[lower] in ("quote", "cite"):
            return _quoted_from(scene, head)
        return _said(scene, head, LIKELY, span)
    if cues.is_wanting_to_know(frame, head):
        return _said(scene, frame.heads[head], POSSIBLE, span)
    if cues.is_saying(frame, head):
        promised = lexicon.verb_forms("saying")[lower] in _PROMISING
        if promised and dep == "prep" and frame.lower[below] == "to":
            return _said(scene, head, LIKELY, span)
        if dep == "prep" and (frame.lower[below] in _OUTSIDE or frame.lower[below] not in _TOPIC):
            return _STOP
        if dep in ("nsubj", "nsubjpass", "advcl", "npadvmod") and head > span[1]:
            return _STOP
        if dep in ("advcl", "npadvmod", "nsubj", "nsubjpass"):
            return _STOP
        if head > span[1]:
            return _STOP
        if lexicon.verb_forms("saying")[lower] in lexicon.WEAK and not _beside(frame, head, span):
            return None
        return _said(scene, head, LIKELY, span)
    if dep in ("relcl", "acl") or (dep == "advcl" and head < span[0]):
        return _STOP if dep == "relcl" else None
    return None


def _quoted_from(scene: Scene, verb: int) -> Claim:
    """ "Quoted X as saying": the words are X's, and not those of who quotes them."""
    frame = scene.frame
    if cues.blocked(frame, verb):
        return NOBODY
    whom = cues.child(frame, verb, "nsubjpass" if cues.child(frame, verb, "auxpass") is not None else "dobj")
    mention = scene.mention_at(whom) if whom is not None else None
    if whom is None or mention is None:
        return NOBODY
    return Claim(cues.entity_of(scene, whom), frame.lower[verb], LIKELY, -1)


def _beside(frame: Frame, verb: int, span: tuple[int, int]) -> bool:
    """Whether nothing but its complement or a colon stands between a weak verb and the quotation."""
    return frame.words[span[0] - 1] in (":", ",", "that") or span[0] - verb <= 2


def _said(scene: Scene, verb: int, confidence: float, span: tuple[int, int]) -> Claim:
    frame = scene.frame
    if cues.blocked(frame, verb):
        return NOBODY
    if cues.passive(frame, verb):
        left = [at for at in range(span[0] - 1, verb, -1) if frame.lower[at] == "by" and frame.quoted[at] < 0]
        after = frame.lower[span[1] : span[1] + 1] == ["by"]
        by = span[1] if after else left[0] if left else None
        if by is not None:
            number = who_is_at(scene, by + 1, len(frame.words) if after else span[0])
            return Claim(number, frame.lower[verb], confidence if number is not None else 0.0, -1)
    who = cues.subject(frame, verb)
    if who is None:
        number = _named_before(scene, verb)
        confidence = POSSIBLE
    else:
        number = cues.entity_of(scene, who, verb)
    return Claim(number, frame.lower[verb], confidence if number is not None else 0.0, -1)


def _named_before(scene: Scene, verb: int) -> int | None:
    """The name directly before a verb whose subject the parser did not find, or after one at the start."""
    frame = scene.frame
    first, _ = frame.sentences[frame.sentence_of[verb]]
    if cues.passive(frame, verb) and verb != first:
        return None
    if verb == first:
        return who_is_at(scene, verb + 1, frame.sentences[frame.sentence_of[verb]][1])
    mention = next((m for m in scene.mentions if m.end == verb and m.kind in ("person", "body", "pronoun")), None)
    return cues.entity_of(scene, mention.head, verb) if mention is not None else None


def led_in(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """A cue before the quotation that the grammar does not tie to it: "X told Y on Monday: ..."."""
    frame = scene.frame
    first, _ = frame.sentences[frame.sentence_of[span[0]]]
    start = first
    for at in range(span[0] - 1, first - 1, -1):
        if frame.quoted[at] >= 0:
            start = at + 1
            break
    last = span[0] - 1
    if last < start:
        return None
    if frame.words[last] == "that" and last > start and frame.lower[last - 1] in lexicon.SPEECH_NOUNS:
        says, number = cues.owner_of_noun(scene, last - 1)
        if says:
            return Claim(number, frame.lower[last - 1], LIKELY if number is not None else 0.0, -1)
    joins = frame.words[last] in (":", ",", "that", "as", "of", "—", "–")
    verb = None
    for at in range(last, start - 1, -1):
        if cues.is_saying(frame, at) or (cues.is_calling(frame, at) and frame.words[last] in ("as", "of", ":")):
            verb = at
            break
        if frame.tags[at] in ("VBD", "VBZ", "VBP") and frame.words[last] != ":":
            return None
    if frame.lower[start : start + 2] == ["according", "to"] and frame.words[last] in (":", ","):
        return Claim(who_is_at(scene, start + 2, span[0]), "according to", CERTAIN, -1)
    if verb is not None and (joins or last - verb <= 1):
        return _said(scene, verb, POSSIBLE, span)
    possessive = _in_words_of(scene, start, span[0])
    if possessive is not None:
        return possessive
    if frame.words[last] == ":":
        return _colon(scene, first, last)
    return None


def _in_words_of(scene: Scene, start: int, stop: int) -> Claim | None:
    """ "In X's words", "in X's view"."""
    frame = scene.frame
    for at in range(stop - 1, start, -1):
        if frame.lower[at] in ("words", "view", "phrase", "opinion", "telling", "verdict") and stop - at <= 2:
            says, number = cues.owner_of_noun(scene, at)
            if says:
                return Claim(number, frame.lower[at], LIKELY, -1)
    return None


def _colon(scene: Scene, first: int, last: int) -> Claim | None:
    """The subject of a sentence that ends in a colon before the quotation."""
    number = main_subject(scene, first, last)
    if number is None or scene.cast.entities[number].kind == "document":
        for at in range(first, last):  # "X's answer was short:"
            if scene.frame.lower[at] in lexicon.SPEECH_NOUNS and scene.frame.deps[at] == "nsubj":
                number = cues.owner_of_noun(scene, at)[1]
    if number is None or scene.cast.entities[number].kind not in ("person", "role", "joint", "body"):
        return None
    return Claim(number, ":", POSSIBLE, -1)


def parenthetical(scene: Scene, span: tuple[int, int], end: int) -> Claim | None:
    """A tag anywhere in the sentence whose clause holds the quotation: "The bill, she said, was “nuts”"."""
    frame = scene.frame
    first, _ = frame.sentences[frame.sentence_of[span[0]]]
    for at in range(first, end - 2):
        if frame.lower[at : at + 2] == ["according", "to"] and frame.quoted[at] < 0:
            number = who_is_at(scene, at + 2, end)
            return Claim(number, "according to", LIKELY if number is not None else 0.0, -1)
    if frame.lower[first] in ("in", "to"):
        comma = next((at for at in range(first, span[0]) if frame.words[at] == ","), first)
        if (opening := _in_words_of(scene, first, comma)) is not None:
            return opening
    for verb in range(first, end):
        if not cues.is_saying(frame, verb, strong=True) or frame.tags[verb] in ("VBG", "VB", "VBN"):
            continue
        who = cues.subject(frame, verb)
        if who is None or abs(verb - who) > 8 or cues.blocked(frame, verb):
            continue
        left, right = min(who, verb), max(who, verb)
        mention = scene.mention_at(who)
        left = min(left, mention.start) if mention is not None else left
        opened = left > first and frame.words[left - 1] in (",", "–", "—")
        closed = right + 1 >= end or frame.words[right + 1] in (",", ".", "–", "—") or right > span[1]
        if opened and closed:
            number = cues.entity_of(scene, who, verb)
            return Claim(number, frame.lower[verb], LIKELY if number is not None else 0.0, -1)
    return None
