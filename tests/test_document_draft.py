"""``corpus draft``: from a document to curated records that a person finishes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from sayings_samples import REPORT, document
from typer.testing import CliRunner

from bot.cli import app
from bot.corpus import load_corpus
from bot.documents.draft import draft_of

LONG = " ".join(["many"] * 31)


def test_quotations_are_filled_in_and_what_a_reader_must_tell_is_left_open(made_up_corpus: Path) -> None:
    draft = yaml.safe_load(draft_of(REPORT, load_corpus(made_up_corpus)))
    first = draft["statements"][0]
    assert draft["source"]["url"] == REPORT.url
    assert (first["speaker"], first["quote"]) == ("Testina Exampleton", "purple padlocks dissolve in the rain")
    assert first["country"] == load_corpus(made_up_corpus).speaker_by_name["Testina Exampleton"].country
    assert first["claim"] is first["stance"] is first["role"] is None and first["topics"] == []


def test_words_of_nobody_and_words_too_many_for_a_quotation_are_left_out(made_up_corpus: Path) -> None:
    text = f"A banner read “No, no”. “{LONG}”, said Mockford Placeholder."
    made_up = document("banner", "A banner", text, {"No, no": None, LONG: "Mockford Placeholder"})
    assert yaml.safe_load(draft_of(made_up, load_corpus(made_up_corpus)))["statements"] == []


def test_no_id_is_given_twice(made_up_corpus: Path) -> None:
    corpus = load_corpus(made_up_corpus)
    statements = yaml.safe_load(draft_of(REPORT, corpus))["statements"]
    ids = [statement["id"] for statement in statements]
    assert len(set(ids)) == len(ids) == 2 and not set(ids) & corpus.by_id.keys()


def test_a_draft_is_not_written_over_another(made_up_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_CORPUS_DIR", str(made_up_corpus))
    folder = made_up_corpus / "documents"
    folder.mkdir()
    (folder / f"{REPORT.id}.json").write_text(REPORT.model_dump_json(), encoding="utf-8")
    output = made_up_corpus.parent / "draft.yaml"
    run = CliRunner().invoke
    assert run(app, ["corpus", "draft", REPORT.id, "--output", str(output)]).exit_code == 0
    output.write_text("begun by hand")
    assert run(app, ["corpus", "draft", REPORT.id, "--output", str(output)]).exit_code != 0
    assert output.read_text() == "begun by hand"


def test_a_document_that_is_not_there_is_named(made_up_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_CORPUS_DIR", str(made_up_corpus))
    found = CliRunner().invoke(app, ["corpus", "draft", "nothing"])
    assert found.exit_code != 0 and "nothing" in f"{found.output}{found.exception}"
