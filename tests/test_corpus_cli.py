"""``corpus check``, ``corpus schema`` and ``corpus stats`` as a person types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.corpus import app

ROOT = Path(__file__).resolve().parent.parent
runner = CliRunner()


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_check_of_the_real_corpus() -> None:
    result = runner.invoke(app, ["check"])
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    assert result.stdout.startswith("No faults: ")


def test_check_takes_the_folder_from_the_environment(made_up_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_CORPUS_DIR", str(made_up_corpus))
    result = runner.invoke(app, ["check"])
    assert result.stdout == "No faults: 2 statements, 1 background text, 1 event, 2 speakers and 1 source.\n"


def test_check_prints_a_line_a_fault_and_exits_1(made_up_corpus: Path) -> None:
    path = made_up_corpus / "sources/2024/locks.yaml"
    path.write_text(
        path.read_text().replace("stance: protect", "stance: loud").replace("role: Head, ", "rolle: Head, ")
    )
    result = runner.invoke(app, ["check", "--corpus", str(made_up_corpus)])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "sources/2024/locks.yaml:8: statements[1].role: the field is missing",
        "sources/2024/locks.yaml:11: statements[1].rolle: unknown field; did you mean 'role'?",
        "sources/2024/locks.yaml:16: statements[1].stance: "
        "must be one of 'protect', 'restrict' or 'balance', not 'loud'",
    ]
    assert "3 faults in 1 file." in result.stderr


def test_check_says_what_it_ignores_without_failing(made_up_corpus: Path) -> None:
    (made_up_corpus / "sources/2024/notes.txt").write_text("remember the milk")
    result = runner.invoke(app, ["check", "--corpus", str(made_up_corpus)])
    assert result.exit_code == 0
    assert "sources/2024/notes.txt: ignored" in result.stderr


@pytest.mark.parametrize("command", ["check", "stats"])
def test_no_such_folder(tmp_path: Path, command: str) -> None:
    result = runner.invoke(app, [command, "--corpus", str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "nowhere" in result.output and "there is no such folder" in result.output
    assert "Traceback" not in result.output


def test_stats_counts_by_side_year_country_topic_speaker(made_up_corpus: Path) -> None:
    result = runner.invoke(app, ["stats", "--corpus", str(made_up_corpus)])
    assert result.exit_code == 0, result.output
    for title in ("side", "year", "country", "topic", "speaker"):
        assert f"Statements by {title}" in result.stdout
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in result.stdout.splitlines() if "│" in line]
    assert ["protect: for strong encryption", "1"] in rows
    assert ["2024", "2"] in rows and ["GB", "2"] in rows and ["key-escrow", "1"] in rows
    assert ["Testina Exampleton", "1"] in rows
    assert "newest entry 2024-05-07" in result.stdout
    assert "more speaker" not in result.stdout


def test_stats_shortens_the_speakers_unless_asked() -> None:
    short = runner.invoke(app, ["stats"]).stdout
    whole = runner.invoke(app, ["stats", "--all"]).stdout
    assert "more speakers: --all lists them" in short
    assert "more speakers" not in whole
    assert whole.count("\n") > short.count("\n") + 400


def test_stats_as_json(made_up_corpus: Path) -> None:
    counts = json.loads(runner.invoke(app, ["stats", "--json", "--corpus", str(made_up_corpus)]).stdout)
    assert (counts["statements"], counts["filled"]["quote"], counts["replies"]) == (2, 1, 1)
    assert counts["by_stance"] == {"balance": 1, "protect": 1}


def test_stats_of_a_faulty_corpus_names_the_fault(made_up_corpus: Path) -> None:
    (made_up_corpus / "timeline.yaml").write_text("")
    result = runner.invoke(app, ["stats", "--corpus", str(made_up_corpus)])
    assert result.exit_code == 1
    assert "timeline.yaml:1: -: the file is empty" in result.stderr


def test_schema_prints_and_writes(made_up_corpus: Path) -> None:
    printed = json.loads(runner.invoke(app, ["schema"]).stdout)
    result = runner.invoke(app, ["schema", "--write", "--corpus", str(made_up_corpus)])
    assert result.exit_code == 0, result.output
    written = {path.name: json.loads(path.read_text()) for path in (made_up_corpus / "schema").iterdir()}
    assert written == printed
    assert runner.invoke(app, ["check", "--corpus", str(made_up_corpus)]).exit_code == 0


def test_schema_is_not_written_into_nowhere(tmp_path: Path) -> None:
    result = runner.invoke(app, ["schema", "--write", "--corpus", str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert not (tmp_path / "nowhere").exists()


def test_the_command_line_starts_without_heavy_imports() -> None:
    code = "import sys, bot.cli.corpus; print([m for m in ('yaml', 'torch', 'chromadb', 'gradio') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
