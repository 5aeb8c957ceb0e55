"""What a question takes for granted (whose words, when, which office, which side) where the corpus knows better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.answering.evidence import SURE_COVERAGE, WEAK_COVERAGE, Evidence
from bot.answering.position import CLAIMS_POSITION, claimed_stance
from bot.names import Mention
from bot.question import Query
from bot.quotes import best_matches
from bot.ranking import EXACT, Ranked, years_of
from bot.records import Record, Statement
from bot.text import bare, unquoted

LEAST_QUOTED = 2  # words of a quotation that can be given to the wrong speaker
TELLING_WORDS = 5  # words from which a quoted phrase counts as somebody's own

Fault = Literal["speaker", "deed", "date", "role", "position", "fact"]

_WHO = re.compile(
    r"\bwho(?:se)?\b|\bwhich (?:\w+ ){1,4}(?:said|called|wrote|told|warned)\b|\bsome(?:one|body)\b", re.IGNORECASE
)
_IT_WAS = re.compile(r"\b(?:it was|was it|wasn'?t it|isn'?t it|is it|it's)\b[^?]{2,60}\bwho\b", re.IGNORECASE)
_SPEAKS_AFTER = re.compile(
    r"^(?:'s)?[^.?!\"]{0,60}\b(?:sa(?:y|id|ys)|call\w*|wr(?:ote|ite|itten)|t(?:old|ell)|warn\w*|argu\w*|claim\w*"
    r"|tweet\w*|describ\w*|compar\w*|liken\w*|admit\w*|promis\w*|words?|line|quote|phrase|remark|put it|ask\w*"
    r"|accus\w*|complain\w*|insist\w*|declar\w*|dismiss\w*)\b",
    re.IGNORECASE,
)
_SPEAKS_BEFORE = re.compile(
    r"\b(?:by|from|according to|was it|it was|words of|line of)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE
)
_ASKS_WHAT_WAS_SAID = re.compile(
    r"^(?:\W|and |so |ok )*(?:what|how)(?: \w+)? (?:did|does|has|do|had|was|were)\b", re.IGNORECASE
)
_ATTRIBUTES = re.compile(
    r"\b(?:why|how come|what made) (?:did|does|would|has)\b|^\W*(?:so |and |ok )*(?:did|didn't|was it|wasn't it"
    r"|isn't it)\b|\bright\?|\b(?:once |famously |publicly |already )?(?:said|told|likened|compared|called|wrote"
    r"|argued|described|warned) (?!what\b)",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?:announc|launch|pass|sign|publish|releas|introduc|unveil|propos|adopt|arrest|rul|order|withdr|drop|start"
    r"|end|switch|turn|encrypt|vot|file|su)\w*\b",
    re.IGNORECASE,
)
_TAKES_FOR_GRANTED = re.compile(
    r"\bgiven that\b|\bwhen (?:they|he|she|it|the)\b|\bhow long was\b|\bwhat majority\b|\bsince (?:the )?[\w ]{3,30} "
    r"(?:became|was|were)\b|\bwhy (?:did|was|were|has|have|is)\b|\bhow come\b|\bwhich court\b|^\W*so\b|\bright\?"
    r"|\bisn'?t it\b|\bsince (?:the|they|it|he|she)\b|\bnow that\b|\bwhat made\b|\bafter\b[^,]*,",
    re.IGNORECASE,
)
_ASSENTS = re.compile(
    r"\b(?:agree\w*|allow\w*|approv\w*|grant\w*|sid(?:ed?|ing) with|accept\w*|order\w*|rul(?:ed|ing|es?)|forc\w*"
    r"|compel\w*|had to|must|vot(?:ed?|ing) for|back(?:ed|s)?|support\w*|buil[dt]\w*|pass(?:ed|es)?|ban(?:ned|s)?"
    r"|w[io]n|force\w*|kept?|ratif\w*|extend\w*|renew\w*|became law|jail\w*|prison|adopt\w*|enact\w*|uph[eo]ld)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:refus\w+|reject\w+|declin\w+|den(?:y|ied|ies)|dismiss\w+|against|oppos\w+|not|no|never|nor|without"
    r"|vacat\w+|withdr\w+|drop\w*|instead|cancel\w*|called off|fail\w*|unlike|breach\w*|violat\w*|struck down|never "
    r"passed|lapsed?"
    r"|expired?|died)\b|n't\b",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"\b(?P<office>(?:home|foreign|justice|interior|prime|security|digital|technology|attorney|defen[cs]e) "
    r"(?:secretary|minister|general))\s+$",
    re.IGNORECASE,
)
_AS_OFFICE = re.compile(
    r"\b(?:as|was|(?:he|she) was)\s+(?:the\s+)?(?P<office>(?:[\w-]+ ){0,2}?(?:secretary|minister|director|general"
    r"|commissioner"
    r"|president|chancellor|chief constable|mep|senator))\b",
    re.IGNORECASE,
)


class Correction(Record):
    """What the question has wrong and the records that show it; the first is the one that sets it right."""

    fault: Fault
    ids: tuple[str, ...]
    supposed: str  # as the question has it: a name, a date, a role


def find_correction(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """The first thing in the question that the records contradict."""
    if query.follow_up or query.intent in ("sides", "list", "compare", "change"):
        return None
    return (
        _wrong_speaker(query, ranked, evidence)
        or _wrong_date(query, ranked, evidence)
        or _wrong_role(query, ranked, evidence)
        or _turned_position(query, ranked, evidence)
        or _others_deed(query, ranked, evidence)
        or _wrong_year(query, ranked, evidence)
        or _refuted(query, ranked, evidence)
    )


def _wrong_speaker(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """Words given to one speaker that are another's alone, and nobody's whom the question names besides."""
    supposed = supposed_speaker(query)
    if supposed is None:
        return None
    spans = tuple(span for span in query.quoted if _is_telling(span, evidence)) if query.quoted else (query.text,)
    matches = best_matches(evidence.quotes, spans, EXACT if query.quoted else 95.0)
    if not query.quoted:
        matches = [match for match in matches if evidence.quotes.quotes[match.id] in bare(query.text)]
    matches = [match for match in matches if len(evidence.quotes.quotes[match.id].split()) >= LEAST_QUOTED]
    if not matches:
        return None
    holders = {evidence.speaker_of(match.id) for match in matches if match.likeness >= matches[0].likeness - 2}
    wording = unquoted(query.text)  # a name within the quoted words says nothing of who spoke them
    besides = (m for m in (*query.asked, *query.addressed, *query.mentioned) if wording[m.start : m.end].strip(" '\""))
    named = (supposed, *besides)
    allowed = {speaker for mention in named for speaker in evidence.speakers_of(mention)}
    shared = len(holders) > 1 and max(len(bare(span).split()) for span in spans) < TELLING_WORDS
    if holders & allowed or shared or _said_it(supposed, spans, evidence):
        return None
    own = [item.id for item in ranked if evidence.speaker_of(item.id) in supposed.speakers][:1]
    return Correction(fault="speaker", ids=(matches[0].id, *own), supposed=supposed.written)


def _is_telling(span: str, evidence: Evidence) -> bool:
    """Whether quoted words are somebody's own rather than a term: long enough, or held by one quotation alone."""
    words = bare(span)
    if len(words.split()) >= TELLING_WORDS:
        return True
    holders = [quote for quote in evidence.quotes.quotes.values() if words in quote]
    return len(holders) == 1 and bool(words) and not evidence.is_term(span)


def _said_it(supposed: Mention, spans: Sequence[str], evidence: Evidence) -> bool:
    """Whether the supposed speaker, or who spoke for that body, used the words in some quotation after all."""
    speakers = evidence.speakers_of(supposed)
    return any(
        bare(span) in quote
        for key, quote in evidence.quotes.quotes.items()
        if evidence.speaker_of(key) in speakers
        for span in spans
    )


def supposed_speaker(query: Query) -> Mention | None:
    """Whom the question takes to have said the words; None where it asks who did."""
    mentions = sorted((*query.asked, *query.addressed, *query.mentioned), key=lambda mention: mention.start)
    wording = unquoted(query.text)
    if it_was := _IT_WAS.search(wording):
        return next((mention for mention in mentions if it_was.start() <= mention.start < it_was.end()), None)
    if _WHO.search(wording):
        return None
    opening = re.search(r"[\"']", query.text)
    for mention in mentions:
        before, after = wording[: mention.start], wording[mention.end :]
        precedes = (
            bool(query.quoted) and opening is not None and mention.end <= opening.start() and mention in query.asked
        )
        if precedes or _SPEAKS_AFTER.search(after) or _SPEAKS_BEFORE.search(before):
            return mention
    return None


def _wrong_date(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """A statement or event that the question puts in a time that is not its own."""
    if not query.dates or not ranked or _ASKS_WHAT_WAS_SAID.search(query.text):
        return None
    best = max(ranked[:12], key=lambda item: (item.quote >= EXACT, evidence.coverage(query, item.id) + item.meaning))
    record = evidence.corpus.by_id[best.id]
    if best.in_date is not False or not query.asked:
        return None
    if not isinstance(record, Statement) or not best.speaks:
        return None
    sure = (best.quote >= EXACT and bool(query.quoted)) or (
        evidence.coverage(query, best.id) >= SURE_COVERAGE and best.meaning >= 0.5
    )
    if not sure or any(item.in_date and item.speaks and item.meaning >= best.meaning for item in ranked[:12]):
        return None
    return Correction(fault="date", ids=(best.id,), supposed=query.dates[0].text)


def _wrong_role(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """An office that the speaker did not hold: "when X was head of Y"."""
    others = (
        [mention for mention in (*query.asked[1:], *query.mentioned) if mention.start > query.asked[0].end]
        if query.asked
        else []
    )
    if found := _other_body(query, ranked, evidence):
        return found
    for other in others:
        if found := _office_not_held(query, other, ranked, evidence):
            return found
    return _other_office(query, ranked, evidence)


def _other_body(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """A body put beside a person's name ("Acme's X", "X of Acme") for which the records never have that person."""
    own = [r for item in ranked if item.speaks and isinstance(r := evidence.corpus.by_id[item.id], Statement)]
    if not query.asked or len(query.asked[0].speakers) != 1 or not own:
        return None
    person = evidence.corpus.speaker_by_id[query.asked[0].speakers[0]]
    for body in query.mentioned if person.kind == "person" else ():
        before = query.text[body.end : query.asked[0].start]
        after = query.text[query.asked[0].end : body.start]
        if not (re.fullmatch(r"'s? ?", before) or re.fullmatch(r" (?:of|from|at) (?:the )?", after)):
            continue
        spoke_for = bare(" ".join((person.about, *(f"{s.role} {s.organisation} {s.claim} {s.note}" for s in own))))
        names = {evidence.corpus.speaker_by_id[key].name for key in body.speakers} | {body.written.removesuffix("'s")}
        related = set(body.speakers) & {person.id, *person.related}
        if not related and not any(bare(name) in spoke_for for name in names):
            return Correction(fault="role", ids=(own[0].id,), supposed=f"of {body.written.removesuffix(chr(39) + 's')}")
    return None


def _other_office(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """An office given to the speaker beside the name ("as Home Secretary, …") that is another's in the records."""
    if len(query.asked) != 1:
        return None
    mention = query.asked[0]
    beside = query.text[max(0, mention.start - 45) : mention.start] + " . " + query.text[mention.end : mention.end + 45]
    claimed = _AS_OFFICE.search(beside) or _TITLED.search(query.text[: mention.start])
    own = [r for item in ranked if item.speaks and isinstance(r := evidence.corpus.by_id[item.id], Statement)]
    if claimed is None or not own or re.search(r"\b(?:former|ex|then|later|future)\b", beside, re.IGNORECASE):
        return None
    office = bare(claimed["office"])
    roles = {bare(statement.role) for statement in evidence.corpus.statements}
    if not any(office in role for role in roles) or any(
        office in bare(f"{s.role} {s.note or ''} {s.claim}") for s in own
    ):
        return None
    return Correction(fault="role", ids=(own[0].id,), supposed=claimed["office"])


def _office_not_held(query: Query, body: Mention, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    office = re.search(
        r"\b(?:was|as|is|being|then) (?:the |then )?(?:head|director|chief|boss|president|leader|minister|chair\w*"
        r"|secretary)\b[^,.?]{0,20}\bof\s+(?:the\s+)?$",
        query.text[: body.start],
        re.IGNORECASE,
    )
    own = [item.id for item in ranked if item.speaks]
    if not office or not own:
        return None
    held = " ".join(
        bare(f"{record.role} {record.organisation or ''}")
        for key in own
        if isinstance(record := evidence.corpus.by_id[key], Statement)
    )
    names = {evidence.corpus.speaker_by_id[key].name for key in body.speakers} | {body.written}
    persons = {evidence.speaker_of(key) for key in own}
    if persons & set(body.speakers) or any(bare(name) in held for name in names):
        return None
    return Correction(fault="role", ids=(own[0],), supposed=query.text[office.start() : body.end].split(" ", 1)[1])


def _turned_position(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """A position that the speaker's own statements on the matter turn round."""
    if len(query.asked) != 1 or query.quoted or not CLAIMS_POSITION.search(query.text):
        return None
    if query.intent in ("figure", "event"):
        return None
    claimed = claimed_stance(query.text[query.asked[0].end :])
    own = [item for item in ranked if item.speaks and item.in_date is not False][:3]
    if claimed is None or not own:
        return None
    own = [item for item in own if item.score >= own[0].score - 0.4]
    stances = [record.stance for item in own if isinstance(record := evidence.corpus.by_id[item.id], Statement)]
    if claimed in stances or (set(stances) == {"balance"} and claimed == "protect"):
        return None
    return Correction(fault="position", ids=(own[0].id,), supposed=query.asked[0].written)


def _others_deed(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """What the question has one person say or do, without quoting, and the records give to another."""
    if len(query.asked) != 1 or query.quoted or not _ATTRIBUTES.search(query.text):
        return None
    related = evidence.speakers_of(query.asked[0])
    spoken = [(evidence.coverage(query, item.id), item) for item in ranked[:60] if evidence.speaker_of(item.id)]
    spoken = [pair for pair in spoken if pair[1].speaks or evidence.speaker_of(pair[1].id) not in related]
    own = max((pair for pair in spoken if pair[1].speaks), key=lambda pair: pair[0], default=None)
    other = max((pair for pair in spoken if not pair[1].speaks), key=lambda pair: pair[0], default=None)
    if other is None or other[0] < SURE_COVERAGE or other[1].meaning < 0.45:
        return None
    if own is not None and (other[0] - own[0] < 0.3 or other[1].meaning < own[1].meaning - 0.05):
        return None
    own_ids = (own[1].id,) if own else ()
    return Correction(fault="deed", ids=(other[1].id, *own_ids), supposed=query.asked[0].written)


def _wrong_year(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """A step that the question puts in a year in which the records have nothing of the kind."""
    years = years_of(query.dates)
    if not years or not _STEP.search(query.text):
        return None
    by_matter = sorted(ranked[:40], key=lambda item: -(item.meaning + item.words))[:8]
    best = by_matter[0]
    if best.meaning < 0.5 or evidence.coverage(query, best.id) < WEAK_COVERAGE:
        return None
    if any(item.in_date or any(year in evidence.passages[item.id].text for year in years) for item in by_matter):
        return None
    if query.asked and evidence.speaker_of(best.id) is not None and not best.speaks:
        return None
    return Correction(fault="date", ids=(best.id,), supposed=query.dates[0].text)


def _refuted(query: Query, ranked: Sequence[Ranked], evidence: Evidence) -> Correction | None:
    """A fact that the question takes for granted and the closest passage denies."""
    assented = _ASSENTS.search(query.text)
    if not _TAKES_FOR_GRANTED.search(query.text) or assented is None or _DENIES.search(query.text):
        return None
    for item in ranked[:2]:
        passage = evidence.passages[item.id]
        if item.meaning < 0.5 or passage.type == "statement":
            continue
        closest = evidence.closest_sentence(query, item.id)
        if _DENIES.search(closest):
            return Correction(fault="fact", ids=(item.id,), supposed=assented.group())
    return None
