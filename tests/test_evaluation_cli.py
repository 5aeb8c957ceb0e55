"""``evaluate`` on the command line, with the real bot and a handful of questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.engine import Bot

runner = CliRunner()
OWN = Path(__file__).resolve().parent / "questions" / "own.jsonl"


@pytest.fixture
def real(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened() -> Iterator[Bot]:
        yield bot

    monkeypatch.setattr("bot.cli.opening.opened_bot", opened)


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with the arguments is said before the bot is opened."""

    def opened() -> Bot:
        raise AssertionError("the bot was opened")

    monkeypatch.setattr("bot.cli.opening.opened_bot", opened)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A greeting, a question that passes whenever retrieval finds one exact quotation, and one that cannot pass."""
    quotation = next(json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines())
    rows: list[dict[str, Any]] = [
        {"id": "greeting", "question": "hello", "skill": "about", "kind": "about"},
        quotation,
        {**quotation, "id": "hopeless", "cite": [["no-such-record"]], "says": ["| no *such* words |"]},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def evaluate(*arguments: object) -> Result:
    return runner.invoke(app, ["evaluate", *map(str, arguments)])


@pytest.mark.usefixtures("real")
def test_a_run_shows_what_failed_and_writes_what_was_asked_for(questions: Path, tmp_path: Path) -> None:
    report = tmp_path / "a" / "report"
    baselines = [part for name in ("bm25", "embeddings", "ensemble") for part in ("--baseline", name)]
    result = evaluate(questions, *baselines, "--report", report, "--export", "ragas", "--export", "alce")
    assert result.exit_code == 0, result.output
    assert "The corpus lacks no-such-record, which questions ask to be cited.\n" in result.stderr
    assert "hopeless [quote] " in result.stdout
    assert "    cites none of no-such-record; does not say “| no *such* words |”" in result.stdout
    assert "about 1/1  quote 1/2\n" in result.stdout
    assert [line.split(":")[0] for line in result.stdout.splitlines() if "MRR" in line] == [
        "bot", "bm25", "embeddings", "ensemble"
    ]  # fmt: skip
    assert "passed 2/3 = 0.667 (" in result.stdout.splitlines()[-1]
    assert sorted(path.name for path in report.iterdir()) == [
        "alce.json", "evaluation.json", "evaluation.md", "ragas.jsonl", "retrieval.png", "skills.png"
    ]  # fmt: skip
    assert len((report / "ragas.jsonl").read_text(encoding="utf-8").splitlines()) == 3

    again = evaluate(questions, "--against", report / "evaluation.json")
    assert again.exit_code == 0, again.output
    assert "against the earlier run, 3 questions in common (0 added, 0 gone): pass rate +0.000" in again.stdout


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize(("rate", "status"), [("0.66", 0), ("0.67", 1)])
def test_a_pass_rate_under_the_bar_is_exit_1(questions: Path, rate: str, status: int) -> None:
    result = evaluate(questions, "--fail-under", rate)
    assert result.exit_code == status, result.output
    assert ("The pass rate 0.667 is under 0.67." in result.stderr) == bool(status)


@pytest.mark.usefixtures("never")
def test_what_cannot_be_is_said_in_a_sentence_before_anything_is_asked(questions: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("nonsense\n")
    for arguments, words in (
        ([tmp_path / "none.jsonl"], f"{tmp_path / 'none.jsonl'}: no such file or directory."),
        ([bad], f"{bad}, line 1: Invalid JSON"),
        ([questions, "--export", "alce"], "name one with --report DIR."),
        ([questions, "--against", bad], f"{bad}: is no result of"),
        ([questions, "--report", bad], f"{bad}: file exists."),
    ):
        result = evaluate(*arguments)
        assert result.exit_code == 1, result.output
        assert result.stderr.count("\n") == 1 and words in result.stderr
    assert evaluate(questions, "--fail-under", "94").exit_code == 2
    assert evaluate(questions, "--baseline", "magic").exit_code == 2


@pytest.mark.usefixtures("never")
def test_a_missing_library_is_named_with_the_way_to_install_it(
    questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "bot.evaluation.extra.find_spec", lambda name: None if name == "langchain_classic" else find_spec(name)
    )
    result = evaluate(questions, "--baseline", "ensemble")
    assert result.exit_code == 1
    assert result.stderr.startswith("The evaluation needs langchain_classic, which is not installed: add it by `pip ")
