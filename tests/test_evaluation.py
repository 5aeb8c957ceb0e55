"""Questions, rankings, intervals, comparisons, exports and reports, on made-up people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus import load_corpus
from bot.evaluation.answers import Integrity
from bot.evaluation.balance import balance, room
from bot.evaluation.bootstrap import Interval, difference, interval
from bot.evaluation.compare import ResultUnreadable, compare, read_result
from bot.evaluation.export import alce_object, exported, ragas_rows
from bot.evaluation.questions import Question, QuestionsUnreadable, read_questions, unknown_ids
from bot.evaluation.report import markdown, write_report
from bot.evaluation.results import Evaluation, Outcome, summarise
from bot.evaluation.retrieval import Scores, score_rankings
from bot.evaluation.runner import Run
from bot.records import Answer, Corpus

CASES = Path(__file__).resolve().parent / "evaluation"
THIEF, COMMENT, TERM = "exampleton-2024-locks-and-keys", "institute-2024-no-comment", "made-up-term"


def asked(**more: Any) -> dict[str, Any]:
    return {"id": "q1", "question": "Who spoke of a second thief?", "skill": "quote", "kind": "answer", **more}


def outcome(key: str, *lacks: str, skill: str = "quote", **more: Any) -> Outcome:
    scores = Scores(recall_5=1.0, recall_10=1.0, mrr=0.0 if lacks else 1.0, ndcg_10=0.5)
    fields: dict[str, Any] = {
        "question": f"What is {key}?",
        "follows": False,
        "kind": "answer",
        "focus": 1.0,
        "words": 10,
        "seconds": 0.01,
        "integrity": Integrity(sentences=1),
        "room": None,
        "retrieval": {"bot": scores, "bm25": scores.model_copy(update={"mrr": 0.25})},
        "printed": {"bm25, 2": False},
    }
    return Outcome(id=key, skill=skill, lacks=lacks, **(fields | more))


def evaluation(*outcomes: Outcome) -> Evaluation:
    return Evaluation(
        questions="made-up.jsonl",
        made_on="2026-01-02",
        embedding_model="made-up",
        records=4,
        summary=summarise(outcomes),
        outcomes=outcomes,
    )


# Questions


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("nonsense", "Invalid JSON"),
        ("[]", "object"),
        (json.dumps({"id": "q1", "question": "Who?", "skill": "quote"}), "kind: Field required"),
        (json.dumps(asked(nmaes=[["Exampleton"]])), "nmaes: is no field of a question; known are id, question"),
        (json.dumps(asked(kind="opinion")), "kind.0: Input should be 'answer'"),
        (json.dumps(asked(cite=[[]])), "cite.0: "),
        (json.dumps(asked(history=[{"role": "narrator", "content": "x"}])), "history.0.role: "),
        ('{"id": "\\ud800"}', "Invalid JSON"),
    ],
)
def test_a_line_that_is_no_question_is_named_with_its_field(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(asked(id="q0")) + "\n\n" + line + "\n")
    with pytest.raises(QuestionsUnreadable) as caught:
        read_questions(path)
    assert str(caught.value).startswith(f"{path}, line 3: ")
    assert complaint in str(caught.value)


def test_an_id_that_comes_twice_and_a_file_without_questions_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text((json.dumps(asked()) + "\n") * 2)
    with pytest.raises(QuestionsUnreadable, match="line 2: the id 'q1' stands on line 1 too"):
        read_questions(path)
    path.write_bytes(b"\xef\xbb\xbf\n \n")
    with pytest.raises(QuestionsUnreadable, match="holds no question"):
        read_questions(path)


def test_a_string_is_a_group_of_one_and_a_line_separator_no_end_of_line(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    row = asked(question="One\u2028question?", names=["Exampleton", ["A", "B"]], says=["7"])
    path.write_text("\ufeff" + json.dumps(row, ensure_ascii=False), encoding="utf-8")
    (question,) = read_questions(path)
    assert question.names == (("Exampleton",), ("A", "B"))
    assert question.says == (("7",),)
    assert question.kind == ("answer",)


def test_ids_that_the_corpus_lacks_are_found(made_up_corpus: Path) -> None:
    question = Question.model_validate(asked(cite=[[THIEF, "none-1"]], first=["none-2", "none-1"]))
    assert unknown_ids((question,), load_corpus(made_up_corpus)) == ("none-1", "none-2")


# Retrieval


def test_recall_counts_groups_and_the_rest_every_relevant_passage() -> None:
    question = Question.model_validate(asked(cite=[["a", "b"], ["c"]]))
    scores = score_rankings([question], [["x", "b", "x", "a", "y", "z", "c"]])["q1"]
    assert (scores.recall_5, scores.recall_10) == (0.5, 1.0)
    assert scores.mrr == 0.5
    gains = 1 / np.log2([3, 4, 7])  # ranks 2, 3 and 6, as what comes twice counts once
    assert scores.ndcg_10 == pytest.approx(gains.sum() / (1 / np.log2([2, 3, 4])).sum(), abs=1e-4)


def test_nothing_found_scores_nothing_and_questions_without_groups_are_left_out() -> None:
    questions = [Question.model_validate(row) for row in (asked(cite=[["a"]]), asked(id="q2"), asked(id="q3"))]
    nothing = Scores(recall_5=0.0, recall_10=0.0, mrr=0.0, ndcg_10=0.0)
    assert score_rankings(questions, [[], ["a"], []]) == {"q1": nothing}
    assert score_rankings(questions[:1], [["x", "y"]]) == {"q1": nothing}
    assert score_rankings([], []) == {}


def test_the_depth_counts_to_its_last_rank() -> None:
    question = Question.model_validate(asked(cite=[["a"]]))
    before = [f"x{number}" for number in range(99)]
    assert score_rankings([question], [[*before, "a"]])["q1"].mrr == pytest.approx(0.01)
    assert score_rankings([question], [[*before, "x99", "a"]])["q1"].mrr == 0.0


# Intervals


def test_an_interval_is_the_same_each_time_and_holds_what_is_known_of_a_share() -> None:
    values = [1.0] * 80 + [0.0] * 20
    first = interval(values)
    assert first == interval(values)
    assert first.mean == 0.8
    assert first.low == pytest.approx(0.72, abs=0.011) and first.high == pytest.approx(0.88, abs=0.011)


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    found = [interval(random.normal(0, 1, 60).tolist(), resamples=600, seed=at) for at in range(300)]
    covered = sum((one.low or 0) <= 0 <= (one.high or 0) for one in found)
    assert 0.90 <= covered / len(found) <= 0.98


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_interval_stays_within_its_values(values: list[float]) -> None:
    one = interval(values, resamples=200)
    assert one.low is not None and one.high is not None and one.mean is not None
    tolerance = 1e-9
    assert min(values) - tolerance <= one.low <= one.high <= max(values) + tolerance


def test_no_values_give_no_interval_and_nothing_to_tell_apart() -> None:
    none = Interval(n=0, mean=None, low=None, high=None)
    assert interval([]) == none
    assert not none.clear and not none.apart(interval([1.0, 0.0]))


def test_a_paired_difference_sees_what_two_intervals_cannot() -> None:
    old = np.random.default_rng(3).uniform(0, 1, 100)
    new = old + 0.02
    assert not interval(new.tolist()).apart(interval(old.tolist()))
    assert difference(new.tolist(), old.tolist()).clear
    assert not difference(old.tolist(), old.tolist()).clear
    with pytest.raises(ValueError, match="longer"):
        difference([1.0], [1.0, 0.0])


# Balance


def test_balance_counts_only_what_takes_a_side() -> None:
    pairs = {pair["question"]["id"]: pair for pair in map(json.loads, (CASES / "made_up.jsonl").open(encoding="utf-8"))}

    def of(key: str) -> Any:
        pair = pairs[key]
        return room(Question.model_validate(pair["question"]), Answer.model_validate(pair["answer"]))

    assert of("faithful") is None
    assert (of("balanced").protect, of("balanced").restrict, of("balanced").fair) == (1, 2, False)
    total = balance([of("balanced"), of("one-side")])
    assert (total.answers, total.fair, total.protect_leads, total.restrict_leads) == (2, 0, 2, 0)
    assert total.protect_share == pytest.approx((1 / 3 + 1) / 2)
    assert balance([]).protect_share is None


# Two runs


def test_two_runs_are_compared_by_question() -> None:
    old = evaluation(outcome("a"), outcome("b", "is wrong"), outcome("c", "is wrong"), outcome("gone"))
    new = evaluation(outcome("a", "cites x"), outcome("b"), outcome("c", "is wrong still"), outcome("added"))
    found = compare(new, old)
    assert [(change.id, change.lacks) for change in found.better] == [("b", ("is wrong",))]
    assert [(change.id, change.lacks) for change in found.worse] == [("a", ("cites x",))]
    assert (found.shared, found.added, found.gone) == (3, ("added",), ("gone",))
    assert found.rate.mean == 0.0 and not found.rate.clear


def test_a_question_asked_in_other_words_is_another_question() -> None:
    found = compare(evaluation(outcome("a")), evaluation(outcome("a", "is wrong", question="Something else?")))
    assert (found.shared, found.added, found.gone, found.better) == (0, ("a",), ("a",), ())
    assert found.rate.mean is None


def test_a_result_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    result = evaluation(outcome("a"), outcome("b", "lacks “ü” | all", follows=True, skill="follow-up"))
    write_report(result, tmp_path / "new" / "report")
    assert read_result(tmp_path / "new" / "report" / "evaluation.json") == result


@pytest.mark.parametrize("content", ["", "{}", '{"format": 2}', "\ud800", "[" * 100_000])
def test_a_file_that_is_no_result_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "old.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(ResultUnreadable, match=r"is no result of `evaluate --report` of this version .+; run the old"):
        read_result(path)


# Reports


def test_a_report_shows_figures_baselines_and_failing_questions(tmp_path: Path) -> None:
    result = evaluation(outcome("a"), outcome("b", "cites none of x", skill="term"))
    paths = write_report(result, tmp_path, compare(result, evaluation(outcome("a"), outcome("b", skill="term"))))
    assert [path.name for path in paths] == ["evaluation.json", "evaluation.md", "skills.png", "retrieval.png"]
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in ("skills.png", "retrieval.png"))
    text = (tmp_path / "evaluation.md").read_text(encoding="utf-8")
    for line in (
        "1 of 2 pass: 0.500 (0.000 to 1.000). Focus 1.000.",
        "| quote | 1 | 1 | 1.000 (1.000 to 1.000) |",
        "| bm25 | 2 | 0.000 (0.000 to 0.000) |",
        "| bm25 | +0.000 (+0.000 to +0.000) | +0.000 (+0.000 to +0.000) | +0.250 (-0.250 to +0.750) |",
        "| b | term | What is b? | cites none of x |",
        "| Worse | skill | question | what lacks |",
    ):
        assert line in text
    assert json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8"))["summary"]["rate"]["mean"] == 0.5


@pytest.mark.parametrize("hostile", ["a | b", "<script>", "line\nbreak", "![x](y)", "`", "\\", "# head", "*"])
def test_no_question_breaks_the_report(hostile: str) -> None:
    text = markdown(evaluation(outcome("a", "lacks", question=hostile)))
    (row,) = [line for line in text.splitlines() if line.startswith("| a |")]
    assert row.replace("\\\\", "").replace("\\|", "").count("|") == 5
    assert "<script>" not in text.replace("\\<", "") and "![x](" not in row.replace("\\[", "")


def test_a_run_without_rankings_and_failures_is_a_report_too(tmp_path: Path) -> None:
    result = evaluation(outcome("a", retrieval={}, printed={}))
    paths = write_report(result, tmp_path)
    assert "retrieval.png" not in [path.name for path in paths]
    text = (tmp_path / "evaluation.md").read_text(encoding="utf-8")
    assert "## Retrieval" not in text and text.endswith("## Failing questions\n\nNone.\n")


# Exports


@pytest.fixture
def made_up(made_up_corpus: Path) -> tuple[Run, Corpus]:
    """A run over three answered questions, the second of which follows a turn and the last wants nothing cited."""
    pairs = {pair["question"]["id"]: pair for pair in map(json.loads, (CASES / "made_up.jsonl").open(encoding="utf-8"))}
    turn = {"role": "user", "content": "Who spoke?"}
    rows = [pairs["faithful"]["question"], pairs["third"]["question"] | {"history": [turn]}, asked(says=["x", ["y"]])]
    answers = [pairs[key]["answer"] for key in ("faithful", "wrong-citation", "refused")]
    run = Run(
        questions=tuple(Question.model_validate(row) for row in rows),
        answers=tuple(Answer.model_validate(answer) for answer in answers),
        evaluation=evaluation(outcome("a")),
    )
    return run, load_corpus(made_up_corpus)


def test_ragas_gets_its_field_names(made_up: tuple[Run, Corpus]) -> None:
    rows = list(ragas_rows(*made_up))
    assert {tuple(row) for row in rows} == {
        (
            "user_input",
            "response",
            "retrieved_contexts",
            "retrieved_context_ids",
            "reference",
            "reference_contexts",
            "reference_context_ids",
        )
    }
    first, second, third = rows
    assert first["user_input"] == "Who spoke of a second thief?"
    assert first["response"].endswith("[1]")
    assert first["retrieved_context_ids"] == [THIEF]
    assert first["retrieved_contexts"][0].startswith("Testina Exampleton, Head, Institute for Examples: ")
    assert first["reference_context_ids"] == [THIEF, TERM]
    assert first["reference"].startswith("Testina Exampleton argued in her made-up lecture")
    assert second["user_input"] == "user: Who spoke?\nuser: Who spoke of a second thief?"
    assert (third["retrieved_contexts"], third["reference"]) == ([], "")
    assert [json.loads(line) for line in exported(*made_up, "ragas").splitlines()] == rows


def test_alce_gets_markers_before_the_full_stop_that_count_its_documents(made_up: tuple[Run, Corpus]) -> None:
    first, second, third = alce_object(*made_up)["data"]
    assert set(first) == {"question", "answer", "docs", "output", "qa_pairs"}
    assert first["output"] == "Testina Exampleton said that “a second key is a second thief” [1]."
    assert first["docs"] == [{"title": "On locks and keys", "text": first["docs"][0]["text"]}]
    assert first["docs"][0]["text"].endswith("“a second key is a second thief”")
    assert first["qa_pairs"] == [{"short_answers": ["Exampleton"]}]
    assert second["output"].endswith("This is about the lecture itself [2].")
    assert third["qa_pairs"] == [{"short_answers": ["x"]}, {"short_answers": ["y"]}]
    assert third["docs"] == []
    assert json.loads(exported(*made_up, "alce")) == alce_object(*made_up)
