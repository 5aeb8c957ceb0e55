"""Both sides of a topic in two columns of equal room."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from bot.answering.phrases import in_a_sentence
from bot.page.explore.markup import Rendered, count, option, statement_card, view, view_link
from bot.page.markup import ask_button
from bot.reader_filters import SIDE_WORDS
from bot.records import Corpus, Stance, Statement, Topic, day_range

MOST = 6  # statements a side
_MIDDLE = 2
_MEASURE = (
    "Each column holds the same number of statements, one a speaker. First come those whose main topic this is; among "
    "them those that meet more of three tests: the exact words are recorded, a second reader has confirmed them, and "
    "somebody answered them. Among equals the newest comes first."
)


def render(corpus: Corpus, params: Mapping[str, str]) -> Rendered:
    """The topic ``params["topic"]`` from both sides; without one, the topic that has most on both."""
    topics = two_sided(corpus)
    if not topics:
        return view("Both sides", '<p class="intro">No topic of the corpus has statements on both sides yet.</p>')
    wanted = params.get("topic") or fullest(topics, corpus).id
    topic = next((topic for topic in topics if topic.id == wanted), None)
    choice, others = _choice(topics, topic), _all_topics(topics)
    if topic is None:
        return view("Both sides", "<p>No topic of that name has statements on both sides.</p>", choice, others)
    title = f"Both sides: {in_a_sentence(topic.title, corpus)}"
    measure = f'<h3>How these were chosen</h3><p class="small">{_MEASURE}</p>'
    return view(title, choice, _columns(topic, corpus), measure, others)


def two_sided(corpus: Corpus) -> tuple[Topic, ...]:
    """The topics that have statements for strong encryption and for access or limits, by title."""
    held = {(topic, statement.stance) for statement in corpus.statements for topic in statement.topics}
    both = (topic for topic in corpus.topics if {(topic.id, "protect"), (topic.id, "restrict")} <= held)
    return tuple(sorted(both, key=lambda topic: topic.title.casefold()))


def strongest(corpus: Corpus, topic: str, stance: Stance) -> tuple[Statement, ...]:
    """The statements on a side of a topic, one a speaker, those that meet more of the tests first."""
    answered = {key for statement in corpus.statements for key in statement.reply_to}

    def rank(statement: Statement) -> tuple[bool, int, int, str]:
        met = bool(statement.quote) + bool(statement.checked) + (statement.id in answered)
        return statement.topics[0] != topic, -met, -day_range(statement.said_on)[0], statement.id

    own = [statement for statement in corpus.statements if topic in statement.topics and statement.stance == stance]
    by_speaker: dict[str, Statement] = {}
    for statement in sorted(own, key=rank):
        by_speaker.setdefault(statement.speaker, statement)
    return tuple(by_speaker.values())


def fullest(topics: Sequence[Topic], corpus: Corpus) -> Topic:
    """The topic on which most speakers stand on the side that has fewer: what to begin with. The first of equals."""

    def room(topic: Topic) -> int:
        return min(len(strongest(corpus, topic.id, stance)) for stance in ("protect", "restrict"))

    return max(topics, key=room)


def left_side(topic: str) -> Stance:
    """The side that stands left: by chance, but the same one whenever the topic is shown."""
    return "protect" if hashlib.sha256(topic.encode()).digest()[0] % 2 else "restrict"


def _choice(topics: Sequence[Topic], chosen: Topic | None) -> str:
    options = "".join(option(topic.id, topic.title, topic == chosen) for topic in topics)
    return (
        '<form class="filters choose-topic"><label>Topic <select name="topic">'
        f'{options}</select></label><button type="submit" class="asks">Show</button></form>'
    )


def _all_topics(topics: Sequence[Topic]) -> str:
    items = "".join(f"<li>{view_link(topic.title, view='sides', topic=topic.id)}</li>" for topic in topics)
    return f'<h3>{count(len(topics), "topic")} with statements on both sides</h3><ul class="plain topics">{items}</ul>'


def _columns(topic: Topic, corpus: Corpus) -> str:
    left = left_side(topic.id)
    right: Stance = "restrict" if left == "protect" else "protect"
    found = {stance: strongest(corpus, topic.id, stance) for stance in (left, right)}
    number = min(MOST, *map(len, found.values()))
    columns = "".join(
        f'<section class="column" data-side="{stance}"><h3>{SIDE_WORDS[stance].capitalize()}</h3>'
        f"{_cards(found[stance][:number], corpus, f'side-{stance}')}</section>"
        for stance in (left, right)
    )
    middle = strongest(corpus, topic.id, "balance")[:_MIDDLE]
    between = (
        f'<section class="between" data-side="balance"><h3>{SIDE_WORDS["balance"].capitalize()}</h3>'
        f"{_cards(middle, corpus, 'side-balance')}</section>"
        if middle
        else ""
    )
    more = ask_button(f"What do both sides say about {in_a_sentence(topic.title, corpus)}?")
    return f'<div class="columns">{columns}</div>{between}<div class="ask-row">{more}</div>'


def _cards(statements: Sequence[Statement], corpus: Corpus, place: str) -> str:
    return "".join(statement_card(statement, number, corpus, place) for number, statement in enumerate(statements, 1))
