"""``index`` and ``index status`` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.index import app

runner = CliRunner()


@pytest.fixture
def index_dir(made_up_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOT_CORPUS_DIR", str(made_up_corpus))
    monkeypatch.setenv("BOT_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "index"


def test_from_nothing_to_current_and_rebuilt(index_dir: Path) -> None:
    none = runner.invoke(app, ["status"])
    assert none.exit_code == 1
    assert "There is no index yet." in none.stdout
    assert str(index_dir) in none.stdout

    built = runner.invoke(app, [])
    assert built.exit_code == 0
    assert built.stdout.startswith("The index is ready: ")
    assert "There is no index yet. Building it now." in built.stderr

    again = runner.invoke(app, [])
    assert (again.exit_code, again.stdout, again.stderr) == (0, built.stdout, "")

    status = runner.invoke(app, ["status"])
    assert status.exit_code == 0
    for part in ("all-MiniLM-L6-v2", "chromadb", " MB", "0 taken over", "current"):
        assert part in status.stdout

    rebuilt = runner.invoke(app, ["--rebuild"])
    assert rebuilt.exit_code == 0
    assert rebuilt.stdout != built.stdout  # another build serves
    assert "0 taken over" in rebuilt.stderr


def test_faults_are_told_in_words(index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_EMBEDDING_MODEL", "no-such-model")
    result = runner.invoke(app, [])
    assert result.exit_code == 1
    assert "no-such-model" in result.stderr and "BOT_EMBEDDING_MODEL" in result.stderr
    assert "Traceback" not in result.output
    monkeypatch.setenv("BOT_CORPUS_DIR", str(index_dir / "nothing-here"))
    for arguments in ([], ["status"]):
        result = runner.invoke(app, arguments)
        assert result.exit_code == 1
        assert "nothing-here" in result.stderr
        assert isinstance(result.exception, SystemExit)


def test_rebuild_does_not_go_with_status(index_dir: Path) -> None:
    assert runner.invoke(app, ["--rebuild", "status"]).exit_code == 2
    assert not index_dir.exists()
