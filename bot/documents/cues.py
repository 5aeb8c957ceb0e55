"""Who is the subject of a verb or a noun of saying, and whether the words were said at all."""

from __future__ import annotations

from bot.documents import lexicon
from bot.documents.frames import Frame
from bot.documents.scene import Scene

_SUBJECTS = ("nsubj", "nsubjpass")
_GOES_ON = frozenset(
    "went goes go going continued continues proceeded rushed used began begins started came paused wrote "
    "tweeted phoned rang emailed called interrupted intervened rose stopped".split()
)
_USES = frozenset(
    "used uses using uttered chose chooses offered offers repeated made makes issued issues gave gives "
    "delivered published sent posted wrote muttered spoke read added had has have left put quoted".split()
)
_QUOTED_AS = frozenset("quoted quotes quote reported recorded overheard cited heard remembered".split())


_LEFT_TO = frozenset("left fell falls".split())  # "it was left to X to say"


def is_saying(frame: Frame, word: int, strong: bool = False) -> bool:
    """Whether the word is a verb of saying; with ``strong``, one that is seldom anything else."""
    if frame.quoted[word] >= 0:
        return False
    if not frame.tags[word].startswith("VB") and not _verb_first(frame, word):
        return False
    lemma = lexicon.verb_forms("saying").get(frame.lower[word])
    return lemma is not None and not (strong and lemma in lexicon.WEAK)


def _verb_first(frame: Frame, word: int) -> bool:
    """Whether a word at the start of a sentence, which may be taken for a name, is a verb: "Countered Ms X: ..."."""
    if word != frame.sentences[frame.sentence_of[word]][0] or word + 1 >= len(frame.words):
        return False
    past = frame.lower[word].endswith("ed") or frame.lower[word] in ("said", "says", "wrote", "told", "quoth")
    return past and (frame.words[word + 1][:1].isupper() or frame.lower[word + 1] in ("the", "a", "an", "one"))


def is_calling(frame: Frame, word: int) -> bool:
    """Whether the word is a verb such as call, describe, accuse."""
    return (
        frame.quoted[word] < 0
        and frame.tags[word].startswith("VB")
        and frame.lower[word] in (lexicon.verb_forms("calling"))
    )


def is_wanting_to_know(frame: Frame, word: int) -> bool:
    """ "X wanted to know why ...", which asks but takes the rest as given."""
    wanted = frame.lower[frame.heads[word]] in ("wanted", "wants", "demanded", "demands")
    return frame.lower[word] == "know" and wanted and frame.quoted[word] < 0


def child(frame: Frame, word: int, *deps: str) -> int | None:
    return next((other for other in frame.children.get(word, ()) if frame.deps[other] in deps), None)


def blocked(frame: Frame, verb: int) -> bool:
    """Whether the verb is denied, imagined or asked about, so that nobody is said to have said anything."""
    for other in frame.children.get(verb, ()):
        dep, lower = frame.deps[other], frame.lower[other]
        if dep == "neg" or (dep == "advmod" and lower in ("never", "hardly", "nowhere")):
            return True
        if dep == "aux" and lower in lexicon.HYPOTHETICAL and frame.quoted[other] < 0:
            return True
        if dep == "mark" and lower in ("whether", "if", "unless"):
            return True
        if dep == "preconj" and lower == "neither":
            return True
    if _asked(frame, verb):
        return True
    head, current = frame.heads[verb], verb
    infinitive = any(frame.tags[other] == "TO" and frame.deps[other] == "aux" for other in frame.children.get(verb, ()))
    if (
        infinitive
        and head != verb
        and not (frame.lower[head] in _LEFT_TO or frame.lower[head] in _GOES_ON or is_saying(frame, head, True))
    ):
        return True
    for _ in range(4):
        if head == current or frame.quoted[head] >= 0:
            return False
        if frame.deps[current] in ("xcomp", "pcomp", "prep", "ccomp", "dobj", "conj", "relcl", "acl"):
            if frame.lower[head] in lexicon.verb_forms("negative") or frame.lower[head] in (
                "denial",
                "nobody",
                "no-one",
            ):
                return True
            if frame.deps[current] in ("xcomp", "pcomp") and child(frame, head, "neg") is not None:
                return True
            if frame.deps[current] == "conj" and not _own_subject(frame, current) and _modal(frame, head):
                return True
        else:
            return False
        current, head = head, frame.heads[head]
    return False


def _modal(frame: Frame, verb: int) -> bool:
    return any(
        frame.deps[other] in ("aux", "neg")
        and (frame.lower[other] in lexicon.HYPOTHETICAL or frame.deps[other] == "neg")
        for other in frame.children.get(verb, ())
    )


def _own_subject(frame: Frame, verb: int) -> bool:
    return child(frame, verb, *_SUBJECTS) is not None


def _asked(frame: Frame, verb: int) -> bool:
    _, end = frame.sentences[frame.sentence_of[verb]]
    return frame.words[end - 1] == "?" and frame.quoted[end - 1] < 0


def passive(frame: Frame, verb: int) -> bool:
    if child(frame, verb, "auxpass", "agent") is not None:
        return True
    return frame.tags[verb] == "VBN" and child(frame, verb, "aux", *_SUBJECTS) is None


def subject(frame: Frame, verb: int, depth: int = 0) -> int | None:
    """The word that names who does what the verb says, across passives, relative clauses and shared subjects."""
    if depth > 5 or frame.quoted[verb] >= 0:
        return None
    if passive(frame, verb):
        agent = child(frame, verb, "agent")
        if agent is not None:
            return child(frame, agent, "pobj")
        if child(frame, verb, "auxpass") is not None:
            return None
    own = _nearest_subject(frame, verb)
    if own is not None and frame.quoted[own] < 0:
        if frame.tags[own] in ("WP", "WDT"):
            return _noun_before(frame, verb)
        return own
    head, dep = frame.heads[verb], frame.deps[verb]
    if head == verb:
        return _across_clause(frame, verb)
    if frame.quoted[head] >= 0:
        return None
    if frame.lower[head] in _LEFT_TO and dep in ("advcl", "xcomp"):
        to = next(
            (at for at in frame.children.get(head, ()) if frame.deps[at] == "prep" and frame.lower[at] == "to"), None
        )
        if to is not None:
            return child(frame, to, "pobj")
    if dep == "conj" or dep in ("xcomp", "advcl", "ccomp", "dep"):
        if not frame.tags[head].startswith("VB"):
            return head if dep == "advcl" and frame.tags[head].startswith("NN") else None
        if passive(frame, head) and child(frame, head, "agent") is not None:
            return None
        own = child(frame, head, *_SUBJECTS)
        if own is not None and frame.tags[own] not in ("WP", "WDT") and frame.quoted[own] < 0:
            return own
        return subject(frame, head, depth + 1)
    if dep == "pcomp":
        return _of_gerund(frame, head, depth)
    if dep in ("acl", "relcl") and frame.tags[verb] != "VBN":
        return head
    return None


def _nearest_subject(frame: Frame, verb: int) -> int | None:
    """The subject before a verb that stands closest to it, where the parser gave it two; else one after it."""
    subjects = [at for at in frame.children.get(verb, ()) if frame.deps[at] in _SUBJECTS]
    before = [at for at in subjects if at < verb and frame.quoted[at] < 0]
    return before[-1] if before else subjects[0] if subjects else None


def _across_clause(frame: Frame, verb: int) -> int | None:
    """ "X, who had stood all day, said": the subject that the parser gave to the clause in between."""
    first, _ = frame.sentences[frame.sentence_of[verb]]
    if verb == first or frame.words[verb - 1] != ",":
        return None
    for at in range(first, verb - 3):
        if frame.deps[at] == "nsubj" and frame.words[at + 1] == "," and frame.lower[at + 2] in ("who", "which"):
            return at
    return None


def _noun_before(frame: Frame, verb: int) -> int | None:
    return frame.heads[verb] if frame.deps[verb] in ("relcl", "acl") else None


def _of_gerund(frame: Frame, preposition: int, depth: int) -> int | None:
    """Who says it in "quoted X as saying", "X was quoted as saying", "X began by saying"."""
    governor = frame.heads[preposition]
    if frame.lower[governor] in _QUOTED_AS and frame.lower[preposition] == "as":
        thing = child(frame, governor, "nsubjpass") if child(frame, governor, "auxpass") is not None else None
        return thing if thing is not None else child(frame, governor, "dobj")
    if frame.lower[preposition] in ("without", "from", "against"):
        return None
    if frame.tags[governor].startswith("VB"):
        own = child(frame, governor, *_SUBJECTS)
        return own if own is not None else subject(frame, governor, depth + 1)
    return None


def entity_of(scene: Scene, word: int, verb: int | None = None) -> int | None:
    """The entity of a subject, or the several who speak together."""
    number = scene.entity_at(word)
    if number is None:
        return None
    place = scene.at.get(word)
    if place is not None and place in scene.joined and (verb is None or word < verb):
        return scene.joined[place]
    members = [number]
    current = word
    while (other := child(scene.frame, current, "conj")) is not None:
        if verb is not None and word < verb < other:
            break
        place = scene.at.get(other)
        mention = scene.mentions[place] if place is not None else None
        if mention is None or mention.kind not in ("person", "body", "name"):
            break
        another = scene.entity_at(other)
        if another is None:
            return None
        members.append(another)
        current = other
    mention = scene.mention_at(word)
    if len(members) == 1 or mention is None or len(set(members)) < len(members):
        return number
    return scene.joint(members)


def owner_of_noun(scene: Scene, noun: int) -> tuple[bool, int | None]:
    """Whose words a noun such as "remark" or "claim" stands for; the first is False where it does not say."""
    frame = scene.frame
    possessor = child(frame, noun, "poss")
    if possessor is not None:
        return True, entity_of(scene, possessor)
    for other in frame.children.get(noun, ()):
        if frame.deps[other] in ("prep", "agent") and frame.lower[other] in ("of", "by", "from") and noun < other:
            thing = child(frame, other, "pobj")
            if thing is not None and frame.quoted[thing] < 0:
                mention = scene.mention_at(thing)
                if mention is not None and mention.kind in ("person", "body", "name", "role", "group"):
                    return True, entity_of(scene, thing)
    head = frame.heads[noun]
    if (
        frame.lower[head] in _USES
        and frame.tags[head].startswith("VB")
        and frame.deps[noun] in ("dobj", "pobj", "conj")
    ):
        doer = subject(frame, head)
        if blocked(frame, head):
            return True, None
        return True, entity_of(scene, doer) if doer is not None else None
    return False, None
