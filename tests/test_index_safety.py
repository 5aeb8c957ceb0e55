"""What becomes of the index when something goes wrong: damage, a full or read-only disk, a kill, two at once."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from made_up_index import Lines, WordVectors, assert_whole, heard, made_up_corpus, read_on, rebuild, start

from bot.index import Index, IndexUnavailable, open_index
from bot.settings import Settings

_BUILD_STEPS = (
    "embed_texts",
    "new_build",
    "write_store",
    "save_lexical",
    "write_vectors",
    "mark_files",
    "write_manifest",
    "point_to",
)


def _open(folder: Path, edition: str = "first") -> tuple[Index, Lines, int]:
    lines, embeddings = Lines(), WordVectors()
    index = open_index(Settings(index_dir=folder), made_up_corpus(edition), progress=lines, embeddings=embeddings)
    return index, lines, len(embeddings.embedded)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a whole index of the first edition."""
    folder = tmp_path_factory.mktemp("good") / "index"
    _open(folder)[0].close()
    return folder


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    """A folder of its own with the same index."""
    return Path(shutil.copytree(good, tmp_path / "index"))


# --- damage


def _truncate(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _garble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 3
    content[middle : 2 * middle + 1] = random.Random(7).randbytes(middle + 1)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_truncate, _garble, Path.unlink])
def test_damage_to_any_file_is_found_and_mended(good: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    names = [path.relative_to(good) for path in sorted(good.rglob("*")) if path.is_file() and path.stat().st_size]
    kinds = {name.suffix for name in names}
    assert {".json", ".npy", ".npz", ".sqlite3", ".bin", ".pickle", ""} <= kinds
    for number, name in enumerate(names):
        folder = Path(shutil.copytree(good, tmp_path / str(number)))
        damage(folder / name)
        index, lines, embedded = _open(folder)
        with index:
            assert lines.lines[0].endswith("Building it now."), name
            assert_whole(index, made_up_corpus())
            assert index.notices == ()
            assert embedded == (30 if name.suffix in (".npz", ".json") and "lexical" not in name.parts else 0), name


def test_a_lost_pointer_and_a_lost_build_are_mended(copy: Path) -> None:
    (copy / "current").write_text("../../somewhere")
    index, lines, _ = _open(copy)
    index.close()
    assert "names no build" in lines.lines[0]
    shutil.rmtree(index.location)
    index, lines, _ = _open(copy)
    with index:
        assert "is gone" in lines.lines[0]
        assert_whole(index, made_up_corpus())


# --- a disk that is full, or refuses


@pytest.mark.parametrize("step", _BUILD_STEPS)
def test_a_disk_full_at_any_step_leaves_the_last_good_index_serving(
    copy: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(f"bot.index.build.{step}", full)
        index, lines, _ = _open(copy, "second")
    with index:
        assert "no space left on device" in index.notices[0]
        assert "Answers come from the one of" in index.notices[0]
        assert index.notices[0] in lines.lines
        assert {passage.id for passage in index.passages} == {passage.id for passage in _open(copy)[0].passages}
        assert index.by_meaning(index.embed("lighthouse"), 1)
    assert len(list((copy / "builds").iterdir())) == 1
    mended, _, _ = _open(copy, "second")
    with mended:
        assert mended.notices == ()
        assert_whole(mended, made_up_corpus("second"))


def test_an_older_index_serves_only_what_the_corpus_still_holds(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("bot.index.build.write_store", full)
    corpus = made_up_corpus(statements=26)
    changed = corpus.model_copy(update={"statements": corpus.statements[8:]})
    with open_index(Settings(index_dir=copy), changed, progress=Lines(), embeddings=WordVectors()) as index:
        assert "lacks 2 of 24 passages" in index.notices[0]
        held = [f"made-up-{number}" for number in range(8, 24)]
        held += ["background-0", "background-1", "background-2", "event-0", "event-1", "event-2"]
        assert [passage.id for passage in index.passages] == held
        assert {found for found, _ in index.by_meaning(index.embed("lighthouse"), 22)} == set(held)
        assert {found for found, _ in index.by_words("lighthouse", 30)} == {
            "made-up-8", "made-up-16", "background-0", "event-0"
        }  # fmt: skip
        assert index.by_words("lighthouse", 30, ["made-up-0", "made-up-8"])[0][0] == "made-up-8"


def test_a_full_disk_without_an_index_uses_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.index import build

    whole = build.write_store

    def full_there(folder: Path, *arguments: object) -> None:
        if folder.is_relative_to(tmp_path / "index"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(folder, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "write_store", full_there)
    index, _, _ = _open(tmp_path / "index")
    with index:
        assert "A temporary index serves" in index.notices[0]
        assert_whole(index, made_up_corpus())
        assert index.location.exists()
    assert not index.location.exists()


def test_no_room_anywhere_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("bot.index.build.write_store", full)
    with pytest.raises(IndexUnavailable, match=r"no space left on device.*BOT_INDEX_DIR"):
        _open(tmp_path / "index")


def test_an_index_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    index, _, _ = _open(tmp_path / "index")
    with index:
        assert "cannot be used" in index.notices[0]
        assert_whole(index, made_up_corpus())


def _rebuild_with_small_files(connection: Connection, folder: Path, limit: int) -> None:
    """Rebuild where no file may grow beyond ``limit`` bytes: real writes fail, also those of Chroma's own code."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    index, _, _ = _open(folder, "second")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    found = index.by_meaning(index.embed("lighthouse"), 30)
    connection.send((index.notices, index.manifest.built_at, sorted(passage_id for passage_id, _ in found)))


@pytest.mark.parametrize("limit", [1000, 10_000, 20_000, 40_000, 150_000, 180_000])
def test_writes_that_really_fail_leave_the_last_good_index_serving(copy: Path, limit: int) -> None:
    with _open(copy)[0] as before:
        ids = sorted(passage.id for passage in before.passages)
        built_at = before.manifest.built_at
    _, connection = start(_rebuild_with_small_files, copy, limit)
    notices, served, found = heard(connection)
    assert "could not be brought up to date" in notices[0]
    assert (served, found) == (built_at, ids)
    mended, _, _ = _open(copy, "second")
    with mended:
        assert_whole(mended, made_up_corpus("second"))


@pytest.fixture
def read_only(copy: Path) -> Iterator[Path]:
    """The folder, on a file system that cannot be written to."""
    if os.geteuid() == 0:  # root may write to any folder, so the file system itself must refuse
        mounted = subprocess.run(["mount", "--bind", copy, copy], capture_output=True, check=False)
        if mounted.returncode != 0:
            pytest.skip("root that may not mount: no folder can refuse it")
        subprocess.run(["mount", "-o", "remount,ro,bind", copy], check=True)
        yield copy
        subprocess.run(["umount", "-l", copy], check=True)
        return
    paths = [copy, *copy.rglob("*")]
    for path in paths:
        path.chmod(path.stat().st_mode & ~0o222)
    yield copy
    for path in paths:
        path.chmod(path.stat().st_mode | 0o200)


def test_a_read_only_index_opens(read_only: Path) -> None:
    index, lines, embedded = _open(read_only)
    with index:
        assert (lines.lines, embedded, index.notices) == ([], 0, ())
        assert_whole(index, made_up_corpus())


def test_a_read_only_index_opens_without_any_temporary_folder(read_only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr("bot.index.store.TemporaryDirectory", none)
    index, _, embedded = _open(read_only)
    with index:
        assert (embedded, index.notices) == (0, ())
        assert_whole(index, made_up_corpus())


def test_a_stale_read_only_index_is_brought_up_to_date_elsewhere(read_only: Path) -> None:
    index, _, embedded = _open(read_only, "second")
    with index:
        assert embedded == 6
        assert "A temporary index serves" in index.notices[0]
        assert_whole(index, made_up_corpus("second"))


# --- several processes


def test_two_processes_at_once_build_once(tmp_path: Path) -> None:
    started = [start(rebuild, tmp_path / "index", "first", 0.02) for _ in range(2)]
    for _, connection in started:
        assert heard(connection) == "begins"
    told = [heard(connection) for _, connection in started]
    for process, _ in started:
        process.join(20)
        assert process.exitcode == 0
    assert sorted(embedded for embedded, _ in told) == [0, 30]
    waited = next(lines for embedded, lines in told if embedded == 0)
    assert "Another process is building the index: waiting for it." in waited
    assert len(list((tmp_path / "index" / "builds").iterdir())) == 1


def test_a_process_that_reads_is_left_alone_by_rebuilds(copy: Path) -> None:
    process, connection = start(read_on, copy, "first", ["lighthouse", "word5 marmalade"])
    served = heard(connection)
    connection.send("ask")
    before = heard(connection)
    for edition in ("second", "third", "fourth"):
        _open(copy, edition)[0].close()
    assert served.is_dir()
    connection.send("ask")
    assert heard(connection) == before
    connection.send(None)
    process.join(20)
    assert process.exitcode == 0
    _open(copy, "fifth")[0].close()
    assert not served.exists()
    assert len(list((copy / "builds").iterdir())) == 2  # the one that serves and the one before it


def test_what_dead_builds_left_is_cleaned_by_the_next(copy: Path) -> None:
    dead = copy / "builds" / "20200101T000000000000-abcdef"
    (dead / "chroma").mkdir(parents=True)
    (dead / "chroma" / "half").write_bytes(b"x" * 1000)
    (copy / "current.new").write_text("half a na")
    _open(copy, "second")[0].close()
    assert not dead.exists()
    assert not (copy / "current.new").exists()


def test_kill_at_ten_random_moments_always_leaves_a_whole_index(copy: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # shown where the test fails
    moments = random.Random(seed)
    process, connection = start(rebuild, copy, "edition-0", 0.02)
    assert heard(connection) == "begins"
    begun = time.monotonic()
    heard(connection)
    span = time.monotonic() - begun
    process.join(20)
    in_the_middle = 0
    for number in range(1, 11):
        serving = (copy / "current").read_text()
        process, connection = start(rebuild, copy, f"edition-{number}", 0.02)
        assert heard(connection) == "begins"
        time.sleep(moments.uniform(0, 1.1 * span))
        process.kill()
        process.join(20)
        assert process.exitcode == -9
        # Whichever index serves now, old or new, is whole: it opens with nothing embedded, and finds everything.
        swapped = (copy / "current").read_text() != serving
        index, _, embedded = _open(copy, f"edition-{number}" if swapped else f"edition-{number - 1}")
        with index:
            assert (embedded, index.notices) == (0, ())
            assert_whole(index, made_up_corpus(f"edition-{number}" if swapped else f"edition-{number - 1}"))
        in_the_middle += not swapped
        # The next start brings it up to date.
        with _open(copy, f"edition-{number}")[0] as index:
            assert_whole(index, made_up_corpus(f"edition-{number}"))
    assert in_the_middle >= 1
    assert len(list((copy / "builds").iterdir())) <= 2
