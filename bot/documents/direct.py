"""Quotations in marks: who says each, from the words around it."""

from __future__ import annotations

from typing import NamedTuple

from bot.documents import cues, lexicon
from bot.documents.frames import Frame
from bot.documents.mentions import Mention
from bot.documents.scene import Scene

CERTAIN, LIKELY, POSSIBLE = 0.95, 0.85, 0.7
_AS = frozenset("as of for to with".split())
_TOPIC = frozenset("of as against about by with for on".split())
_OUTSIDE = frozenset(
    "in at on after before under during from into since until over through near behind beside between outside".split()
)
_PUNCTUATION = frozenset({",", "–", "—", "-", "--", "(", ")", "…", "..."})
_COMMENT = frozenset(
    "blunt clear unimpressed unrepentant adamant defiant scathing furious candid firm unmoved direct brief".split()
)


class Claim(NamedTuple):
    """Who says a quotation (None: nobody can be named), by which word, how sure; ``final`` ends the search."""

    entity: int | None
    cue: str
    confidence: float
    first: int  # the first word of the tag, or -1 where the cue stands before the quotation


NOBODY = Claim(None, "", 0.0, -1)


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
    if _is_term(scene, span):
        return NOBODY
    if _is_fragment(scene, span):
        own = _governed(scene, span) or _tag(scene, span) or _lead(scene, span)
    else:
        own = _announced(scene, span) or _tag(scene, span) or _governed(scene, span) or _lead(scene, span)
    if own is not None and _vague(scene, span, own):
        return NOBODY
    if own is not None and (own.entity is not None or own == NOBODY or own.first >= 0):
        return own
    if before is not None and (inherited := _inherited(scene, spans[before], span, found[before])) is not None:
        return inherited
    _, end = frame.sentences[frame.sentence_of[span[0]]]
    return _parenthetical(scene, span, end) or (_introduced(scene, span) if before is None else None) or NOBODY


def _vague(scene: Scene, span: tuple[int, int], claim: Claim) -> bool:
    """A word or two in the mouth of "officials" or "critics" is a term, and nobody's words."""
    entity = scene.cast.entities.get(claim.entity) if claim.entity is not None else None
    if entity is None or entity.kind != "role" or len(_inner(scene, span).split()) > 3:
        return False
    return entity.words[-1].endswith("s") and _is_fragment(scene, span)


def _is_fragment(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether the quotation is a part of the sentence that it stands in, and not a sentence of its own."""
    frame = scene.frame
    first, _ = frame.sentences[frame.sentence_of[span[0]]]
    before = frame.words[span[0] - 1] if span[0] > first else ":"
    return before not in (":", ",", '"', "–", "—") and _inner(scene, span)[-1] not in ".,?!…"


def _inner(scene: Scene, span: tuple[int, int]) -> str:
    quotation = scene.frame.paragraph.quotations[scene.frame.quoted[span[0]]]
    return scene.frame.paragraph.text[quotation.inner[0] : quotation.inner[1]].rstrip("”’\"'»") or "?"


def _is_term(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether the marks hold a name, a title or a term, and nobody's words."""
    frame = scene.frame
    inner = _inner(scene, span)
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
    below = _head_word(frame, span)
    head = frame.heads[below]
    return (
        frame.deps[below] in ("attr", "oprd", "acomp")
        or cues.is_calling(frame, head)
        or (frame.lower[head] == "as" or cues.is_calling(frame, frame.heads[head]))
    )


def _is_used(frame: Frame, noun: int) -> bool:
    return frame.lower[frame.heads[noun]] in ("used", "uses", "using", "chose", "prefers", "preferred", "repeated")


def _skip(frame: Frame, at: int, end: int) -> int:
    while at < end and frame.words[at] in _PUNCTUATION:
        at += 1
    return at


def _next_quoted(frame: Frame, at: int, end: int) -> int:
    return next((word for word in range(at, end) if frame.quoted[word] >= 0), end)


def _tag(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """A tag after the quotation: "..., said X", "..., X told the panel", "..., according to X"."""
    frame = scene.frame
    _, end = frame.sentences[frame.sentence_of[span[1] - 1]]
    stop = _next_quoted(frame, span[1], end)
    at = _skip(frame, span[1], stop)
    if at >= stop:
        return None
    inner = _inner(scene, span)
    paused = at > span[1] or inner[-1] in ",?!…—–-"
    if frame.lower[at : at + 2] == ["according", "to"]:
        number = _phrase(scene, at + 2, stop)
        return Claim(number, "according to", CERTAIN, at)
    if frame.lower[at : at + 2] == ["in", "the"] and frame.lower[at + 2 : at + 4] == ["words", "of"]:
        return Claim(_phrase(scene, at + 4, stop), "words", CERTAIN, at)
    if (
        (cues.is_saying(frame, at)
        and frame.tags[at] not in ("VBG", "VB"))
        or (paused and frame.lower[at] in lexicon.verb_forms("saying") and frame.tags[at] not in ("VBG", "IN"))
    ):
        return _inverted(scene, at, stop)
    for word in range(at, min(at + 3, stop)):
        if frame.lower[word] == "words" and "of" in frame.lower[word + 1 : word + 5]:
            return Claim(_phrase(scene, frame.lower.index("of", word) + 1, stop), "words", LIKELY, at)
    if frame.lower[at] == "came" and "from" in frame.lower[at:stop]:
        return Claim(_phrase(scene, frame.lower.index("from", at) + 1, stop), "reply", LIKELY, at)
    foreign = at + (frame.lower[at] in ("a", "ha", "hat"))
    if frame.lower[foreign] in lexicon.FOREIGN_SAYING and any(m.start == foreign + 1 for m in scene.mentions):
        return Claim(_phrase(scene, foreign + 1, stop), frame.words[foreign], LIKELY, at)
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
    number = _phrase(scene, verb + 1, stop)
    if number is None and who is not None and verb < who < stop and frame.deps[who] != "dobj":
        number = cues.entity_of(scene, who, verb)
    return Claim(number, frame.lower[verb], CERTAIN, verb)


def _phrase(scene: Scene, start: int, stop: int) -> int | None:
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


def _head_word(frame: Frame, span: tuple[int, int]) -> int:
    inside = range(*span)
    return next(
        (at for at in inside if frame.heads[at] not in inside and frame.deps[at] != "punct"),
        next((at for at in inside if frame.deps[at] != "punct"), span[0]),
    )


def _governed(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """The verb or noun of saying that the quotation depends on, in the grammar of the sentence."""
    frame = scene.frame
    current = _head_word(frame, span)
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
        promised = lexicon.verb_forms("saying")[lower] in ("promise", "vow", "pledge", "threaten", "swear")
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
            number = _phrase(scene, by + 1, len(frame.words) if after else span[0])
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
        return _phrase(scene, verb + 1, frame.sentences[frame.sentence_of[verb]][1])
    mention = next((m for m in scene.mentions if m.end == verb and m.kind in ("person", "body", "pronoun")), None)
    return cues.entity_of(scene, mention.head, verb) if mention is not None else None


def _lead(scene: Scene, span: tuple[int, int]) -> Claim | None:
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
        return Claim(_phrase(scene, start + 2, span[0]), "according to", CERTAIN, -1)
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
    if number is None or scene.cast.entities[number].kind not in ("person", "role", "joint", "body"):
        return None
    return Claim(number, ":", POSSIBLE, -1)


def _announced(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """A headline: "“...”: chat boss threatens to leave"."""
    frame = scene.frame
    at = span[1]
    if scene.frame.paragraph.number != 1 or frame.words[at : at + 1] != [":"] or frame.words[-1] in ".?!" or span[0]:
        return None
    number = _phrase(scene, at + 1, len(frame.words))
    return Claim(number, ":", POSSIBLE, at) if number is not None else None


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
    ended = _inner(scene, span)[-1:] in ".,?!…" or len(_inner(scene, span).split()) > 4
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


def _parenthetical(scene: Scene, span: tuple[int, int], end: int) -> Claim | None:
    """A tag anywhere in the sentence whose clause holds the quotation: "The bill, she said, was “nuts”"."""
    frame = scene.frame
    first, _ = frame.sentences[frame.sentence_of[span[0]]]
    for at in range(first, end - 2):
        if frame.lower[at : at + 2] == ["according", "to"] and frame.quoted[at] < 0:
            number = _phrase(scene, at + 2, end)
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


def _introduced(scene: Scene, span: tuple[int, int]) -> Claim | None:
    """A quotation alone after a sentence that says somebody speaks, or is blunt."""
    frame = scene.frame
    number = frame.sentence_of[span[0]]
    first, end = frame.sentences[number]
    alone = first == span[0] and all(frame.quoted[at] >= 0 or frame.words[at] in ".," for at in range(first, end))
    if not alone or number == 0 or _inner(scene, span)[-1] not in ".?!…":
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
