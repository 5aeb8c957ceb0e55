"""One speaker: who it is, everything recorded in order of date, replies both ways, and changes of position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.dates import spelled
from bot.page.cards import card_id
from bot.page.explore.countries import country_name
from bot.page.explore.markup import Rendered, by_date, count, statement_card, view, view_link
from bot.page.markup import ask_button, shown
from bot.reader_filters import SIDE_WORDS
from bot.records import Corpus, Speaker, Statement

_KINDS = {"person": "Person", "organisation": "Organisation", "group": "Group or joint statement"}
_PLACE = "said"


def render(corpus: Corpus, params: Mapping[str, str]) -> Rendered:
    """The profile of the speaker whose id is ``params["id"]``."""
    speaker = corpus.speaker_by_id.get(params.get("id", ""))
    if speaker is None:
        back = view_link("all speakers", view="speakers")
        return view("No such speaker", f"<p>The corpus has no speaker at this address. Look through {back}.</p>")
    said = sorted((each for each in corpus.statements if each.speaker == speaker.name), key=by_date)
    return view(
        speaker.name,
        _who(speaker, corpus),
        _asks(speaker, said),
        _related(speaker, corpus),
        _changes(said),
        _statements(said, corpus),
        f'<p class="back-to">{view_link("All speakers", view="speakers")}</p>',
    )


def _who(speaker: Speaker, corpus: Corpus) -> str:
    return (
        f'<p class="intro">{shown(speaker.about)}</p>'
        f'<p class="facts">{_KINDS[speaker.kind]} · {shown(country_name(speaker.country))}</p>'
    )


def _asks(speaker: Speaker, said: Sequence[Statement]) -> str:
    questions = [f"What did {speaker.name} say about encryption?"] if said else []
    if len({statement.said_on[:4] for statement in said}) > 1:
        questions.append(f"How has {speaker.name}’s position changed over time?")
    if not questions:
        return ""
    return f'<div class="ask-row" role="group" aria-label="Ask">{"".join(map(ask_button, questions))}</div>'


def _related(speaker: Speaker, corpus: Corpus) -> str:
    known = [corpus.speaker_by_id[key] for key in speaker.related if key in corpus.speaker_by_id]
    if not known:
        return ""
    items = "".join(
        f'<li>{view_link(other.name, view="speaker", id=other.id)} <span class="about">{shown(other.about)}</span></li>'
        for other in known
    )
    return f'<h3>Related speakers</h3><ul class="plain related">{items}</ul>'


def _changes(said: Sequence[Statement]) -> str:
    """Where the side recorded for one statement differs from that of the one before it."""
    changes = [
        (number, before, after)
        for number, (before, after) in enumerate(pairwise(said), start=1)
        if before.stance != after.stance
    ]
    if not changes:
        return ""
    items = "".join(
        f"<li>{_position(before, number, after)} <span aria-hidden='true'>→</span><span class='unseen'>, then</span> "
        f"{_position(after, number + 1, before)}</li>"
        for number, before, after in changes
    )
    return (
        f'<h3>Changes of position</h3><ul class="plain changes">{items}</ul>'
        '<p class="small">Where the side of one recorded statement differs from that of the one before. '
        "The statements may be about different matters: read both.</p>"
    )


def _position(statement: Statement, number: int, other: Statement) -> str:
    """Year and side, as a link to the card; the whole date where both were said in one year."""
    date = statement.said_on[:4]
    if date == other.said_on[:4]:
        date = spelled(statement.said_on)
    return f'<a href="#{card_id(_PLACE, number)}">{date}: {SIDE_WORDS[statement.side]}</a>'


def _statements(said: Sequence[Statement], corpus: Corpus) -> str:
    if not said:
        return "<h3>Statements</h3><p>None is recorded.</p>"
    answers: dict[str, list[Statement]] = {}
    for reply in sorted(corpus.statements, key=by_date):
        for key in reply.reply_to:
            answers.setdefault(key, []).append(reply)
    items = "".join(
        f'<li data-statement="{statement.id}">{statement_card(statement, number, corpus, _PLACE)}'
        f"{_replies(statement, answers.get(statement.id, ()), corpus)}</li>"
        for number, statement in enumerate(said, start=1)
    )
    return f'<h3>{count(len(said), "statement")} in order of date</h3><ol class="plain statements">{items}</ol>'


def _replies(statement: Statement, answers: Sequence[Statement], corpus: Corpus) -> str:
    """What the statement answers, and what answers it."""
    answered = [found for key in statement.reply_to if isinstance(found := corpus.by_id.get(key), Statement)]
    rows = "".join(
        f"<p>{label} {', '.join(_reply(other, corpus) for other in others)}</p>"
        for label, others in (("In reply to", answered), ("Answered by", answers))
        if others
    )
    return f'<div class="replies">{rows}</div>' if rows else ""


def _reply(other: Statement, corpus: Corpus) -> str:
    """Who said it and when, as a link to that statement in the speaker's profile."""
    text = f"{other.speaker}, {spelled(other.said_on)}"
    speaker = corpus.speaker_by_name.get(other.speaker)
    return view_link(text, view="speaker", id=speaker.id, statement=other.id) if speaker else shown(text)
