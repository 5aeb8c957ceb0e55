"""The evaluator counts what the reference scorer counts, figure for figure; see evaluation/README.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.corpus import load_corpus
from bot.evaluation.answers import focus, integrity, lacks, word_count
from bot.evaluation.balance import room
from bot.evaluation.questions import Question
from bot.evaluation.results import Outcome, summarise
from bot.records import Answer, Corpus

CASES = Path(__file__).resolve().parent / "evaluation"
FIGURES: dict[str, Any] = json.loads((CASES / "figures.json").read_text(encoding="utf-8"))


def pairs(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def corpus_of(corpus: Corpus, made_up_corpus: Path) -> Callable[[str], Corpus]:
    return lambda name: corpus if name == "real" else load_corpus(made_up_corpus)


@pytest.mark.parametrize("name", FIGURES)
def test_each_pair_is_counted_alike(name: str, corpus_of: Callable[[str], Corpus]) -> None:
    corpus = corpus_of(name)
    for pair in pairs(name):
        question, answer = Question.model_validate(pair["question"]), Answer.model_validate(pair["answer"])
        assert len(lacks(question, answer)) == pair["failures"], (question.id, lacks(question, answer))
        assert focus(question, answer) == pair["focus"], question.id
        assert integrity(answer, corpus).model_dump() == pair["integrity"], question.id


@pytest.mark.parametrize("name", FIGURES)
def test_the_totals_are_alike(name: str, corpus_of: Callable[[str], Corpus]) -> None:
    corpus, expected = corpus_of(name), FIGURES[name]
    summary = summarise([outcome(pair, corpus) for pair in pairs(name)])
    assert summary.passed / summary.asked == expected["rate"]
    assert {skill: f"{own.passed}/{own.asked}" for skill, own in summary.skills.items()} == expected["skills"]
    assert summary.focus == expected["focus"]
    assert summary.integrity.model_dump() == expected["integrity"]


def test_the_pairs_hold_every_way_to_fail() -> None:
    found = [pair for name in FIGURES for pair in pairs(name)]
    phrases = [
        phrase
        for pair in found
        for phrase in lacks(Question.model_validate(pair["question"]), Answer.model_validate(pair["answer"]))
    ]
    for beginning in (
        "is of kind",
        "cites none of",
        "does not name",
        "does not say",
        "says “",
        "shows no side",
        "is unbalanced",
        "is unfocused",
        "has 221 words, at most 220 are allowed",
        "cites nothing first",
    ):
        assert any(phrase.startswith(beginning) for phrase in phrases), beginning
    counts = [pair["integrity"] for pair in found]
    for count in ("unknown_ids", "uncited", "unfaithful_quotes", "misattributed_quotes"):
        assert any(one[count] for one in counts), count


def outcome(pair: dict[str, Any], corpus: Corpus) -> Outcome:
    question, answer = Question.model_validate(pair["question"]), Answer.model_validate(pair["answer"])
    return Outcome(
        id=question.id,
        question=question.question,
        follows=bool(question.history),
        skill=question.skill,
        kind=answer.kind,
        lacks=lacks(question, answer),
        focus=focus(question, answer),
        words=word_count(answer),
        seconds=answer.seconds,
        integrity=integrity(answer, corpus),
        room=room(question, answer),
        retrieval={},
        printed={},
    )
