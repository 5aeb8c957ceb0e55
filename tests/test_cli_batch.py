"""``batch``: JSON lines in, JSON lines out, and nothing lost in between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.engine import Bot
from bot.records import Answer, Turn

ROOT = Path(__file__).resolve().parent.parent
runner = CliRunner()


class Echo:
    """A bot that answers with what it was asked, so that its answers can be told apart."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        if question == "break":
            raise KeyboardInterrupt
        text = " | ".join([*(turn.content for turn in history), question])
        return Answer(
            kind="answer", text=text, sentences=(), citations=(), follow_ups=(), notices=(), writer="echo", seconds=0.0
        )


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> None:
    use(Echo(), monkeypatch)


def use(bot: Echo | Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened() -> Iterator[Echo | Bot]:
        yield bot

    monkeypatch.setattr("bot.cli.opening.opened_bot", opened)


def batch(folder: Path, content: str | bytes) -> tuple[Result, list[dict[str, Any]]]:
    """Run the command on a file of that content; what it wrote, line by line."""
    questions, answers = folder / "questions.jsonl", folder / "answers.jsonl"
    questions.write_bytes(content.encode() if isinstance(content, str) else content)
    result = runner.invoke(app, ["batch", str(questions), str(answers)])
    lines = answers.read_bytes().decode().split("\n") if answers.exists() else [""]
    assert lines.pop() == "", "the last line must be whole"
    return result, [json.loads(line) for line in lines]


def asked(number: int | str, question: str, **more: object) -> str:
    return json.dumps({"id": number, "question": question, **more}, ensure_ascii=False) + "\n"


@pytest.mark.usefixtures("echo")
def test_answers_come_in_the_order_of_the_questions_with_every_field(tmp_path: Path) -> None:
    result, answers = batch(tmp_path, "".join(asked(f"q{number}", f"question {number}") for number in range(50)))
    assert result.exit_code == 0, result.output
    assert result.stderr == "50 answered, 0 bad.\n"
    assert result.stdout == ""
    assert [(a["id"], a["text"]) for a in answers] == [(f"q{n}", f"question {n}") for n in range(50)]
    assert all(list(answer) == ["id", *Answer.model_fields] for answer in answers)
    assert not (tmp_path / "answers.jsonl.part").exists()


@pytest.mark.usefixtures("echo")
def test_bad_lines_are_named_and_the_rest_is_answered(tmp_path: Path) -> None:
    lines = [
        asked(1, "first"),
        "not JSON\n",
        '{"id": 3}\n',
        asked(4, "four", history=[{"role": "narrator", "content": "x"}]),
        asked(5, "five", history="none"),
        "[]\n",
        '{"id": 7, "question": ["a", "list"]}\n',
        '{"id": {}, "question": "an id that is none"}\n',
        "\n",
        asked(10, "last"),
    ]
    result, answers = batch(tmp_path, "".join(lines))
    assert result.exit_code == 1
    assert [answer["id"] for answer in answers] == [1, 10]
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        *(f"Line {number}" for number in range(2, 9)),
        "2 answered, 7 bad.",
    ]
    assert "Line 3: question: is missing.\n" in result.stderr
    assert "Line 4: history[1].role: must be 'user' or 'assistant'.\n" in result.stderr
    assert "Line 5: history: must be a list.\n" in result.stderr


@pytest.mark.usefixtures("echo")
def test_fields_of_other_programs_are_let_pass_and_an_id_is_optional(tmp_path: Path) -> None:
    result, answers = batch(tmp_path, '{"question": "x", "skill": "quote", "cite": [["a"]], "history": null}')
    assert result.exit_code == 0, result.output
    assert [(answer["id"], answer["text"]) for answer in answers] == [(None, "x")]


@pytest.mark.usefixtures("echo")
def test_history_reaches_the_bot(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "one"}, {"role": "assistant", "content": "two"}]
    _, answers = batch(tmp_path, asked(1, "three", history=turns))
    assert answers[0]["text"] == "one | two | three"


@pytest.mark.usefixtures("echo")
def test_unicode_stays_what_it_was(tmp_path: Path) -> None:
    question = "Qui a dit « clé » ? 暗号 \u202eمن قال 🔐\u2028"
    result, answers = batch(tmp_path, "\ufeff" + asked("é", question))
    assert result.exit_code == 0, result.output
    assert (answers[0]["id"], answers[0]["text"]) == ("é", question)


@pytest.mark.usefixtures("echo")
def test_bytes_that_are_no_text_are_a_bad_line(tmp_path: Path) -> None:
    lines = b'{"id": 1, "question": "\xff\xfe"}\n{"id": 2, "question": "\\ud800"}\n' + asked(3, "good").encode()
    result, answers = batch(tmp_path, lines)
    assert result.exit_code == 1
    assert [answer["id"] for answer in answers] == [3]


@pytest.mark.usefixtures("echo")
@pytest.mark.parametrize("content", ["", "\n", "\n \n\n"])
def test_an_empty_file_gives_an_empty_file(tmp_path: Path, content: str) -> None:
    result, answers = batch(tmp_path, content)
    assert (result.exit_code, answers) == (0, [])
    assert result.stderr == "0 answered, 0 bad.\n"
    assert (tmp_path / "answers.jsonl").exists()


@pytest.mark.usefixtures("echo")
def test_lines_of_unreasonable_depth_are_bad_lines(tmp_path: Path) -> None:
    deep = '{"id": 1, "question": ' + "[" * 100_000 + "]" * 100_000 + "}\n"
    result, answers = batch(tmp_path, deep + asked(2, "good"))
    assert result.exit_code == 1
    assert [answer["id"] for answer in answers] == [2]


@pytest.mark.usefixtures("echo")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40) | st.binary(max_size=40), max_size=6))
def test_no_line_whatsoever_keeps_the_others_from_being_answered(tmp_path: Path, noise: list[str | bytes]) -> None:
    lines = [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for text in noise]
    content = b"".join(line.replace(b"\n", b"") + b"\n" for line in lines) + asked("good", "good").encode()
    result, answers = batch(tmp_path, content)
    assert result.exit_code in (0, 1)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert answers[-1]["id"] == "good"


def test_the_real_bot_tells_a_huge_question_that_it_is_too_long(
    tmp_path: Path, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(bot, monkeypatch)
    result, answers = batch(
        tmp_path, asked(1, "encryption " * 500_000) + asked(2, "") + asked(3, "what is key escrow?")
    )
    assert result.exit_code == 0, result.output
    assert [answer["kind"] for answer in answers] == ["clarify", "clarify", "answer"]


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    result = runner.invoke(app, ["batch", str(tmp_path / "none.jsonl"), str(tmp_path / "answers.jsonl")])
    assert result.exit_code == 1
    assert result.stderr == f"{tmp_path / 'none.jsonl'}: no such file or directory.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answers", ["missing/answers.jsonl", "."])
def test_a_place_where_no_file_can_be_is_a_sentence(tmp_path: Path, answers: str) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(asked(1, "x"))
    result = runner.invoke(app, ["batch", str(questions), str(tmp_path / answers)])
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(str(tmp_path))


@pytest.mark.parametrize("way", ["the same name", "a link", "a hard link"])
def test_questions_are_never_overwritten_by_their_answers(tmp_path: Path, way: str) -> None:
    questions, answers = tmp_path / "questions.jsonl", tmp_path / "other.jsonl"
    questions.write_text(asked(1, "x"))
    match way:
        case "the same name":
            answers = tmp_path / "." / "questions.jsonl"
        case "a link":
            answers.symlink_to(questions)
        case _:
            answers.hardlink_to(questions)
    result = runner.invoke(app, ["batch", str(questions), str(answers)])
    assert result.exit_code == 1
    assert "cannot go into the file that the questions come from" in result.stderr
    assert questions.read_text() == asked(1, "x")


@pytest.mark.usefixtures("echo")
def test_what_was_answered_before_an_interruption_is_kept_and_so_are_older_answers(tmp_path: Path) -> None:
    (tmp_path / "answers.jsonl").write_text('{"id": "older"}\n')
    result, answers = batch(tmp_path, asked(1, "x") + asked(2, "y") + asked(3, "break") + asked(4, "z"))
    part = tmp_path / "answers.jsonl.part"
    assert result.exit_code != 0
    assert answers == [{"id": "older"}]
    assert [json.loads(line)["id"] for line in part.read_text().splitlines()] == [1, 2]
    assert result.stderr == f"Stopped early; what was answered until then is in {part}.\n"


@pytest.mark.usefixtures("echo")
def test_a_device_gets_the_answers_directly(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(asked(1, "x"))
    result = runner.invoke(app, ["batch", str(questions), "/dev/null"])
    assert result.exit_code == 0, result.output
    assert list(tmp_path.iterdir()) == [questions]


def test_from_stdin_to_stdout_each_answer_is_written_before_the_next_question_is_read(bot: Bot) -> None:
    command = [sys.executable, "-m", "bot", "batch", "-", "-"]
    environment = {**os.environ, "BOT_INDEX_DIR": str(bot.settings.index_path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin and process.stdout and process.stderr
        for number in (1, 3):
            process.stdin.write(asked(number, "hello").encode() + b"nonsense\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        assert process.stderr.readline().startswith(b"Line 2: no valid JSON")
        assert process.stderr.readline().startswith(b"Line 4: no valid JSON")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) != 0
        assert process.stdout.read() == b""
        assert b"Traceback" not in process.stderr.read()
