"""What must hold of every statement and every speaker of the corpus, not of a sample."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine import Bot
from bot.names import index_names
from bot.quotes import index_quotes
from bot.ranking import HALF_REMEMBERED
from bot.records import Answer, Corpus, Statement
from bot.text import bare

Speakers = dict[str, set[str]]
LEAST_WORDS = 4  # of a quotation, for one word to be dropped or for it to be nobody else's


def quoted(corpus: Corpus) -> list[Statement]:
    return [statement for statement in corpus.statements if statement.quote]


@pytest.fixture(scope="module")
def shared(corpus: Corpus) -> Speakers:
    """For each statement with a quotation the speakers who used those words, its own among them."""
    said = {statement.id: (statement.speaker, bare(statement.quote or "")) for statement in quoted(corpus)}
    return {
        key: {speaker for speaker, other in said.values() if words in other or other in words}
        for key, (_, words) in said.items()
    }


def leads_with(answer: Answer, speakers: set[str]) -> bool:
    first = answer.citations[0].speaker if answer.citations else None
    return first in speakers and first in answer.text


def without_a_word(quote: str, at: int) -> str:
    words = quote.split()
    return " ".join(words[:at] + words[at + 1 :])


def test_every_exact_quotation_leads_with_its_speaker(bot: Bot, shared: Speakers) -> None:
    wrong = [
        statement.id
        for statement in quoted(bot.corpus)
        if not leads_with(bot.ask(f"Who said “{statement.quote}”?"), shared[statement.id])
    ]
    assert not wrong


def test_every_quotation_with_any_one_word_dropped_leads_with_its_speaker(bot: Bot, shared: Speakers) -> None:
    """The word dropped is drawn anew for each statement; the quotation index is asked for all other words as well."""
    chance = random.Random(20261125)
    wrong = []
    for statement in quoted(bot.corpus):
        words = (statement.quote or "").split()
        if len(words) < LEAST_WORDS:
            continue
        damaged = without_a_word(statement.quote or "", chance.randrange(len(words)))
        if not leads_with(bot.ask(f"Who said “{damaged}”?"), shared[statement.id]):
            wrong.append((statement.id, damaged))
    assert not wrong


def test_a_quotation_without_any_of_its_words_is_found(corpus: Corpus, shared: Speakers) -> None:
    index = index_quotes(corpus)
    by_id = {statement.id: statement for statement in quoted(corpus)}
    wrong = []
    for statement in by_id.values():
        words = (statement.quote or "").split()
        for at in range(len(words)) if len(words) >= LEAST_WORDS else ():
            matches = index.match(without_a_word(statement.quote or "", at))
            if matches[0].likeness < HALF_REMEMBERED or by_id[matches[0].id].speaker not in shared[statement.id]:
                wrong.append((statement.id, words[at]))
    assert not wrong


def test_every_quotation_given_to_somebody_else_is_corrected_with_the_right_name(bot: Bot, shared: Speakers) -> None:
    chance = random.Random(20261125)
    persons = [speaker.name for speaker in bot.corpus.speakers if speaker.kind == "person"]
    wrong = []
    for statement in quoted(bot.corpus):
        own = shared[statement.id]
        related = {bot.corpus.speaker_by_id[k].name for name in own for k in bot.corpus.speaker_by_name[name].related}
        supposed = chance.choice([name for name in persons if name not in own | related])
        answer = bot.ask(f"Did {supposed} say “{statement.quote}”?")
        if answer.kind != "correction" or not leads_with(answer, own):
            wrong.append((statement.id, supposed, answer.kind))
    assert not wrong


def test_every_quotation_given_to_its_speaker_is_confirmed(bot: Bot, shared: Speakers) -> None:
    wrong = []
    for statement in quoted(bot.corpus):
        answer = bot.ask(f"Did {statement.speaker} say “{statement.quote}”?")
        if answer.kind != "answer" or not leads_with(answer, shared[statement.id]):
            wrong.append((statement.id, answer.kind))
    assert not wrong


@pytest.mark.parametrize("form", ["What did {} say about encryption?", "{}"])
def test_asking_any_speaker_by_full_name_cites_that_speaker(bot: Bot, form: str) -> None:
    wrong = [
        speaker.name
        for speaker in bot.corpus.speakers
        if speaker.name in {statement.speaker for statement in bot.corpus.statements}
        and speaker.name not in {citation.speaker for citation in bot.ask(form.format(speaker.name)).citations}
    ]
    assert not wrong


def test_asking_any_unambiguous_alias_cites_that_speaker(bot: Bot) -> None:
    phrases = index_names(bot.corpus).phrases
    spoke = {statement.speaker for statement in bot.corpus.statements}
    wrong = []
    for speaker in bot.corpus.speakers:
        for alias in speaker.aliases:
            meant = {key for ids, _ in [phrases.get(bare(alias), ((speaker.id,), ""))] for key in ids}
            if meant != {speaker.id} or speaker.name not in spoke:
                continue
            cited = {citation.speaker for citation in bot.ask(f"What did {alias} say about encryption?").citations}
            if speaker.name not in cited:
                wrong.append((speaker.name, alias))
    assert not wrong


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_quotation_without_any_word_of_its_own_choosing(bot: Bot, shared: Speakers, data: st.DataObject) -> None:
    long_enough = [s for s in quoted(bot.corpus) if len((s.quote or "").split()) >= LEAST_WORDS]
    statement = data.draw(st.sampled_from(long_enough))
    at = data.draw(st.integers(0, len((statement.quote or "").split()) - 1))
    answer = bot.ask(f"Who said “{without_a_word(statement.quote or '', at)}”?")
    assert leads_with(answer, shared[statement.id])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=300), earlier=st.lists(st.text(max_size=200), max_size=4))
def test_whatever_is_typed_is_answered(bot: Bot, question: str, earlier: list[str]) -> None:
    roles = ("user", "assistant")
    history = [{"role": roles[at % 2], "content": text} for at, text in enumerate(earlier)]
    answer = bot.ask(question, history)
    assert answer.text
    assert {n for sentence in answer.sentences for n in sentence.citations} == {c.n for c in answer.citations}
