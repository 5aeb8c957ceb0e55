"""The rehearsal of a Space, without its downloads; what a Space starts; and what the container is made from."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from page_samples import StubBot

from bot.page import build_page, launch
from bot.settings import Settings
from rehearsal import account, app, checkout, space, visit
from rehearsal.failure import RehearsalFailed, last_lines

ROOT = Path(__file__).resolve().parent.parent
HEAD = "---\nsdk: gradio\nsdk_version: 1.2.3\npython_version: '3.11'\napp_file: app.py\n---\n# Made up\n"
THIS_USER = account.Runner(uid=None)

# --- what a Space starts


@pytest.mark.parametrize(
    ("variables", "host", "port"),
    [
        ({}, "0.0.0.0", 7860),
        ({"SPACE_ID": "somebody/space"}, "0.0.0.0", 7860),
        ({"BOT_HOST": "127.0.0.2", "BOT_PORT": "7999"}, "127.0.0.2", 7999),
        ({"BOT_HOST": "127.0.0.1"}, "127.0.0.1", 7860),
        ({"BOT_PORT": "7999"}, "0.0.0.0", 7999),
    ],
)
def test_app_serves_everybody_on_port_7860_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], host: str, port: int
) -> None:
    for name in ("SPACE_ID", "BOT_HOST", "BOT_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    launched: list[tuple[str, int]] = []

    def launch(_: object, host: str, port: int, __: Settings) -> str:
        launched.append((host, port))
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.page.serving.load_corpus", lambda _: None)
    monkeypatch.setattr("bot.page.serving.build_page", lambda *_, **__: None)
    monkeypatch.setattr("bot.page.serving.launch", launch)
    with pytest.raises(KeyboardInterrupt):
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
    assert launched == [(host, port)]


# Gradio's thread that looks for changed files on a Space wants one more package, and does without.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_on_a_space_the_page_is_not_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gradio's page would then ask huggingface.co about the Space, and Google for faces."""
    monkeypatch.setenv("SYSTEM", "spaces")
    monkeypatch.setenv("SPACE_ID", "someone/something")
    page = build_page(StubBot())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = launch(page, "127.0.0.1", port, Settings())
    try:
        with urllib.request.urlopen(f"{address}config") as answer:
            config = json.load(answer)
        with urllib.request.urlopen(address) as answer:
            html = answer.read().decode()
    finally:
        page.close()
    assert config["space_id"] is None
    assert "someone/something" not in json.dumps(config) + html


# --- the head of the README


def readme(folder: Path, text: str) -> Path:
    path = folder / "README.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_head_of_the_readme_is_read(tmp_path: Path) -> None:
    text = HEAD.replace("app_file", "startup_duration_timeout: 1h\napp_file")
    assert checkout.read_front_matter(readme(tmp_path, text)) == checkout.FrontMatter(
        sdk_version="1.2.3", python_version="3.11", app_file="app.py", startup_seconds=3600
    )


def test_a_space_waits_half_an_hour_unless_told_otherwise(tmp_path: Path) -> None:
    assert checkout.read_front_matter(readme(tmp_path, HEAD)).startup_seconds == 1800


def test_the_head_of_our_own_readme_can_be_rehearsed() -> None:
    assert checkout.read_front_matter(ROOT / "README.md").app_file == "app.py"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# No head\n", "does not begin with a block of YAML"),
        ("", "does not begin with a block of YAML"),
        ("---\n- sdk\n---\n", "no fields such as sdk: gradio"),
        ("---\nsdk: [\n---\n", "its head is not YAML"),
        (HEAD.replace("sdk_version: 1.2.3\n", ""), "sdk_version is missing"),
        (HEAD.replace("1.2.3", ""), "sdk_version is missing"),
        (HEAD.replace("1.2.3", "6.31"), "sdk_version is 6.31, not a release in quotes"),
        (HEAD.replace("1.2.3", "latest"), "sdk_version is 'latest', not a release"),
        (HEAD.replace("1.2.3", "'>=6.31.0'"), "sdk_version is '>=6.31.0', not a release"),
        (HEAD.replace("1.2.3", "'6.31.0 --index-url x'"), "not a release"),
        (HEAD.replace("'3.11'", "3.10"), "python_version is 3.1, not a release in quotes"),
        (HEAD.replace("sdk: gradio", "sdk: docker"), "sdk is 'docker'"),
        (HEAD.replace("app_file", "startup_duration_timeout: soon\napp_file"), "'soon', not a time such as 30m"),
        (HEAD.replace("app_file", "startup_duration_timeout: 0m\napp_file"), "'0m', not a time such as 30m"),
    ],
)
def test_a_head_that_a_space_would_not_take_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(RehearsalFailed, match=re.escape(reason)):
        checkout.read_front_matter(readme(tmp_path, text))


# --- the checkout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "kept.txt").write_text("kept", encoding="utf-8")
    git = ["git", "-C", str(folder), "-c", "user.name=Testina Exampleton", "-c", "user.email=testina@example.invalid"]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "first"]):
        subprocess.run([*git, *arguments], check=True)
    return folder


def test_a_clean_checkout_has_what_is_committed_and_says_what_is_not(repository: Path, tmp_path: Path) -> None:
    assert re.fullmatch(r"commit [0-9a-f]{7,}", checkout.clone(repository, tmp_path / "first"))
    (repository / "forgotten.txt").write_text("not added", encoding="utf-8")
    said = checkout.clone(repository, tmp_path / "second")
    assert said.endswith("; 1 file is changed and not committed, so a Space would not have that")
    assert (tmp_path / "second" / "kept.txt").read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "second" / "forgotten.txt").exists()


def test_a_folder_without_git_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(RehearsalFailed, match=r"(?s)'git clone .*' failed:.*nothing"):
        checkout.clone(tmp_path / "nothing", tmp_path / "source")


def test_too_little_room_is_said_with_what_to_do(tmp_path: Path) -> None:
    checkout.check_room(tmp_path, 0)
    with pytest.raises(RehearsalFailed, match=r"an installation takes 1e\+09: make room, or set TMPDIR"):
        checkout.check_room(tmp_path, 1e9)


# --- the rehearsal


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_ends_the_rehearsal_with_a_reason(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(space, "PORT", taken)
    assert space.main() == 1
    assert capsys.readouterr().err == (
        f"The rehearsal failed: port {taken} is in use here: stop what listens there, and try again.\n"
    )


def test_the_app_gets_what_a_space_sets_and_no_setting_of_ours() -> None:
    assert "SPACE_ID" in space.SPACE
    assert not [name for name in space.SPACE if name.startswith("BOT_")]


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Path]:
    """A folder that the app's user can reach; pytest's own are closed to others."""
    closed = [folder for folder in (tmp_path, *tmp_path.parents) if folder.stat().st_uid == os.getuid()]
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in closed}
    for folder in closed:
        folder.chmod(modes[folder] | 0o055)
    yield tmp_path
    for folder, mode in modes.items():
        folder.chmod(mode)


def as_app(command: str, runner: account.Runner) -> int:
    return subprocess.run(["sh", "-c", command], cwd="/", capture_output=True, **runner.arguments()).returncode


def test_the_source_cannot_be_written_but_read(shared: Path) -> None:
    source = shared / "source"
    (source / "bot").mkdir(parents=True)
    readme(source, HEAD)
    (source / "bot" / "engine.py").write_text("", encoding="utf-8")
    runner = account.runner()
    assert "refused" in account.make_read_only(source, runner)
    before = account.fingerprint(source)
    assert as_app(f"cat {source}/README.md", runner) == 0
    for attempt in (f"echo >> {source}/bot/engine.py", f"echo > {source}/bot/new.py", f"mkdir {source}/new"):
        assert as_app(attempt, runner) != 0, attempt
    account.check_unchanged(source, before)


@pytest.mark.parametrize("change", ["echo >> bot/engine.py", "rm README.md", "mkdir new", "chmod 600 README.md"])
def test_a_changed_source_is_found_all_the_same(tmp_path: Path, change: str) -> None:
    (tmp_path / "bot").mkdir()
    readme(tmp_path, HEAD).chmod(0o444)
    (tmp_path / "bot" / "engine.py").write_text("", encoding="utf-8")
    before = account.fingerprint(tmp_path)
    account.check_unchanged(tmp_path, before)
    subprocess.run(["sh", "-c", change], cwd=tmp_path, check=True)
    with pytest.raises(RehearsalFailed, match=r"changed its own source: .*(engine\.py|README\.md|new)"):
        account.check_unchanged(tmp_path, before)


def test_the_apps_folders_can_be_written(shared: Path) -> None:
    runner = account.runner()
    home = account.writable_folder(shared / "home", runner)
    assert as_app(f"echo hello > {home}/note", runner) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can tell the app's files from its own")
def test_what_the_app_writes_elsewhere_is_found(shared: Path) -> None:
    runner, began = account.runner(), time.time() - 1
    home = account.writable_folder(shared / "home", runner)
    place = shared / "elsewhere"
    place.mkdir()
    place.chmod(0o777)
    assert as_app(f"echo hello > {home}/note", runner) == 0
    assert "nothing elsewhere" in account.written(shared, (home,), runner, began)
    assert as_app(f"echo hello > {place}/stray", runner) == 0
    with pytest.raises(RehearsalFailed, match="elsewhere/stray"):
        account.written(shared, (home,), runner, began)


def test_a_python_that_is_not_here_is_replaced_and_said() -> None:
    found = account.find_python("3.99", THIS_USER)
    assert found.note == f"3.{sys.version_info.minor}, the Space has 3.99, which is not here"
    assert found.path.is_file()


def test_requests_to_another_origin_are_told_apart() -> None:
    own = ["http://127.0.0.1:7860/", "http://127.0.0.1:7860/x.js", "ws://127.0.0.1:7860/queue", "data:image/png,x"]
    foreign = ["https://example.invalid/x", "http://127.0.0.1:78601/", "http://127.0.0.1:7860.example.invalid/"]
    assert visit.foreign([*own, *foreign], "http://127.0.0.1:7860/") == foreign


def test_an_app_that_ends_is_reported_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    command = [sys.executable, "-c", "raise SystemExit('No corpus here: <b>look</b>')"]
    with app.running(command, tmp_path, {}, THIS_USER, log) as process:
        process.wait(20)
        with pytest.raises(RehearsalFailed, match=r"(?s)ended with status 1:.*No corpus here: <b>look</b>"):
            app.wait_until_up(process, 9, 20, log)


def test_an_app_that_never_answers_is_given_up_and_stopped(tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    command = [sys.executable, "-c", "import time; print('Loading', flush=True); time.sleep(600)"]
    with app.running(command, tmp_path, {}, THIS_USER, log) as process:
        with pytest.raises(RehearsalFailed, match=r"(?s)did not answer at port 9 within 1 s:.*Loading"):
            app.wait_until_up(process, 9, 1, log)
        assert process.poll() is None
    assert process.poll() is not None


def test_the_app_sees_no_environment_but_its_own(tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    with app.running(["/usr/bin/env"], tmp_path, {"HOME": "/nowhere"}, THIS_USER, log) as process:
        process.wait(20)
    assert log.read_text(encoding="utf-8") == "HOME=/nowhere\n"


class Failing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(500)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="it can be told on Linux alone")
@pytest.mark.parametrize(("host", "everywhere"), [("0.0.0.0", True), ("127.0.0.1", False)])
def test_a_page_for_this_machine_alone_is_told_apart(tmp_path: Path, host: str, everywhere: bool) -> None:
    with HTTPServer((host, 0), Failing) as server:
        if everywhere:
            assert app.where_it_listens(server.server_port) == f"0.0.0.0:{server.server_port}"
        else:
            with pytest.raises(RehearsalFailed, match=r"at 127\.0\.0\.1:\d+ alone; a Space reaches it from outside"):
                app.where_it_listens(server.server_port)


def test_a_page_that_answers_with_an_error_is_not_waited_for(tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    with HTTPServer(("127.0.0.1", 0), Failing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with (
            app.running(["/bin/sleep", "600"], tmp_path, {}, THIS_USER, log) as process,
            pytest.raises(RehearsalFailed, match="answers with status 500"),
        ):
            app.wait_until_up(process, server.server_port, 20, log)
        server.shutdown()


def test_the_end_of_an_output_is_plain_text() -> None:
    text = "first\n" + "\x1b[31mred\x1b[0m\n" * 20
    assert last_lines(text) == "\n".join(["  red"] * 20)


def test_the_work_folder_goes_even_where_it_is_read_only() -> None:
    with space.work_folder() as work:
        source = work / "source"
        source.mkdir()
        (source / "file").write_text("", encoding="utf-8")
        source.chmod(0o555)
    assert not work.exists()


# --- the container


def instructions() -> list[tuple[str, str]]:
    """Name and argument of each instruction of the Dockerfile, continued lines joined."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


def arguments(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def step(name: str, words: str) -> int:
    """The place of the instruction of that name which has these words."""
    (found,) = [
        number for number, (instruction, rest) in enumerate(instructions()) if instruction == name and words in rest
    ]
    return found


def test_the_dockerfile_has_instructions_that_there_are_and_the_python_of_a_space() -> None:
    known = {"FROM", "ARG", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {name for name, _ in instructions()} == known
    assert instructions()[0] == ("FROM", f"python:{checkout.read_front_matter(ROOT / 'README.md').python_version}-slim")


def test_what_the_container_copies_is_there_and_reaches_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines, "everything else stays out"
    copied = {source for rest in arguments("COPY") for source in shlex.split(rest)[:-1]}
    for source in copied:
        assert (ROOT / source).exists(), source
    assert {source.split("/")[0] for source in copied} == let_in


def test_the_container_installs_every_dependency_at_its_pin() -> None:
    words = shlex.split(instructions()[step("RUN", "pip install")][1])
    assert words[:2] == ["pip", "install"]
    own_index = ["${TORCH_INDEX:+--extra-index-url", "$TORCH_INDEX}"]  # an index of the builder's choice, or none
    assert words[2:4] == own_index
    options = dict(zip(words[4::2], words[5::2], strict=False))
    assert options["--constraint"] == "requirements/lock.txt"
    assert options["--requirement"] == "requirements.txt"
    asked = Requirement(words[-1])
    assert (canonicalize_name(asked.name), asked.extras) == ("gradio", {"mcp"}), "all that requirements.txt lacks"


def test_packages_come_before_code_and_corpus() -> None:
    assert step("COPY", "requirements/lock.txt") < step("RUN", "pip install") < step("COPY", "bot bot")
    assert step("RUN", "pip install") < step("COPY", "corpus corpus")


def test_the_container_runs_as_the_user_of_a_space_who_owns_the_index_alone() -> None:
    assert step("RUN", "useradd --create-home --uid 1000 reader") < step("USER", "reader")
    assert arguments("USER") == ["reader"]
    assert step("USER", "reader") < step("RUN", "python -m bot index") < step("CMD", "app.py")
    assert all("--chown" not in rest for rest in arguments("COPY")), "code and corpus stay root's"


def test_the_index_is_made_where_it_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = dict(pair.split("=", 1) for rest in arguments("ENV") for pair in shlex.split(rest))
    assert not {name for name in environment if name.startswith("BOT_")} - {
        f"BOT_{field.upper()}" for field in Settings.model_fields
    }
    monkeypatch.setenv("BOT_INDEX_DIR", environment["BOT_INDEX_DIR"])
    assert step("RUN", f"--owner reader {Settings().index_path}") < step("USER", "reader")
    assert step("ENV", "BOT_INDEX_DIR") < step("RUN", "python -m bot index")


def test_the_container_starts_the_app_of_a_space_at_the_port_that_it_names() -> None:
    assert json.loads(arguments("CMD")[0]) == ["python", checkout.read_front_matter(ROOT / "README.md").app_file]
    assert arguments("EXPOSE") == [str(Settings.model_fields["port"].default)] == [str(space.PORT)]


@pytest.mark.parametrize("well", [True, False])
def test_the_health_of_the_container_is_that_of_its_page(well: bool) -> None:
    """The command of HEALTHCHECK, run: it ends with 0 where the page answers."""

    class Page(Failing):
        def do_GET(self) -> None:
            self.send_response(200 if well else 500)
            self.end_headers()

    command = json.loads(arguments("HEALTHCHECK")[0].split("CMD", 1)[1])
    assert command[0] == "python"
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = {"BOT_PORT": str(server.server_port)}
        done = subprocess.run([sys.executable, *command[1:]], env=environment, capture_output=True, timeout=20)
        server.shutdown()
    assert (done.returncode == 0) is well


def test_the_health_of_the_container_is_asked_at_port_7860_by_default() -> None:
    assert "environ.get('BOT_PORT', '7860')" in arguments("HEALTHCHECK")[0]
