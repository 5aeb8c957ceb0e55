"""``python -m bot doctor``: a line each for what is well and what is not, and never a key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from model_server import KEY, Server, misbehaving, says
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.corpus import load_corpus
from bot.index import open_index
from bot.settings import Settings


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving() as server:
        server.behaviour = says("yes", usage=(21, 2))
        yield server


@pytest.fixture
def set_up(made_up_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings that lead to a small corpus with its index; returns the folder of the corpus."""
    folder = tmp_path / "index"
    open_index(Settings(corpus_dir=made_up_corpus, index_dir=folder), load_corpus(made_up_corpus)).close()
    monkeypatch.setenv("BOT_CORPUS_DIR", str(made_up_corpus))
    monkeypatch.setenv("BOT_INDEX_DIR", str(folder))
    monkeypatch.delenv("BOT_MODEL", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return made_up_corpus


def doctor() -> Result:
    result = CliRunner().invoke(app, ["doctor"])
    assert KEY not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def lines(result: Result) -> dict[str, str]:
    """What is told of each subject, with its mark."""
    told = {}
    for line in result.stdout.splitlines():
        mark, rest = line[:4].strip(), line[5:]
        subject, _, words = rest.partition(": ")
        told[subject] = f"{mark} {words}"
    return told


def test_all_is_well_without_a_model(set_up: Path) -> None:
    result = doctor()
    told = lines(result)
    assert result.exit_code == 0 and all(words.startswith("ok ") for words in told.values())
    assert "BOT_CORPUS_DIR" in told["settings"] and "4 records" in told["corpus"]
    assert "all-MiniLM-L6-v2" in told["embedding model"] and "4 passages" in told["index"]
    assert "BOT_MODEL is not set" in told["language model"]


def test_a_model_is_asked_once_and_its_cost_told(set_up: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_MODEL", "openai:made-up")
    monkeypatch.setenv("BOT_MODEL_URL", server.address)
    result = doctor()
    told = lines(result)
    assert result.exit_code == 0 and len(server.requests) == 1
    assert told["key"] == "ok in OPENAI_API_KEY" and "langchain-openai" in told["package"]
    assert "openai:made-up answered in " in told["language model"] and "21 tokens in, 2 out" in told["language model"]


@pytest.mark.parametrize(
    ("status", "todo"),
    [
        (401, "put a valid one into the environment variable above. (HTTP 401)"),
        (404, "check BOT_MODEL and BOT_MODEL_URL. (HTTP 404)"),
        (429, "its rate limit is reached"),
        (500, "try again later. (HTTP 500)"),
    ],
)
def test_what_a_provider_objects_to_comes_with_what_to_do(
    status: int, todo: str, set_up: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.behaviour = lambda exchange: exchange.error(status, f"no, {KEY}")
    monkeypatch.setenv("BOT_MODEL", "openai:made-up")
    monkeypatch.setenv("BOT_MODEL_URL", server.address)
    result = doctor()
    assert result.exit_code == 1
    assert lines(result)["language model"].startswith("FAIL openai:made-up: ") and todo in result.stdout


def test_a_password_in_an_address_is_not_shown(set_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_MODEL", "openai:made-up")
    monkeypatch.setenv("BOT_MODEL_URL", "http://somebody:made-up-password@127.0.0.1:9/v1")
    result = doctor()
    assert result.exit_code == 1 and "made-up-password" not in result.output
    assert "127.0.0.1:9 cannot be reached" in result.stdout


def test_a_missing_key_a_bad_name_and_a_bad_setting(set_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("BOT_MODEL", "openai:made-up")
    result = doctor()
    assert result.exit_code == 1 and lines(result)["key"].startswith("FAIL none: put it into")
    monkeypatch.setenv("BOT_MODEL", "made-up")
    result = doctor()
    assert result.exit_code == 1 and "must be provider:name" in lines(result)["language model"]
    monkeypatch.setenv("BOT_MODEL_TIMEOUT", "soon")
    result = doctor()
    assert result.exit_code == 1 and lines(result)["settings"].startswith("FAIL BOT_MODEL_TIMEOUT is 'soon'")


def test_a_faulty_corpus_and_a_missing_index(set_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_INDEX_DIR", str(tmp_path / "nowhere"))
    result = doctor()
    assert result.exit_code == 1
    assert lines(result)["index"].startswith("FAIL ") and "`python -m bot index` builds it." in result.stdout
    (set_up / "topics.yaml").write_text("topics: no list\n", encoding="utf-8")
    result = doctor()
    assert result.exit_code == 1 and "`python -m bot corpus check` names them." in lines(result)["corpus"]
