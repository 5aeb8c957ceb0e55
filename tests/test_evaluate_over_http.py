"""The outsider's evaluation script, run as one would run it, against a page over a bot that answers at once."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_samples import served
from page_samples import StubBot

from bot.records import Answer

SCRIPT = Path(__file__).resolve().parent.parent / "examples" / "evaluate_over_http.py"
QUESTIONS: list[dict[str, Any]] = [
    {"id": "q1", "question": "Who?", "kind": "answer", "cite": [["nobody", "exampleton-2024-lock-1"]]},
    {"id": "q2", "question": "break", "kind": "answer"},
    {"id": "q3", "question": "x" * 2001, "kind": ["answer", "no_evidence"]},
    {"id": "q4", "question": "Ünd?", "history": [{"role": "user", "content": "Who?"}], "cite": [["elsewhere"]]},
]


@pytest.fixture(scope="module")
def bot() -> StubBot:
    return StubBot()


@pytest.fixture(scope="module")
def address(bot: StubBot) -> Iterator[str]:
    with served(bot) as address:
        yield address


def _run(folder: Path, address: str, questions: object = QUESTIONS, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the script outside the project, on the files questions.jsonl and answers.jsonl of a folder."""
    file = folder / "questions.jsonl"
    if isinstance(questions, str):
        file.write_text(questions, encoding="utf-8")
    elif isinstance(questions, list):
        file.write_text("".join(f"{json.dumps(item)}\n" for item in questions), encoding="utf-8")
    command = [sys.executable, "-I", str(SCRIPT), address, str(file), str(folder / "answers.jsonl"), *more]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120)


def _answers(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    return {(line := json.loads(text)).pop("id"): line for text in lines}


def test_answers_are_kept_one_failure_is_survived_and_the_sum_is_told(tmp_path: Path, address: str) -> None:
    ran = _run(tmp_path, address)
    assert ran.returncode == 1
    assert "q2: failed:" in ran.stderr
    kept = _answers(tmp_path)
    assert list(kept) == ["q1", "q3", "q4"]
    assert all(Answer.model_validate(answer) for answer in kept.values())
    assert kept["q4"]["citations"][0]["id"] == "exampleton-2024-lock-2", "the history was not sent"
    assert "[1/4] q1: answer" in ran.stdout
    assert "3 of 4 questions have an answer." in ran.stdout
    assert "Kinds: answer 2, clarify 1." in ran.stdout
    assert "Of a kind that is wanted: 1 of 2 (50%)." in ran.stdout
    assert "Citing all: 1 of 2 (50%)." in ran.stdout


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(tmp_path: Path, address: str, bot: StubBot) -> None:
    good = [QUESTIONS[0], QUESTIONS[2], QUESTIONS[3]]
    assert _run(tmp_path, address, good[:1]).returncode == 0
    with (tmp_path / "answers.jsonl").open("a") as file:
        file.write('{"id": "q3", "kind": "ans')
    asked = len(bot.histories)
    ran = _run(tmp_path, address, good)
    assert ran.returncode == 0
    assert "3 questions, 1 of them answered before." in ran.stdout
    assert len(bot.histories) == asked + 2
    assert list(_answers(tmp_path)) == ["q1", "q3", "q4"]


def test_a_finished_run_needs_no_page(tmp_path: Path, address: str) -> None:
    assert _run(tmp_path, address, QUESTIONS[:1]).returncode == 0
    again = _run(tmp_path, "http://127.0.0.1:1", QUESTIONS[:1])
    assert again.returncode == 0
    assert "Citing all: 1 of 1 (100%)." in again.stdout


def test_many_failures_in_a_row_end_the_run(tmp_path: Path, address: str) -> None:
    ran = _run(tmp_path, address, [{"id": f"q{number}", "question": "break"} for number in range(9)])
    assert ran.returncode == 1
    assert ran.stderr.count("failed:") == 5
    assert "the rest is not asked" in ran.stderr
    assert "0 of 9 questions have an answer." in ran.stdout


def test_limit_asks_the_first_only(tmp_path: Path, address: str) -> None:
    assert _run(tmp_path, address, QUESTIONS, "--limit", "1").returncode == 0
    assert list(_answers(tmp_path)) == ["q1"]


@pytest.mark.parametrize(
    ("questions", "complaint"),
    [
        ("", "holds no question"),
        ("not json\n", "line 1: is no JSON"),
        ('\n{"id": 1, "question": "x"}\n', "line 2: must be an object with an id and a question"),
        ('["x"]', "line 1: must be an object"),
        ('{"id": "a", "question": "x"}\n{"id": "a", "question": "y"}\n', "line 2: the id 'a' stands there twice"),
        (None, "No such file"),
    ],
)
def test_a_file_that_is_none_is_named_with_its_line(tmp_path: Path, questions: str | None, complaint: str) -> None:
    ran = _run(tmp_path, "http://127.0.0.1:1", questions)
    assert ran.returncode == 2
    assert complaint in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("diary", ["my diary\n", "my diary"])
def test_another_file_is_not_overwritten(tmp_path: Path, diary: str) -> None:
    (tmp_path / "answers.jsonl").write_text(diary)
    ran = _run(tmp_path, "http://127.0.0.1:1")
    assert ran.returncode == 2
    assert "answer of an earlier run; name another file" in ran.stderr
    assert (tmp_path / "answers.jsonl").read_text() == diary


def test_an_address_without_a_page_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ran = _run(tmp_path, f"http://127.0.0.1:{port}")
    assert (ran.returncode, "no page answers there" in ran.stderr) == (2, True)
    assert "Traceback" not in ran.stderr
    assert "begins with http" in _run(tmp_path, "somebody/space").stderr


def test_help_says_what_goes_in_and_what_comes_out(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, str(SCRIPT), "--help"], capture_output=True, text=True, check=True)
    for word in ("ADDRESS", "QUESTIONS", "ANSWERS", "--timeout", "history", "Exits 0"):
        assert word in ran.stdout
