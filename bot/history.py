"""Earlier turns: what a follow-up leaves out and takes from them. Nothing is kept between questions."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.dates import LAST_DAY, DateRange
from bot.names import Mention, NameIndex, find_mentions
from bot.records import Corpus, Record, Stance, Statement, Turn, day_range
from bot.text import bare, quoted_spans, tokens

_OPENS_LIKE_ONE = re.compile(
    r"^\W*(?:and|but|also|so what|then|what about|how about|who else|what else|anyone else|any others?|why|how so"
    r"|really|which one|when was (?:that|this|it)|where was|the other|others?|shorter|longer|more|go on|tell me more"
    r"|ok|okay|yes|no)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|him|her|his|hers|their|theirs|them|it|its|that|this|those|these|there|then|former|latter|same"
    r"|else|other side|as well|too|before him|before her|a year (?:later|earlier|before)|the (?:year|day|month|week) "
    r"(?:before|after))\b",
    re.IGNORECASE,
)
_CHANGES_SUBJECT = re.compile(
    r"\b(?:setting that aside|leaving that aside|another (?:question|thing)|different (?:question|matter|topic)|new "
    r"topic"
    r"|change of (?:subject|topic)|changing the subject|by the way|something else)\b|^\W*anyway\b",
    re.IGNORECASE,
)
_NEW_SUBJECT = re.compile(
    r"^\W*(?:and|but|what about|how about)\s+(?:the|his|her|their|its|a|an)\s[^,]+,|\b(?:had|did|has|was|does|is) "
    r"the (?:[\w-]+ ){0,2}?(?:minister|secretary|lawyer|leader|commissioner|judge|senator|prosecutor|director|chief"
    r"|president|company|government|police|regulator|committee|court|survivors|charities|opposition|union|bishop|king"
    r"|mayor|governor|attorney|spokes\w+)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:say|said|tell|told|write|wrote|written|argue\w*|think|thought|want\w*|respond\w*|answer\w*|claim\w*"
    r"|warn\w*|demand\w*|their)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\W*(?:and|but|what about|how about|who else|the other side)\b", re.IGNORECASE)
_ANSWERED = re.compile(r"\b(?:answer|repl|respon|react|retort|rebut)\w*\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:they|them|their|theirs|its)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"^\W*(?:and|but|what about|how about)\s+(?:the|a|an|those|its|his|her|their|former|other|[A-Z])(?![^?]*\bdid "
    r"(?:he|she|they)\b)"
    r"|\b(?:who else|anyone else|any(?:one|body) (?:from|in|at)|others?|what about|how about|before (?:him|her|them)"
    r"|after (?:him|her|them)|the "
    r"other side|against it|(?:his|her|their|its) (?:party|successor|predecessor|critics|opponents|lawyer))\b",
    re.IGNORECASE,
)
_OTHER_SIDE = re.compile(
    r"\b(?:other side|opposite side|opponents?|critics|those against|who disagree[sd]?|counter.?arguments?"
    r"|against (?:it|that|this|them)|contradict\w*|disagree\w*|see it (?:like that|that way|differently)|push(?:ed)? "
    r"back)\b",
    re.IGNORECASE,
)
_THAT_ITSELF = re.compile(
    r"\b(?:when|where|what (?:year|date|day|month)|which (?:year|paper|page|speech|hearing|magazine)"
    r"|source)\b[^?]{0,20}"
    r"\b(?:that|this|it|said)\b|\bhow many\b[^?]{0,60}\bit\b|^\W*(?:but )?(?:why|how so|how come|shorter|in "
    r"short)\b\W*(?:please)?\W*$"
    r"|\b(?:at|in|on) (?:what|which) (?:stage|year|speech|hearing|occasion|programme|paper|newspaper|interview|book"
    r"|report)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:later|afterwards?|since then|once (?:it|that)|after(?:wards)? (?:it|that)|subsequently|in the end)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:before (?:him|her|that|it|them)|earlier|previous(?:ly)?|predecessor|until then)\b", re.IGNORECASE
)
_APART = re.compile(r"\b(?P<unit>day|week|month|year) (?P<which>before|after|earlier|later)\b", re.IGNORECASE)
_SAME_DAY = re.compile(r"\b(?:that|the same) (?P<unit>day|week|month|year)\b", re.IGNORECASE)
SHORT_QUESTION = 8  # words
LONGEST_TURN = 1500  # characters of an earlier turn that are read
LEAST_SHARED = 3  # words that an answer and a statement share for the answer to have told the statement
_SHORT = 3  # words; so short a question cannot stand alone beside a history


class Context(Record):
    """What the history offers: ``matter`` is the last question with the answer's gist, ``told`` the ids of statements
    that the last answer quoted, ``mentions`` the speakers named, the answer's own first."""

    matter: str
    question: str
    told: tuple[str, ...]
    topics: tuple[str, ...]  # that most of what was told is on, the most frequent first
    itself: bool  # whether the follow-up asks more about what was told rather than for something else
    others: bool  # whether it turns to somebody else
    dates: tuple[DateRange, ...]  # relative to what was told: "a year later"
    stance: Stance | None  # of the other side, where that is asked for
    mentions: tuple[Mention, ...]
    pronoun: tuple[Mention, ...] | None


def context_of(history: Sequence[Turn], corpus: Corpus, names: NameIndex, text: str) -> Context | None:
    """What the last exchanges were about; None where there were none."""
    questions = [turn.content for turn in history if turn.role == "user"]
    answers = [turn.content for turn in history if turn.role == "assistant"]
    if not questions:
        return None
    answer = _unmarked(answers[-1]) if answers else ""
    in_answer = find_mentions(answer, names)
    if not in_answer and len(answers) > 1:  # "He said …": the answer before names who
        answer = f"{_unmarked(answers[-2])} {answer}"
        in_answer = find_mentions(answer, names)
    in_question = find_mentions(questions[-1][:LONGEST_TURN], names)
    mentions = _distinct((*in_answer, *in_question))
    told = tuple(_told(answer, mentions, corpus, names))
    records = [record for record in corpus.spoken if record.id in told]
    earlier = _distinct(m for turn in reversed(history[:-2]) for m in find_mentions(turn.content[:LONGEST_TURN], names))
    return Context(
        matter=f"{questions[0] + ' ' if len(questions) == 2 else ''}{questions[-1]} {answer}"[:1200],
        question=questions[-1],
        told=told,
        topics=_shared_topics(records),
        itself=bool(_THAT_ITSELF.search(text)),
        others=asks_for_others(text),
        dates=relative_dates(text, records[0].said_on) if records else (),
        stance=_other_stance(records) if asks_other_side(text) else None,
        mentions=mentions,
        pronoun=_antecedent(text, (*mentions, *earlier), in_question, corpus),
    )


def _unmarked(answer: str) -> str:
    """An answer without its citation markers, cut to what a follow-up may refer to."""
    return re.sub(r"\[\d+\]", "", answer)[:LONGEST_TURN]


def stands_alone(text: str, mentions: Sequence[Mention], names: NameIndex, *, named: bool) -> bool:
    """Whether a question needs nothing of the turns before it; ``named`` is whether it names a speaker or a matter."""
    if _CHANGES_SUBJECT.search(text):
        return True
    if _OPENS_LIKE_ONE.search(text) or len(text.split()) <= _SHORT:
        return False
    if quoted_spans(text, 3):
        return True
    first = mentions[0].start if mentions else len(text)
    if _POINTS_BACK.search(text[:first]):
        return False
    if named:
        return True
    known = [token for token in tokens(text) if names.knows_word(token.folded)]
    return len(known) < len(tokens(text)) * 0.75  # words foreign to the corpus: a new subject, not a follow-up


def leans_on_history(text: str) -> bool:
    """Whether a short question makes no sense without one before it."""
    return len(text.split()) <= SHORT_QUESTION and bool(_GOES_ON.search(text) or _PERSON.search(text))


def asks_for_others(text: str) -> bool:
    """Whether a follow-up turns from the speaker just quoted to somebody else."""
    return bool(_OTHERS.search(text) or _NEW_SUBJECT.search(text))


def asks_other_side(text: str) -> bool:
    return bool(_OTHER_SIDE.search(text))


def _antecedent(
    text: str, mentions: Sequence[Mention], in_question: Sequence[Mention], corpus: Corpus
) -> tuple[Mention, ...] | None:
    """Whom he, she or they means: the speaker named last and most prominently, of the right kind."""
    if asks_for_others(text):
        return None
    kinds = {speaker.id: speaker.kind for speaker in corpus.speakers}
    if _PERSON.search(text):
        wanted = {"person"}
    elif _GROUP.search(text) and _SPEAKS.search(text):
        wanted = {"organisation", "group"}
    else:
        return None
    fitting = [m for pool in (mentions, in_question) for m in pool if any(kinds[s] in wanted for s in m.speakers)]
    if fitting:  # who is asked to have answered is not the one who spoke first
        return (fitting[1] if _ANSWERED.search(text) and len(fitting) > 1 else fitting[0],)
    return tuple(in_question[:1]) or None


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    seen: dict[tuple[str, ...], Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.speakers, mention)
    return tuple(seen.values())


def _told(answer: str, mentions: Sequence[Mention], corpus: Corpus, names: NameIndex) -> Iterable[str]:
    """Ids of statements that the answer quotes or, failing that, tells: of a speaker it names, in many of its words."""
    spans = [bare(span) for span in quoted_spans(answer, 2)]
    told = {word for token in tokens(answer) if len(word := names.stem.stemWord(token.folded)) > 3}
    for speaker in dict.fromkeys(corpus.speaker_by_id[key].name for mention in mentions for key in mention.speakers):
        own = [statement for statement in corpus.spoken if statement.speaker == speaker]
        quoted = [s.id for s in own if s.quote and any(span in bare(s.quote) for span in spans)]
        if quoted:
            yield from quoted
            continue
        shared = {
            s.id: len(told & {names.stem.stemWord(t.folded) for t in tokens(f"{s.claim} {s.quote}")}) for s in own
        }
        best = max(shared, key=lambda key: shared[key], default=None)
        if best is not None and shared[best] >= LEAST_SHARED:
            yield best


def _shared_topics(told: Sequence[Statement]) -> tuple[str, ...]:
    """Topics of at least half of the statements told."""
    counted = Counter(topic for statement in told for topic in statement.topics)
    return tuple(topic for topic, number in counted.most_common() if number * 2 >= len(told))


def _other_stance(told: Sequence[Statement]) -> Stance | None:
    """The side against the statements told, where they stand on one."""
    stances = {statement.stance for statement in told} - {"balance"}
    if stances == {"protect"}:
        return "restrict"
    return "protect" if stances == {"restrict"} else None


def relative_dates(text: str, told: str) -> tuple[DateRange, ...]:
    """The time that a follow-up names by the date of what was told: that day, a year later, before him."""
    first, last = day_range(told)
    if same := _SAME_DAY.search(text):
        size = {"day": 10, "week": 10, "month": 7, "year": 4}[same["unit"].lower()]
        return (DateRange(*day_range(told[:size]), same.group()),)
    if (apart := _APART.search(text)) is None:
        if _EARLIER.search(text):
            return (DateRange(0, first, "before"),)
        return (DateRange(first, LAST_DAY, "later"),) if _LATER.search(text) else ()
    step = -1 if apart["which"].lower() in ("before", "earlier") else 1
    if apart["unit"].lower() == "year":
        return (DateRange(*day_range(str(first // 10000 + step)), apart.group()),)
    days = {"day": 1, "week": 8, "month": 31}[apart["unit"].lower()]
    return (DateRange(_shifted(first, days * min(step, 0)), _shifted(last, days * max(step, 0)), apart.group()),)


def _shifted(day: int, days: int) -> int:
    date = datetime.date(day // 10000, day // 100 % 100, day % 100) + datetime.timedelta(days=days)
    return date.year * 10000 + date.month * 100 + date.day
