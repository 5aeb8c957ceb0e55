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
from bot.language import foreign_language
from bot.names import Mention, NameIndex, find_mentions, index_names, texts_of
from bot.records import Corpus, Record, Stance, Turn
from bot.roles import follows_auxiliary, split_roles
from bot.text import fold, quoted_spans, straighten, tokens, unquoted
from bot.unknown_names import strangers, unknown_names

MAX_CHARACTERS = 2000
SHORT_TURN = 4  # words of a follow-up that only names something
SURE_LEAD = 0.1  # by which a special intent must be nearer where the question names somebody or something known

_WHO_SPOKE = re.compile(
    r"\bwho (?!is\b|\w+ what\b|was (?:the|a)\b|are\b|were\b)(?:was it (?:that|who) |first |once |else )?\w+|\bwhose\b"
    r"|\bsome(?:one|body)\b|\b(?:which|what) (?!did\b|does\b|do\b|has\b|have\b|was\b|is\b)[\w' -]{2,40}? (?:said"
    r"|called|wrote|told|warned|tweeted|claimed|described|compared)\b",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(
    r"\b(?:in|into) (?:the right |date |chronological |what )?order\b(?! to\b)|\bchronolog|\bsort\b|\barrange\b"
    r"|\btimeline\b"
    r"|\bsteps of\b|\bwith (?:their |the )?dates\b|\bwhich came first\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\b\d{4}\)")  # after a name, a role with its date: no part of the matter
_NEGATED = re.compile(r",?\s*(?:\(|- |, )?\bnot (?:the|a|an|his|her|their)\b[^,:;.?!)]*", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:for|supporters? of|in favou?r of|backs?|backed|backing|defend\w*|spoke up for|came out for|support\w*"
    r"|pro)\b[^.?!]{0,25}\b(?:strong )?(?:encryption|privacy)\b|\bagainst (?:weakening|back ?doors?|scanning|breaking"
    r"|access|key escrow)|\brather leave\b|\b(?:oppos\w+|critici[sz]\w*|condemn\w*|spoke out against|objected to"
    r"|argued against)\b[^.?!]{0,40}\b(?:scanning|back ?doors?|access|weakening|escrow|clipper|bill)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:condemn\w*|critici[sz]\w*|attack\w*|oppos\w*|against|warn\w* (?:about|of|against)|slam\w*|angry (?:at"
    r"|about))\b[^.?!]{0,40}\bencrypt\w*|\b(?:support|back|want|favou?r|wel?com|prais"
    r"|defend)\w*\b[^.?!]{0,40}\b(?:scanning|back ?doors?|access|detection|detecting|escrow|opened|unlock\w*)\b"
    r"|\b(?:the police|governments?|ministers|child protection|children'?s charities|child "
    r"safety)\b[^.?!]{0,30}\bside\b",
    re.IGNORECASE,
)


class Query(Record):
    """A question as read.

    ``asked`` are the speakers whose words are wanted, ``addressed`` those they answered, ``mentioned`` the rest;
    ``standalone`` is the text to search with; ``parts`` the things to be put in order. Of a follow-up, ``told`` are the
    statements that the history gave, ``itself`` and ``others`` say whether more is asked about those or about somebody
    else, and ``near`` is what it takes its meaning from.
    """

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
    language: str | None = None  # where it is not English
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
    def asks_for_figure(self) -> bool:
        return bool(re.search(r"\b(?:share|slice|proportion|percentage|how many|how much)\b", self.text, re.IGNORECASE))

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
        wording = unquoted(text)  # what somebody else said tells nothing of what is asked
        if intent := _special_intent(wording):
            return Query(text=text, standalone=text, intent=intent)
        context = context_of(history, self.corpus, self.names, text)
        mentions = tuple(m for m in find_mentions(text, self.names) if _is_own(m, text, wording))
        quoted = tuple(span for span in quoted_spans(text) if fold(span) not in self._terms)
        topics = self.topics_in(text)
        named = bool(mentions) or any(topic in self._specific for topic in topics)
        follow_up = context is not None and not stands_alone(text, mentions, self.names, named=named)
        asked, addressed, mentioned = split_roles(text, mentions, self._persons)
        dates = dates_in(wording, today)
        intent = intent_of(
            wording,
            asked=len(asked),
            named=len(asked) + len(mentioned),
            quoted=any(len(span.split()) > 2 for span in quoted),
            times=len({date.first for date in dates}),
        )
        if intent == "term":
            quoted = tuple(span for span in quoted if len(span.split()) > 2)  # a term in marks is no quotation
        if asks_who(wording):
            subjects = tuple(mention for mention in asked if follows_auxiliary(text, mention))
            asked, mentioned = subjects, (*mentioned, *(mention for mention in asked if mention not in subjects))
        query = Query(
            text=text,
            standalone=_NEGATED.sub(" ", text),
            intent=intent,
            asked=asked,
            addressed=addressed,
            mentioned=mentioned,
            quoted=quoted,
            topics=topics,
            dates=dates,
            stance=_stance(wording),
            unknown=strangers(wording, mentions, self.names, self._said)
            or unknown_names(wording, mentions, self.names),
            parts=_parts(wording),
            in_order=bool(_IN_ORDER.search(wording)),
            language=foreign_language(wording),
        )
        return self._in_context(query, context) if follow_up and context is not None else query

    @cached_property
    def _said(self) -> str:
        """All that the corpus says, folded, to see whether it uses a phrase."""
        return " ".join(fold(text) for text in texts_of(self.corpus))

    @cached_property
    def _terms(self) -> frozenset[str]:
        """Names of topics and of what is explained: in quotation marks they are nobody's words."""
        titles = (fold(background.title) for background in self.corpus.background)
        return frozenset((*(phrase.strip() for phrase, _ in self.topic_phrases), *titles))

    @cached_property
    def _specific(self) -> frozenset[str]:
        return frozenset(topic.id for topic in self.corpus.topics if not topic.broad)

    def _is_state(self, mention: Mention) -> bool:
        """Whether a name is a country's, which stands for its government."""
        names = (self.corpus.speaker_by_id[key].name for key in mention.speakers)
        return all("overnment of" in name and not mention.written.endswith("overnment") for name in names)

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(speaker.id for speaker in self.corpus.speakers if speaker.kind == "person")

    def _in_context(self, query: Query, context: Context) -> Query:
        """A follow-up takes its missing subject, matter and time from the turns before."""
        asked = query.asked or context.pronoun or ()
        if asked and len(query.text.split()) <= SHORT_TURN and all(self._is_state(mention) for mention in asked):
            asked = context.mentions[:1]  # "and France?": the same speaker, elsewhere
        meant = {mention.speakers for mention in asked}
        spare = tuple(mention for mention in context.mentions if mention.speakers not in meant)
        told = self.topics_in(_BRACKETS.sub(" ", context.matter))
        return query.model_copy(
            update={
                "standalone": f"{context.question} {query.standalone}",
                "near": context.matter,
                "asked": asked,
                "mentioned": query.mentioned or spare,
                "topics": tuple(dict.fromkeys((*query.topics, *(context.topics if context.others else ()), *told))),
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


def _is_own(mention: Mention, text: str, wording: str) -> bool:
    """Whether a name is the question's own, not one in words that it quotes; a title in marks is its own."""
    return bool(wording[mention.start : mention.end].strip()) or text[mention.end : mention.end + 1] in ("'", '"')


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
