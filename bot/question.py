"""Reading a question: what is asked, about whom, when, on what, in whose words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dates import DateRange, dates_in
from bot.history import Context, context_of, stands_alone
from bot.intents import Intent, intent_of, is_about_the_bot, is_harmful, is_injection, needs_help
from bot.names import Mention, NameIndex, find_mentions, index_names
from bot.records import Corpus, Record, Stance, Turn
from bot.text import fold, quoted_spans, straighten, tokens
from bot.unknown_names import unknown_names

MAX_CHARACTERS = 2000

_ADDRESSED = re.compile(
    r"\b(?:answer|repl(?:y|ied)|respon[ds]\w*|react\w*|rebut\w*|hit(?:ting)? back|wr(?:ite|ote|itten)(?: back)?|letter|objection|criticism|attack\w*|counter\w*)\b[^.?!,;:]*\b(?:to|at|against)\s+(?:\S+\s+){0,4}$",
    re.IGNORECASE,
)
_OBJECT_AFTER = frozenset("about on over with against for in into under without toward towards regarding concerning at near around like than".split())
_LEADING_CLAUSE = re.compile(r"^\W*(?:after|when|once|since|following|because|given that|if|as|while)\b[^,?]*,", re.IGNORECASE)
_PRONOUN_SUBJECT = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
_NEGATED = re.compile(r",?\s*(?:\(|- |, )?\bnot (?:the|a|an|his|her|their)\b[^,:;.?!)]*", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|supporters? of|in favou?r of|backs?|backed|backing|defend\w*|spoke up for|came out for|support\w*|pro)\b[^.?!]{0,25}\b(?:strong )?(?:encryption|privacy)\b|\bagainst (?:weakening|back ?doors?|scanning|breaking|access|key escrow)|\brather leave\b|\b(?:oppos\w+|critici[sz]\w*|condemn\w*|spoke out against|objected to|argued against)\b[^.?!]{0,40}\b(?:scanning|back ?doors?|access|weakening|escrow|clipper|bill)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:condemn\w*|critici[sz]\w*|attack\w*|oppos\w*|against|warn\w* (?:about|of|against)|slam\w*|angry (?:at|about))\b[^.?!]{0,40}\bencrypt\w*|\b(?:support|back|want|favou?r|wel?com|prais|defend)\w*\b[^.?!]{0,40}\b(?:scanning|back ?doors?|access|detection|detecting|escrow|opened|unlock\w*)\b|\b(?:the police|governments?|ministers|child protection|children'?s charities|child safety)\b[^.?!]{0,30}\bside\b", re.IGNORECASE)


class Query(Record):
    """A question as read. ``asked`` are the speakers whose words are wanted, ``addressed`` those they answered,
    ``mentioned`` the rest; ``standalone`` is the text to search with; ``told`` the statements that the history gave."""

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
    follow_up: bool = False
    told: tuple[str, ...] = ()

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
        quoted = quoted_spans(text, 3)
        follow_up = context is not None and not stands_alone(text, mentions, self.names)
        asked, addressed, mentioned = split_roles(text, mentions)
        intent = intent_of(text, speakers=len(asked) + len(mentioned), quoted=bool(quoted))
        standalone = _NEGATED.sub(" ", text)
        told: tuple[str, ...] = ()
        dates = dates_in(text, today)
        if follow_up and context is not None:
            asked, addressed, mentioned, standalone = _in_context(context, text, asked, addressed, mentioned, standalone)
            told = context.told
        return Query(
            text=text,
            standalone=standalone,
            intent=intent,
            asked=asked,
            addressed=addressed,
            mentioned=mentioned,
            quoted=quoted,
            topics=self.topics_in(standalone),
            dates=dates,
            stance=_stance(text),
            unknown=unknown_names(text, mentions, self.names),
            follow_up=follow_up,
            told=told,
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


def split_roles(
    text: str, mentions: Sequence[Mention]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Mention, ...]]:
    """The speakers asked about, those addressed, and those only mentioned, by where their names stand."""
    clause = _LEADING_CLAUSE.match(text)
    main_start = clause.end() if clause else 0
    main_has_subject = bool(clause) and any(m.start >= main_start and not _is_object(text, m) for m in mentions)
    if clause and _PRONOUN_SUBJECT.search(text[main_start:]):
        main_has_subject = False
    asked: list[Mention] = []
    addressed: list[Mention] = []
    mentioned: list[Mention] = []
    previous: list[Mention] | None = None
    for at, mention in enumerate(mentions):
        between = text[mentions[at - 1].end : mention.start] if at else ""
        if at and previous is not None and re.fullmatch(r"(?:'s)?\s*(?:,|&|and|or|vs\.?|versus|against)?\s*(?:and|or)?\s*(?:the |former )*", between, re.I) and between.strip():
            target = previous
        elif _ADDRESSED.search(text[: mention.start]):
            target = addressed
        elif clause and mention.end <= main_start and main_has_subject:
            target = addressed if not addressed else mentioned
        elif at and re.fullmatch(r"\s*(?:of|from|at)\s+(?:the\s+)?", between, re.I) and previous is asked:
            target = mentioned
        elif _is_object(text, mention):
            target = mentioned
        else:
            target = asked
        target.append(mention)
        previous = target
    if not asked:
        pool = mentioned or addressed
        if pool is mentioned and mentioned:
            asked, mentioned = [], mentioned
    return tuple(asked), tuple(addressed), tuple(mentioned)


def _is_object(text: str, mention: Mention) -> bool:
    """Whether the name hangs on a preposition or follows a verb of telling, so that it is not who speaks."""
    before = [token.folded for token in tokens(text[: mention.start])][-5:]
    while before and before[-1] in {"the", "a", "an", "former", "former", "lord", "lady", "sir", "mr", "mrs", "ms", "dr", "minister", "senator", "president"}:
        before.pop()
    if not before:
        return False
    if before[-1] in _OBJECT_AFTER:
        return True
    if before[-1] == "to":
        return True
    if before[-1] == "of":
        return len(before) < 2 or before[-2] not in {
            "head", "chief", "director", "boss", "leader", "president", "ceo", "founder", "spokesman", "spokeswoman",
            "minister", "secretary", "chair", "lawyer", "view", "views", "position", "opinion", "argument", "member", "government",
        }  # fmt: skip
    return before[-1] in {"tell", "told", "telling", "ask", "asked", "call", "called", "make", "made", "let"} and _has_subject(before)


def _has_subject(before: Sequence[str]) -> bool:
    return not any(word in {"who", "which"} for word in before)


def _in_context(
    context: Context,
    text: str,
    asked: tuple[Mention, ...],
    addressed: tuple[Mention, ...],
    mentioned: tuple[Mention, ...],
    standalone: str,
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Mention, ...], str]:
    """A follow-up takes its missing subject and matter from the turns before."""
    if not asked and context.pronoun is not None:
        asked = context.pronoun
    spare = tuple(mention for mention in context.mentions if mention.speakers not in {m.speakers for m in asked})
    return asked, addressed, mentioned or spare, f"{context.matter} {standalone}"
