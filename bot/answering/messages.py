"""Answers that rest on no record: refusals, help, what the bot is, what it does not know."""

from __future__ import annotations

from bot.answering.draft import Draft, plain
from bot.answering.phrases import in_a_sentence
from bot.answering.plan import Plan
from bot.answering.within import HIDDEN, OTHER_SIDE
from bot.dates import spelled
from bot.question import Query
from bot.reader_filters import SIDE_WORDS
from bot.records import Corpus, DocumentPassage, Event, Statement

STARTERS = (
    "Who criticised Meta’s encryption in November 2023, and what did Meta answer?",
    "What are the arguments for and against client-side scanning?",
    "How does a technical capability notice work?",
)
BY_RULES = "Answers are put together from those records by rules"
BY_MODEL = (
    "A language model, {}, words some answers from those records, and each of its sentences is checked against the "
    "passages it cites before it is shown; all others are put together by rules"
)
WITHOUT_FILTERS = "Without the filters there may be an answer."
HELP = ("If someone is in danger now, call the police.",)  # where the corpus names nobody who takes reports


def message(plan: Plan, query: Query, corpus: Corpus) -> Draft:
    """The fixed or nearly fixed answer to a question that is not answered from records."""
    if plan.kind == "declined" and plan.reason == "harm":
        return plain(
            "declined",
            "I will not help with that.",
            "If you worry about your own behaviour, Stop It Now offers confidential help; to report abuse, ask me "
            "where.",
        )
    if plan.kind == "declined":
        return plain(
            "declined",
            "I do not speak as anyone, invent words or drop my rules; I only report what people said, with the "
            "passage.",
            follow_ups=STARTERS,
        )
    if plan.kind == "help":
        return plain("help", *(corpus.help or HELP))
    if plan.kind == "about":
        return about(corpus)
    if plan.kind == "clarify" and plan.reason == "language":
        return plain(
            "clarify",
            "The corpus and this guide are in English; please ask in English, or name a speaker or a law.",
            follow_ups=STARTERS,
        )
    if plan.kind == "clarify" and plan.reason == "namesakes":
        speakers = [corpus.speaker_by_id[key] for key in plan.labels]
        choices = "; ".join(f"{speaker.name}, {speaker.about}" for speaker in speakers)
        return plain(
            "clarify",
            f"More than one speaker has that name: {choices}.",
            follow_ups=[f"What did {speaker.name} say?" for speaker in speakers][:3],
        )
    if plan.kind == "clarify":
        return plain(
            "clarify",
            "That seems to follow on from something, and there is nothing before it here.",
            "Please name whom or what you mean.",
            follow_ups=STARTERS,
        )
    if plan.kind == "off_topic":
        return plain(
            "off_topic",
            "That is outside this guide, which covers the debate over end-to-end encryption: who said what, when and "
            "where.",
            follow_ups=STARTERS,
        )
    return no_evidence(plan, query, corpus)


def about(corpus: Corpus, model: str | None = None) -> Draft:
    """What the bot is, what it covers, how it answers, what it cannot do; ``model`` is the one that may write."""
    newest = max(statement.said_on for statement in corpus.statements)
    sources = len({statement.source.place for statement in corpus.statements})
    return plain(
        "about",
        "This is a guide to the debate over end-to-end encryption: ask who said what, and each sentence cites the "
        "passage it rests on.",
        f"It covers {len(corpus.statements)} statements by {len(corpus.speakers)} speakers from {sources} published "
        f"sources, {len(corpus.background)} background texts and {len(corpus.events)} dated events, up to "
        f"{spelled(newest)}.",
        f"{BY_RULES if model is None else BY_MODEL.format(model)}; a quotation is shown only as its record has it, "
        "beside its speaker’s name.",
        "It takes no side, is not run by any company, police force or government, and knows nothing outside its "
        "corpus.",
        "A record can be wrong: each links to its source, and corrections go to the project’s issue tracker, with "
        "the record’s id.",
        follow_ups=STARTERS,
    )


def no_evidence(plan: Plan, query: Query, corpus: Corpus) -> Draft:
    """Says that the corpus does not answer, and names what is nearest."""
    near = [corpus.by_id[key] for key in plan.ids]
    titles = {topic.id: in_a_sentence(topic.title, corpus) for topic in corpus.topics}
    topics = list(dict.fromkeys(titles[topic] for record in near for topic in record.topics[:1]))
    names = " ".join(query.unknown)
    if plan.reason == "unknown":
        first = f"The corpus holds nothing by or about {names} that answers this."
    elif plan.reason == "speaker" and query.asked:
        speaker = corpus.speaker_by_id[query.asked[0].speakers[0]].name
        first = f"The corpus holds statements by {speaker}, but none on this."
    else:
        first = "Nothing in the corpus answers this."
    second = f"Nearest subjects it covers: {'; '.join(topics[:3])}." if near else ""
    if plan.reason == HIDDEN:  # no word on what the corpus holds: it may well hold an answer
        first, second = "Filters are on, and nothing that fits them answers this.", WITHOUT_FILTERS
    elif plan.reason == OTHER_SIDE:
        side = next(words for stance, words in SIDE_WORDS.items() if stance in plan.labels)
        first, second = f"Filters are on, and they leave out statements {side}, which this asks for.", WITHOUT_FILTERS
    follow_ups = []
    for record in near:
        if isinstance(record, Statement):
            about = f" about {titles[record.topics[0]]}" if record.topics else ""
            follow_ups.append(f"What did {record.speaker} say{about}?")
        elif not isinstance(record, Event | DocumentPassage):
            follow_ups.append(f"What is {record.title}?")
    return plain("no_evidence", *filter(None, (first, second)), follow_ups=tuple(dict.fromkeys(follow_ups))[:3])
