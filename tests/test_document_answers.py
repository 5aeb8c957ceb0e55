"""What the bot answers once documents were added: who said what in them, and where; curated records come first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from sayings_samples import LETTER, REPORT, RETOLD

from bot.documents.join import with_documents
from bot.records import Answer, Corpus, DocumentPassage, DocumentQuotation

if TYPE_CHECKING:
    from bot.engine import Bot

DOCUMENTS = {"layers": ["documents"]}


@pytest.fixture(scope="module")
def grown(bot: Bot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The real bot with made-up documents added; their passages alone are embedded."""
    from bot.engine import Bot

    folder = tmp_path_factory.mktemp("grown") / "index"
    shutil.copytree(bot.settings.index_path, folder)
    settings = bot.settings.model_copy(update={"index_dir": folder})
    grown = Bot.open(settings, with_documents(bot.corpus, [REPORT, LETTER, RETOLD]))
    yield grown
    grown.index.close()


def cited(answer: Answer) -> list[str | None]:
    return [citation.speaker for citation in answer.citations]


def test_who_said_it_is_answered_from_a_document_with_its_paragraph(grown: Bot) -> None:
    answer = grown.ask("Who said that purple padlocks dissolve in the rain?")
    first = answer.citations[0]
    assert answer.kind == "answer" and "Testina Exampleton" in answer.sentences[0].text
    assert (first.type, first.quote, first.locator) == (
        "document",
        "purple padlocks dissolve in the rain",
        "paragraph 2",
    )
    assert first.source.title == REPORT.title and first.stance is None


def test_what_somebody_said_is_found_by_the_name_that_a_document_gives(grown: Bot) -> None:
    answer = grown.ask("What did Mockford Placeholder say?")
    assert set(cited(answer)) == {"Mockford Placeholder"}
    assert "“every turnip deserves a key”" in answer.text


def test_words_are_not_given_to_somebody_else_who_is_asked_about(grown: Bot) -> None:
    answer = grown.ask("Did Mockford Placeholder say that purple padlocks dissolve in the rain?")
    assert answer.kind in ("correction", "no_evidence")
    assert all("Mockford" not in sentence.text or "not" in sentence.text for sentence in answer.sentences[:1])


def test_words_given_to_nobody_have_no_speaker(grown: Bot) -> None:
    assert not [record for record in grown.corpus.quotations if "banner" in record.context and record.quote == "No"]
    assert all(record.speaker for record in grown.corpus.quotations)


def test_the_same_words_in_two_documents_are_one_quotation_with_two_sources(grown: Bot) -> None:
    answer = grown.ask("Who said that purple padlocks dissolve in the rain?")
    assert cited(answer).count("Testina Exampleton") == 1
    record = grown.corpus.by_id[answer.citations[0].id]
    assert isinstance(record, DocumentQuotation)
    assert [source.title for source in record.further] == [RETOLD.title]
    assert RETOLD.title in answer.sentences[0].text


def test_a_curated_record_stands_for_a_document_that_repeats_it(grown: Bot) -> None:
    question = "Who said “consciously turning a blind eye to child abuse”?"
    everywhere, documents = grown.ask(question), grown.ask(question, filters=DOCUMENTS)
    assert everywhere.citations[0].type == "statement"
    assert documents.citations[0].type == "document"
    assert everywhere.citations[0].speaker == documents.citations[0].speaker == "Graeme Biggar"


def test_the_filter_on_curated_records_leaves_documents_out(grown: Bot) -> None:
    answer = grown.ask("What did Mockford Placeholder say?", filters={"layers": ["records"]})
    assert "document" not in {citation.type for citation in answer.citations}
    assert "curated records" in " ".join(answer.notices)


def test_what_was_found_in_a_document_stands_on_no_side(grown: Bot) -> None:
    for side in ("protect", "restrict", "balance"):
        answer = grown.ask("Who spoke of purple padlocks?", filters={"sides": [side]})
        assert "document" not in {citation.type for citation in answer.citations}
    answer = grown.ask("What do both sides say about purple padlocks?")
    assert all(citation.type != "document" or citation.stance is None for citation in answer.citations)


def test_an_undated_document_is_not_dated(grown: Bot) -> None:
    answer = grown.ask("What did Mockford Placeholder say?")
    assert "undated" in answer.text and "2026" not in answer.text


def test_pieces_of_a_document_are_cited_with_their_place(grown: Bot) -> None:
    answer = grown.ask("What colour did the Turnip Bureau paint its padlocks?", filters=DOCUMENTS)
    pieces = [grown.corpus.by_id[citation.id] for citation in answer.citations]
    assert any(isinstance(piece, DocumentPassage) and piece.at.locator for piece in pieces)


def test_the_corpus_alone_answers_as_before(bot: Bot, grown: Bot) -> None:
    question = "What did Graeme Biggar say about Meta in October 2023?"
    assert [c.id for c in bot.ask(question).citations] == [c.id for c in grown.ask(question).citations]


def test_the_first_sentence_of_a_document_is_kept_whole() -> None:
    empty = Corpus(statements=(), background=(), events=(), speakers=(), ambiguous={}, bodies={})
    (letter,) = with_documents(empty, [LETTER]).quotations
    assert letter.claim == LETTER.text
