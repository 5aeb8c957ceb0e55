"""``corpus add``, ``corpus remove`` and ``corpus list`` as a person types them, and what a kill leaves behind."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from document_samples import HOSTILE, QUOTE, hostile_files, mixed_folder, pdf_file, text_file
from typer.testing import CliRunner

from bot.cli.corpus import app
from bot.cli.errors import sentence_for
from bot.documents.document import Document
from bot.documents.errors import DamagedRecord
from bot.documents.store import load_documents

ROOT = Path(__file__).resolve().parent.parent
runner = CliRunner()


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of documents of an empty corpus; terminals are wide."""
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.setenv("BOT_CORPUS_DIR", str(tmp_path / "corpus"))
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus" / "documents"


def add(*arguments: str | Path, status: int = 0, stdin: bytes = b"") -> str:
    result = runner.invoke(app, ["add", *map(str, arguments)], input=stdin)
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    return result.stdout


def contents(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.glob("*.json")}


def rows(output: str) -> dict[str, list[str]]:
    lines = (line.strip("│").split("│") for line in output.splitlines() if line.startswith("│"))
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}


def written(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_added_with_what_is_given_and_listed(tmp_path: Path, store: Path) -> None:
    path = written(tmp_path, "speech.txt", text_file())
    flags = [
        "--title",
        "On locks",
        "--publisher",
        "Specimen",
        "--url",
        "https://a.example/x",
        "--published",
        "7 May 2024",
    ]
    output = add(path, *flags, "--language", "en-GB")
    assert rows(output)["speech.txt"] == ["added", "1", "1", "0", ""]
    (document,) = load_documents(store)
    assert (document.id, document.publisher, document.published) == ("on-locks", "Specimen", "2024-05-07")
    assert (document.url, document.language, document.file) == ("https://a.example/x", "en", "speech.txt")
    assert document.text[document.blocks[0].start : document.blocks[0].end].count(QUOTE) == 1
    listed = runner.invoke(app, ["list"])
    assert "on-locks" in listed.stdout and "2024-05-07" in listed.stdout


def test_what_is_not_known_is_said(tmp_path: Path) -> None:
    output = add(written(tmp_path, "2024-05-07-speech.txt", text_file()))
    assert rows(output)["2024-05-07-speech.txt"][-1] == "not known: publisher, url"


def test_stdin_is_a_document_too(store: Path) -> None:
    add("-", "--title", "Piped", stdin=text_file())
    assert load_documents(store)[0].title == "Piped"


@pytest.mark.parametrize("flag", [("--url", "a.example"), ("--published", "soon"), ("--language", "Klingon?!")])
def test_flags_that_cannot_be_used_are_refused(tmp_path: Path, store: Path, flag: tuple[str, str]) -> None:
    add(written(tmp_path, "a.txt", text_file()), *flag, status=2)
    assert not store.exists()


def test_one_title_for_two_files_is_refused(tmp_path: Path) -> None:
    add(written(tmp_path, "a.txt", text_file()), written(tmp_path, "b.txt", b"Other."), "--title", "Both", status=2)


def test_the_same_again_changes_nothing_and_more_metadata_is_taken(tmp_path: Path, store: Path) -> None:
    path = written(tmp_path, "a.txt", text_file())
    add(path)
    before = contents(store)
    assert rows(add(path))["a.txt"][0] == "unchanged"
    assert contents(store) == before
    assert "the same as a.txt" in add(written(tmp_path, "copy.txt", text_file()))
    assert contents(store) == before
    assert rows(add(path, "--publisher", "Specimen"))["a.txt"][0] == "updated"
    assert [(d.id, d.publisher) for d in load_documents(store)] == [("a", "Specimen")]


def test_a_changed_file_replaces_its_document_under_the_same_id(tmp_path: Path, store: Path) -> None:
    add(written(tmp_path, "a.md", b"# First title\n\nOld words."))
    assert rows(add(written(tmp_path, "a.md", b"# Other title\n\nNew words.")))["a.md"][0] == "replaced"
    (document,) = load_documents(store)
    assert (document.id, document.title, document.text) == ("first-title", "Other title", "Other title\n\nNew words.")


def test_two_files_of_one_title_in_a_folder_are_two_documents(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "in"
    written(folder, "a.md", b"# Statement\n\nOne.")
    written(folder, "b.md", b"# Statement\n\nTwo.")
    add(folder)
    assert [document.id for document in load_documents(store)] == ["statement", "statement-2"]
    before = contents(store)
    add(folder)
    assert contents(store) == before


def test_same_title_elsewhere_replaces_only_where_the_source_agrees(tmp_path: Path, store: Path) -> None:
    add(written(tmp_path, "a.md", b"# Statement\n\nOne."), "--publisher", "Specimen")
    add(written(tmp_path, "b.md", b"# Statement\n\nTwo."), "--publisher", "Another")
    assert len(load_documents(store)) == 2
    assert "takes the place of a.md" in add(
        written(tmp_path, "c.md", b"# Statement\n\nThree."), "--publisher", "Specimen"
    )
    assert {document.file for document in load_documents(store)} == {"b.md", "c.md"}


def test_removed_is_gone_and_an_unknown_id_is_said(tmp_path: Path, store: Path) -> None:
    add(written(tmp_path, "a.txt", text_file()))
    assert runner.invoke(app, ["remove", "a"]).stdout == "removed: a\n"
    assert load_documents(store) == ()
    for id in ("a", "../speakers", ".lock"):
        result = runner.invoke(app, ["remove", id])
        assert result.exit_code == 1
        assert result.exception is not None
        assert "there is no such document" in str(sentence_for(result.exception))


def test_nothing_added_is_a_failure_in_plain_words(tmp_path: Path) -> None:
    assert "it cannot be read" in add(tmp_path / "nowhere.txt", status=1)
    (tmp_path / "hollow").mkdir()
    assert "no file" in add(tmp_path / "hollow", status=1)


def test_odd_file_names_stay_on_their_line(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "in"
    written(folder, "two\nlines [red].txt", text_file(["One."]))
    written(folder, "наречие.txt", text_file(["Two."]))
    written(folder, os.fsdecode(b"latin-\xe9.txt"), text_file(["Three."]))
    output = add(folder)
    assert {"two\\nlines [red].txt", "наречие.txt"} <= rows(output).keys()
    assert len(load_documents(store)) == 3


def test_a_folder_of_two_hundred_mixed_files_goes_in_with_one_command(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "in"
    mixed_folder(folder, 190)
    hostile_files(folder / "hostile")
    output = add(folder)
    table = rows(output)
    for name, said in HOSTILE.items():
        outcome, *_, reason = table[f"hostile/{name}"]
        assert outcome == "not added" and said in reason, name
    assert table["hostile/loop"][-1] == "a link to a folder is not followed"
    assert output.splitlines()[-1] == "201 files: 190 added, 10 not added, 1 passed over."
    documents = load_documents(store)
    assert len(documents) == 190
    assert {document.format for document in documents} == {"text", "markdown", "html", "docx", "rtf", "epub", "pdf"}
    assert all(QUOTE in document.text for document in documents if document.format != "pdf")


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bot", "corpus", "add", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_a_kill_in_the_middle_and_a_second_run_end_as_an_undisturbed_run(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    mixed_folder(folder, 70)
    process = _start(folder)
    deadline = time.monotonic() + 60
    while len(contents(store)) < 20 and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    half = load_documents(store)
    assert 20 <= len(half) < 70, "killed in the middle; every document that is there is whole"
    (store / ".half.tmp").write_text('{"id": "ha')
    add(folder)
    disturbed = contents(store)
    monkeypatch.setenv("BOT_CORPUS_DIR", str(tmp_path / "other"))
    (tmp_path / "other").mkdir()
    add(folder)
    assert disturbed == contents(tmp_path / "other/documents")
    assert [path.name for path in store.glob(".*")] == [".lock"]


def test_a_full_disk_leaves_the_old_document(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(written(tmp_path, "a.txt", b"Old words."))
    before = contents(store)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device", "documents")

    with monkeypatch.context() as patch:
        patch.setattr("bot.documents.store.os.fsync", full)
        result = runner.invoke(app, ["add", str(written(tmp_path, "a.txt", b"New words."))])
    assert isinstance(result.exception, OSError)
    assert contents(store) == before
    assert not list(store.glob("*.tmp")) and not list(store.glob(".*.tmp"))


def test_two_at_once_are_kept_apart(tmp_path: Path, store: Path) -> None:
    from filelock import FileLock

    store.mkdir()
    with FileLock(store / ".lock"):
        result = runner.invoke(app, ["add", str(written(tmp_path, "a.txt", text_file()))])
    assert result.exit_code == 1
    assert "another process is adding documents" in str(sentence_for(result.exception))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda fields: fields.pop("title"), "title: field required"),
        (lambda fields: fields["blocks"][0].update(end=10**6), "must lie within"),
        (lambda fields: fields.update(published="soon"), "published: "),
        (lambda fields: fields.update(id="b"), "id: it is 'b'"),
        (lambda fields: fields.update(text=5), "text: "),
    ],
)
def test_a_damaged_record_is_named_by_file_and_field(tmp_path: Path, store: Path, damage: object, said: str) -> None:
    add(written(tmp_path, "a.txt", text_file()))
    path = store / "a.json"
    fields = json.loads(path.read_text())
    damage(fields)  # type: ignore[operator]
    path.write_text(json.dumps(fields))
    with pytest.raises(DamagedRecord) as caught:
        load_documents(store)
    assert "a.json" in str(caught.value) and said in str(caught.value)
    assert "corpus remove a" in str(caught.value)
    assert runner.invoke(app, ["remove", "a"]).exit_code == 0


def test_a_record_cut_short_is_named(tmp_path: Path, store: Path) -> None:
    add(written(tmp_path, "a.txt", text_file()))
    (store / "a.json").write_text('{"id": "a"')
    with pytest.raises(DamagedRecord, match=r"a\.json: the whole file"):
        load_documents(store)


def test_quotations_are_counted_once_something_finds_them(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(document: Document) -> Document:
        return document.model_copy(update={"attributed": 1, "unattributed": 0})

    monkeypatch.setattr("bot.cli.documents.attribution", lambda: counted)
    assert rows(add(written(tmp_path, "a.txt", text_file())))["a.txt"][2:4] == ["1", "0"]
    assert load_documents(store)[0].attributed == 1


def test_five_hundred_pages_stay_within_memory_and_show_how_far_they_are(tmp_path: Path) -> None:
    lines = [f"Line {n} of a page in a long made-up report on locks and keys, set full." for n in range(12)]
    path = written(tmp_path, "report.pdf", pdf_file([lines] * 500, header="Report", footer=True))
    code = (
        "import re, sys; from pathlib import Path; from bot.documents.load import load\n"
        "seen = []\n"
        "document = load(Path(sys.argv[1]), progress=lambda done, total: seen.append((done, total)))\n"
        "kilobytes = int(re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text())[1])\n"
        "print(len(seen), *seen[-1], document.blocks[-1].page, kilobytes)"
    )
    found = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True)
    calls, done, total, page, kilobytes = map(int, found.stdout.split())
    assert (calls, done, total, page) == (500, 500, 500, 500)
    assert kilobytes < 1_500_000


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")
def test_on_a_terminal_what_is_missing_is_asked_for(tmp_path: Path, store: Path) -> None:
    path = written(tmp_path, "speech.txt", text_file())
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "corpus", "add", str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    # The second answer is no address, the third leaves it open.
    os.write(ours, b"Specimen\nno address\n\n7 May 2024\n")
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    assert process.wait() == 0
    assert shown.index(b"Who published it") < shown.index(b"Address at which") < shown.index(b"Date of publication")
    assert b"That is none" in shown
    (document,) = load_documents(store)
    assert (document.publisher, document.url, document.published) == ("Specimen", None, "2024-05-07")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # what Linux says at the end of a terminal
        return b""
