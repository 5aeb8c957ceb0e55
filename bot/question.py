"""Reading a question: what is asked, about whom, when, on what, in whose words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.dates import DateRange, dates_in
from bot.history import Context, context_of, stands_alone
from bot.intents import SPECIAL, Intent, intent_of, is_about_the_bot, is_harmful, is_injection, needs_help
from bot.names import Mention, NameIndex, find_mentions, index_names
from bot.records import Corpus, Record, Stance, Turn
from bot.text import fold, quoted_spans, straighten, tokens
from bot.unknown_names import unknown_names

MAX_CHARACTERS = 2000
SURE_LEAD = 0.1  # by which a special intent must be nearer where the question names somebody or something known

_ADDRESSED = re.compile(
    r"\b(?:answer|repl(?:y|ied)|respon[ds]\w*|react\w*|rebut\w*|hit(?:ting)? back|wr(?:ite|ote|itten)(?: back)?|letter|objection|criticism|attack\w*|counter\w*)\b[^.?!,;:]*\b(?:to|at|against)\s+(?:\S+\s+){0,4}$",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:the|a|an|'s|former|ex|then|lord|lady|sir|dame|mr|mrs|ms|dr|professor|head|chief|director|general|deputy|boss|leader|president"
    r"|ceo|executive|founder|chair\w*|secretary|minister|commissioner|lawyer|counsel|spokes\w+|officer|official|policy|privacy|safety"
    r"|technical|senator|judge|justice|engineer|professor|researcher|expert|adviser|prosecutor|attorney|press|political|group)"
)
_AFFILIATION = re.compile(rf"(?:'s)?,?(?:\s+{_ROLE})*,?\s*", re.IGNORECASE)
_JOINED = re.compile(r"(?:'s)?\s*(?:,|&|and|or|vs\.?|versus|against)?\s*(?:and|or)?\s*(?:the |former )*", re.IGNORECASE)
_SUBJECT_BEFORE = re.compile(
    r"\b(?:did|does|do|has|have|had)\s+(?:[\w'-]+\s+){1,6}(?:say|said|tell|told|think|thought|write|written|argue|argued|call|called)\b[^,;]*$",
    re.IGNORECASE,
)
_AFTER_AUXILIARY = re.compile(
    rf"(?:^|\b(?:what|how|why|when|where|and|or)\s+(?:\w+\s+)?|[,;.]\s*)(?:did|does|do|has|have|had|was|were|is)\s+(?:{_ROLE}\s+)*$",
    re.IGNORECASE,
)
_OBJECT_AFTER = frozenset(
    [
        "about",
        "on",
        "over",
        "with",
        "against",
        "for",
        "in",
        "into",
        "under",
        "without",
        "toward",
        "towards",
        "regarding",
        "concerning",
        "at",
        "near",
        "around",
        "like",
        "than",
        "to",
    ]
)
_TELLING = frozenset("told tell telling asked ask accused accuse urged urge warned warn criticised criticized attacked".split())
_SKIPPED = frozenset(
    [
        "the",
        "a",
        "an",
        "former",
        "lord",
        "lady",
        "sir",
        "mr",
        "mrs",
        "ms",
        "dr",
        "minister",
        "senator",
        "president",
        "chief",
    ]
)
_OFFICES = frozenset(
    [
        "head",
        "chief",
        "director",
        "boss",
        "leader",
        "president",
        "ceo",
        "founder",
        "spokesman",
        "spokeswoman",
        "minister",
        "secretary",
        "chair",
        "lawyer",
        "view",
        "views",
        "position",
        "opinion",
        "argument",
        "member",
        "government",
    ]
)
_LEADING_CLAUSE = re.compile(
    r"^\W*(?:after|when|once|since|following|because|given that|if|as|while)\b[^,?]*,", re.IGNORECASE
)
_PRONOUN_SUBJECT = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
_WHO_SPOKE = re.compile(
    r"\bwho (?!is\b|was (?:the|a)\b|are\b|were\b)(?:was it (?:that|who) |first |once |else )?\w+|\bwhose\b|\bsome(?:one|body)\b|\b(?:which|what) (?!did\b|does\b|do\b|has\b|have\b|was\b|is\b)[\w' -]{2,40}? (?:said|called|wrote|told|warned|tweeted|claimed|described|compared)\b",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(
    r"\b(?:in|into) (?:the right |date |chronological |what )?order\b|\bchronolog|\bsort\b|\barrange\b|\btimeline\b|\bsteps of\b|\bwith (?:their |the )?dates\b|\bwhich came first\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r",?\s*(?:\(|- |, )?\bnot (?:the|a|an|his|her|their)\b[^,:;.?!)]*", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:for|supporters? of|in favou?r of|backs?|backed|backing|defend\w*|spoke up for|came out for|support\w*|pro)\b[^.?!]{0,25}\b(?:strong )?(?:encryption|privacy)\b|\bagainst (?:weakening|back ?doors?|scanning|breaking|access|key escrow)|\brather leave\b|\b(?:oppos\w+|critici[sz]\w*|condemn\w*|spoke out against|objected to|argued against)\b[^.?!]{0,40}\b(?:scanning|back ?doors?|access|weakening|escrow|clipper|bill)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:condemn\w*|critici[sz]\w*|attack\w*|oppos\w*|against|warn\w* (?:about|of|against)|slam\w*|angry (?:at|about))\b[^.?!]{0,40}\bencrypt\w*|\b(?:support|back|want|favou?r|wel?com|prais|defend)\w*\b[^.?!]{0,40}\b(?:scanning|back ?doors?|access|detection|detecting|escrow|opened|unlock\w*)\b|\b(?:the police|governments?|ministers|child protection|children'?s charities|child safety)\b[^.?!]{0,30}\bside\b",
    re.IGNORECASE,
)


class Query(Record):
    """A question as read. ``asked`` are the speakers whose words are wanted, ``addressed`` those they answered,
    ``mentioned`` the rest; ``standalone`` is the text to search with; ``parts`` the things to be put in order. Of a follow-up, ``told`` are the
    statements that the history gave, ``itself`` and ``others`` say whether more is asked about those or about somebody
    else, and ``near`` is what it takes its meaning from."""

    text: str
    standalone: str
    intent: Intent
    asked: tuple[Mention, ...] = ()
    addressed: tuple[Mention, ...] = ()
    mentioned: tuple[Mention, ...] = ()
    quoted: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    dates: tuple[DateRange, ...] = ()
    stance: Stance | None = None
    unknown: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    in_order: bool = False
    follow_up: bool = False
    told: tuple[str, ...] = ()
    itself: bool = False
    others: bool = False
    near: str = ""

    @property
    def asks_when(self) -> bool:
        return bool(
            re.search(
                r"\b(?:when|what date|which date|what day|which day|what year|which year)\b", self.text, re.IGNORECASE
            )
        )

    @property
    def asked_ids(self) -> frozenset[str]:
        return frozenset(speaker for mention in self.asked for speaker in mention.speakers)

    @property
    def specific(self) -> bool:
        return bool(self.asked or self.mentioned or self.addressed or self.topics or self.quoted)


@dataclass(frozen=True)
class QuestionReader:
    """What reading a question needs of the corpus. Made once by ``QuestionReader.of``."""

    corpus: Corpus
    names: NameIndex
    topic_phrases: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, corpus: Corpus) -> QuestionReader:
        phrases = [(f" {fold(alias)} ", topic.id) for topic in corpus.topics for alias in (topic.title, *topic.aliases)]
        return cls(corpus, index_names(corpus), tuple(sorted(phrases, key=lambda pair: -len(pair[0]))))

    def read(self, question: str, history: Sequence[Turn], today: datetime.date) -> Query:
        """The question, read in the light of the history given; nothing else is remembered."""
        text = straighten(question)
        if intent := _special_intent(text):
            return Query(text=text, standalone=text, intent=intent)
        context = context_of(history, self.corpus, self.names, text)
        mentions = find_mentions(text, self.names)
        quoted = quoted_spans(text)
        follow_up = context is not None and not stands_alone(text, mentions, self.names)
        asked, addressed, mentioned = split_roles(text, mentions, self._persons)
        intent = intent_of(
            text,
            asked=len(asked),
            named=len(asked) + len(mentioned),
            quoted=any(len(span.split()) > 2 for span in quoted),
        )
        if intent == "term":
            quoted = tuple(span for span in quoted if len(span.split()) > 2)  # a term in marks is no quotation
        if asked and asks_who(text):
            asked, mentioned = (), (*mentioned, *asked)
        dates = dates_in(text, today)
        query = Query(
            text=text,
            standalone=_NEGATED.sub(" ", text),
            intent=intent,
            asked=asked,
            addressed=addressed,
            mentioned=mentioned,
            quoted=quoted,
            topics=self.topics_in(text),
            dates=dates,
            stance=_stance(text),
            unknown=unknown_names(text, mentions, self.names),
            parts=_parts(text),
            in_order=bool(_IN_ORDER.search(text)),
        )
        return self._in_context(query, context) if follow_up and context is not None else query

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(speaker.id for speaker in self.corpus.speakers if speaker.kind == "person")

    def _in_context(self, query: Query, context: Context) -> Query:
        """A follow-up takes its missing subject, matter and time from the turns before."""
        asked = query.asked or context.pronoun or ()
        meant = {mention.speakers for mention in asked}
        spare = tuple(mention for mention in context.mentions if mention.speakers not in meant)
        return query.model_copy(
            update={
                "standalone": f"{context.question} {query.standalone}",
                "near": context.matter,
                "asked": asked,
                "mentioned": query.mentioned or spare,
                "topics": tuple(dict.fromkeys((*query.topics, *self.topics_in(context.matter)))),
                "dates": query.dates or context.dates,
                "stance": context.stance or query.stance,
                "follow_up": True,
                "told": context.told,
                "itself": context.itself,
                "others": context.others,
            }
        )

    def topics_in(self, text: str) -> tuple[str, ...]:
        """The topics whose title or an alias stands in the text, longest wording first."""
        words = " " + " ".join(token.folded for token in tokens(text)) + " "
        found = [topic for phrase, topic in self.topic_phrases if phrase in words]
        return tuple(dict.fromkeys(found))


def _special_intent(text: str) -> Intent | None:
    if is_injection(text):
        return "inject"
    if is_harmful(text):
        return "harm"
    if needs_help(text):
        return "help"
    return "about" if is_about_the_bot(text) else None


def _stance(text: str) -> Stance | None:
    """The side that a question asks for, where it asks for one."""
    protects, restricts = bool(_FOR.search(text)), bool(_AGAINST.search(text))
    if protects == restricts:
        return None
    return "protect" if protects else "restrict"


def with_nearest_intent(query: Query, intent: str, lead: float) -> Query:
    """The question read by the meaning of the nearest examples, where its wording did not settle what it is."""
    if query.quoted or query.follow_up or (intent in ("about", "inject", "off_topic") and query.specific):
        return query
    if intent in SPECIAL and lead >= (SURE_LEAD if query.specific else 0.0):
        return query.model_copy(update={"intent": intent})
    return query


def asks_who(text: str) -> bool:
    """Whether the speaker is what is asked for, so that no name in the question is the speaker's."""
    return bool(_WHO_SPOKE.search(text))


def _parts(text: str) -> tuple[str, ...]:
    """The things that a question lists after a colon to be put in order."""
    if not _IN_ORDER.search(text) or ":" not in text:
        return ()
    listed = re.split(r",\s*(?:and\s+)?|;\s*|\s+and\s+(?=the\b)", text.split(":", 1)[1].strip(" .?"))
    return tuple(part for part in listed if part.strip())


def split_roles(
    text: str, mentions: Sequence[Mention], persons: frozenset[str]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Mention, ...]]:
    """The speakers asked about, those addressed, and those only mentioned, by where their names stand.

    Asked about is the first name that no preposition governs, those joined to it by "and", and any that follows an
    auxiliary ("and what did …"); a body before its officer ("the NCA's head, …") gives way to the officer.
    """
    main_start, aside = _leading_clause(text, mentions)
    asked: list[Mention] = []
    addressed: list[Mention] = []
    mentioned: list[Mention] = []
    previous: list[Mention] | None = None
    for at, mention in enumerate(mentions):
        between = text[mentions[at - 1].end : mention.start] if at else ""
        if previous is not None and _JOINED.fullmatch(between) and between.strip():
            target = previous
        elif previous is asked and _is_officer(mentions[at - 1], mention, between, persons):
            mentioned.append(asked.pop())
            target = asked
        elif _ADDRESSED.search(text[: mention.start]):
            target = addressed
        elif aside and mention.end <= main_start:
            target = mentioned if addressed else addressed
        elif _is_object(text, mention) or _SUBJECT_BEFORE.search(text[: mention.start]):
            target = mentioned
        else:
            target = asked if not asked or _AFTER_AUXILIARY.search(text[: mention.start]) else mentioned
        target.append(mention)
        previous = target
    return tuple(asked), tuple(addressed), tuple(mentioned)


def _leading_clause(text: str, mentions: Sequence[Mention]) -> tuple[int, bool]:
    """Where the main clause starts, and whether it has a subject of its own, so that the clause before it names none."""
    clause = _LEADING_CLAUSE.match(text)
    if clause is None:
        return 0, False
    names_one = any(m.start >= clause.end() and not _is_object(text, m) for m in mentions)
    return clause.end(), names_one and not _PRONOUN_SUBJECT.search(text[clause.end() :])


def _is_officer(body: Mention, officer: Mention, between: str, persons: frozenset[str]) -> bool:
    """Whether a name is that of the officer of the body named just before."""
    is_body = not set(body.speakers) & persons or body.how == "body"
    return is_body and set(officer.speakers) <= persons and bool(_AFFILIATION.fullmatch(between))


def _is_object(text: str, mention: Mention) -> bool:
    """Whether the name hangs on a preposition, so that it is not who speaks."""
    before = [token.folded for token in tokens(text[: mention.start])][-6:]
    while before and before[-1] in _SKIPPED:
        before.pop()
    if len(before) > 2 and before[-1] in ("and", "or", "&"):
        before = before[:-2]  # "on the UK and Apple": the preposition before the first governs the second
        while before and before[-1] in _SKIPPED:
            before.pop()
    if not before:
        return False
    if before[-1] in _TELLING:
        return len(before) < 2 or before[-2] not in ("was", "were", "is", "been", "being")
    if before[-1] == "of":
        return len(before) < 2 or before[-2] not in _OFFICES
    return before[-1] in _OBJECT_AFTER
