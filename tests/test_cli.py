"""``ask``, ``chat`` and ``serve`` as a person types them, and what they say when something is wrong."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.engine import Bot
from bot.records import Answer

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "Who said that Meta is rolling out the welcome mat for paedophiles?"
runner = CliRunner()


@pytest.fixture
def open_at_once(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands get the bot that the tests share instead of opening their own."""

    @contextmanager
    def opened() -> Iterator[Bot]:
        yield bot

    monkeypatch.setattr("bot.cli.opening.opened_bot", opened)


def run(*arguments: str, typed: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "bot", *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(
        command, cwd=ROOT, env=environment, input=typed, capture_output=True, text=True, timeout=300, check=False
    )


def test_help_is_not_held_up_by_heavy_libraries() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from bot.cli import app;"
        "print(CliRunner().invoke(app, ['--help']).exit_code, *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    status, *modules = done.stdout.split()
    assert status == "0"
    assert not {"torch", "transformers", "chromadb", "gradio", "langchain_core", "numpy", "pydantic"} & set(modules)


def test_the_package_is_imported_without_its_engine() -> None:
    code = "import sys, bot; print('torch' in sys.modules, 'bot.engine' in sys.modules, dir(bot))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("False False")
    assert all(name in done.stdout for name in ("Answer", "Bot", "Settings"))


def test_the_package_offers_the_bot_and_nothing_made_up() -> None:
    import bot.engine
    import bot.records
    import bot.settings

    assert bot.Bot is bot.engine.Bot
    assert bot.Answer is bot.records.Answer
    assert bot.Settings is bot.settings.Settings
    with pytest.raises(AttributeError, match="no attribute 'Robot'"):
        bot.Robot  # noqa: B018


@pytest.mark.usefixtures("open_at_once")
def test_ask_prints_the_answer_and_its_sources() -> None:
    result = runner.invoke(app, ["ask", QUESTION])
    assert result.exit_code == 0, result.output
    assert "Susie Hargreaves" in result.stdout
    text, sources = result.stdout.split("\nSources\n")
    assert "[1]" in text
    assert sources.startswith("[1] Susie Hargreaves (Chief Executive, Internet Watch Foundation; 7 December 2023;")
    assert "https://" in sources
    assert result.stderr == ""


@pytest.mark.usefixtures("open_at_once")
def test_ask_takes_words_without_quotation_marks() -> None:
    as_words = runner.invoke(app, ["ask", "what", "is", "key", "escrow?"])
    as_one = runner.invoke(app, ["ask", "what is key escrow?"])
    assert as_words.exit_code == 0
    assert as_words.stdout == as_one.stdout


@pytest.mark.usefixtures("open_at_once")
def test_ask_with_earlier_turns_reads_the_question_in_their_light(tmp_path: Path) -> None:
    turns = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "Susie Hargreaves did, on 7 December 2023. [1]"},
    ]
    history = tmp_path / "history.json"
    history.write_text(json.dumps(turns))
    alone = runner.invoke(app, ["ask", "--json", "When did she say that?"])
    after = runner.invoke(app, ["ask", "--json", "--history", str(history), "When did she say that?"])
    speakers = {citation.speaker for citation in Answer.model_validate_json(after.stdout).citations}
    assert "Susie Hargreaves" in speakers
    assert alone.stdout != after.stdout


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('[{"role": "narrator", "content": "x"}]', "[1].role: must be 'user' or 'assistant'."),
        ('[{"role": "user", "content": "x"}, {"role": "user"}]', "[2].content: is missing."),
        ('{"role": "user"}', "must be a list."),
        ("[", "no valid JSON: EOF while parsing a list at line 1 column 1."),
        ("", "no valid JSON: EOF while parsing a value at line 1 column 0."),
    ],
)
def test_a_wrong_history_is_one_sentence(tmp_path: Path, content: str, complaint: str) -> None:
    history = tmp_path / "history.json"
    history.write_text(content)
    result = runner.invoke(app, ["ask", "--history", str(history), QUESTION])
    assert result.exit_code == 1
    assert result.stderr == f"{history}: {complaint}\n"
    assert result.stdout == ""


def test_a_missing_history_is_one_sentence(tmp_path: Path) -> None:
    result = runner.invoke(app, ["ask", "--history", str(tmp_path / "none.json"), QUESTION])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path / 'none.json'}: no such file or directory.\n"


def test_json_in_a_process_of_its_own_is_the_answer_and_nothing_else(bot: Bot) -> None:
    """In UTF-8 as well where the terminal is not."""
    variables = {"BOT_INDEX_DIR": str(bot.settings.index_path), "PYTHONIOENCODING": "ascii"}
    done = run("ask", "--json", QUESTION, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    fields = json.loads(done.stdout)
    assert "“" in fields["text"]
    assert fields.keys() == Answer.model_fields.keys()
    expected = bot.ask(QUESTION).model_dump(mode="json")
    assert {**fields, "seconds": 0} == {**expected, "seconds": 0}


@pytest.mark.usefixtures("open_at_once")
def test_chat_remembers_until_it_is_left() -> None:
    result = runner.invoke(app, ["chat"], input=f"{QUESTION}\n\nWhen did she say that?\nEXIT\nnever read\n")
    assert result.exit_code == 0, result.output
    first, second = result.stdout.split("\nSources\n")[:2]
    assert "Susie Hargreaves" in first
    assert "7 December 2023" in second.split("Ask next")[-1] or "Susie Hargreaves" in second.split("Ask next")[-1]
    assert result.stdout.count("\nSources\n") == 2


@pytest.mark.usefixtures("open_at_once")
def test_chat_asks_the_follow_up_whose_number_is_typed() -> None:
    offered = runner.invoke(app, ["chat"], input="what is key escrow?\n")
    follow_up = offered.stdout.split("Ask next\n1. ")[1].splitlines()[0]
    result = runner.invoke(app, ["chat"], input="what is key escrow?\n1\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.count(follow_up) >= 2


@pytest.mark.usefixtures("open_at_once")
@pytest.mark.parametrize("typed", ["", "\n\n", "quit\n"])
def test_chat_without_a_question_ends_quietly(typed: str) -> None:
    result = runner.invoke(app, ["chat"], input=typed)
    assert result.exit_code == 0
    assert result.stdout.strip() == ""


@pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["serve"], ["index"], ["index", "status"]])
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"BOT_PORT": "abc"}, "BOT_PORT is 'abc': it must be a whole number.\n"),
        ({"BOT_PORT": "0"}, "BOT_PORT is '0': it must be at least 1.\n"),
        ({"BOT_PORT": "70000"}, "BOT_PORT is '70000': it must be at most 65535.\n"),
        ({"BOT_CORPUS_DIR": "/nowhere"}, "The corpus in /nowhere has 1 fault:\n"),
    ],
)
def test_bad_settings_are_a_sentence(
    command: list[str], variables: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = runner.invoke(app, command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(sentence)


@pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["serve"], ["index"]])
def test_an_unknown_model_is_a_sentence(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_EMBEDDING_MODEL", "made-up/model")
    result = runner.invoke(app, command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("The embedding model 'made-up/model'")
    assert result.stderr.count("\n") == 1


def test_serve_on_a_port_in_use_says_so_and_ends() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("serve", "--port", port)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} on 127.0.0.1 cannot be had")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_bug_keeps_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("bug")

    monkeypatch.setattr("bot.cli.opening.opened_bot", broken)
    result = runner.invoke(app, ["ask", "x"])
    assert isinstance(result.exception, KeyError)
