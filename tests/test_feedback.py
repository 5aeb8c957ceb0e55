"""Feedback: whole lines, nothing that was not ticked, and a sentence wherever something is not kept."""

from __future__ import annotations

import datetime
import json
import multiprocessing
import resource
import signal
import stat
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.page import feedback
from bot.page.feedback import FeedbackError, record

AT = datetime.datetime(2026, 7, 1, 12, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
HOSTILE = '<img src=x onerror=alert(1)>\n{"verdict": "up"}\r\n\u2028 é 日本 \x00'


def _lines(file: Path) -> list[dict[str, Any]]:
    text = file.read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def test_a_thumb_is_one_line_with_the_time_in_utc(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "feedback.jsonl"
    record(file, {"verdict": "up", "reason": "", "kind": "", "citations": []}, AT)
    sent = {"verdict": "down", "reason": HOSTILE, "question": "Who?", "kind": "answer", "citations": ["a-1", "b-2"]}
    record(file, sent, AT)
    first, second = _lines(file)
    assert first == {
        "at": "2026-07-01T10:30:00+00:00",
        "verdict": "up",
        "reason": None,
        "question": None,
        "kind": None,
        "citations": [],
    }
    assert second == {"at": "2026-07-01T10:30:00+00:00", **sent}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_file_nothing_is_kept_and_that_is_said() -> None:
    with pytest.raises(FeedbackError, match="keeps no feedback"):
        record(None, {"verdict": "up"}, AT)


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        (None, "must be an object"),
        (["up"], "must be an object"),
        ({}, "verdict must be up or down"),
        ({"verdict": "sideways"}, "verdict must be up or down"),
        ({"verdict": "up", "extra": 1}, "must be an object"),
        ({"verdict": "up", "reason": "x" * 1001}, "reason may have at most 1,000 characters"),
        ({"verdict": "up", "reason": {"a": 1}}, "reason must be a text"),
        ({"verdict": "up", "question": "x" * 2001}, "question may have at most 2,000 characters"),
        ({"verdict": "up", "question": True}, "question must be a text"),
        ({"verdict": "up", "kind": "poem"}, "kind must be one"),
        ({"verdict": "up", "citations": ["x"] * 101}, "list of at most 100 ids"),
        ({"verdict": "up", "citations": ["x" * 301]}, "list of at most 100 ids"),
        ({"verdict": "up", "citations": "x"}, "list of at most 100 ids"),
    ],
)
def test_what_is_malformed_is_refused_and_nothing_is_written(tmp_path: Path, sent: object, complaint: str) -> None:
    file = tmp_path / "feedback.jsonl"
    with pytest.raises(FeedbackError, match=complaint):
        record(file, sent, AT)
    assert not file.exists()


def test_half_a_character_does_not_lose_the_line(tmp_path: Path) -> None:
    record(tmp_path / "f", {"verdict": "up", "reason": "\ud83d", "citations": ["\udc00"]}, AT)
    assert _lines(tmp_path / "f")[0]["reason"] == "?"


def test_a_line_that_somebody_left_open_does_not_swallow_the_next(tmp_path: Path) -> None:
    (tmp_path / "f").write_text('{"verdict": "up"}')
    record(tmp_path / "f", {"verdict": "down"}, AT)
    assert [line["verdict"] for line in _lines(tmp_path / "f")] == ["up", "down"]


def test_a_folder_in_the_place_of_the_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FeedbackError, match=r"cannot be written \(Is a directory\)"):
        record(tmp_path, {"verdict": "up"}, AT)


def test_a_file_in_the_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(FeedbackError, match="cannot be written"):
        record(tmp_path / "f" / "feedback.jsonl", {"verdict": "up"}, AT)


def test_a_file_that_is_full_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "FULL", 400)
    with pytest.raises(FeedbackError, match="its file is full"):
        for _ in range(10):
            record(tmp_path / "f", {"verdict": "up"}, AT)
    assert 1 < len(_lines(tmp_path / "f")) < 10


@contextmanager
def little_room() -> Iterator[None]:
    """Files may not grow beyond 400 bytes, as on a full disk: the system writes what fits and refuses the rest.

    It holds for the whole process, so nothing may happen within but what is tested: a report of pytest's, written to a
    longer file, would fail as well.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_whole_lines_and_a_sentence(tmp_path: Path) -> None:
    with little_room(), pytest.raises(FeedbackError, match="cannot be written"):
        for _ in range(10):
            record(tmp_path / "f", {"verdict": "up", "reason": "room"}, AT)
    assert 1 < len(_lines(tmp_path / "f")) < 10


def test_a_file_held_by_another_is_waited_for_and_then_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "_PATIENCE", 0.05)
    with FileLock(f"{tmp_path / 'f'}.lock"), pytest.raises(FeedbackError, match="in use"):
        record(tmp_path / "f", {"verdict": "up"}, AT)


def _write_many(file: Path) -> int:
    with ThreadPoolExecutor(4) as threads:
        sent = {"verdict": "up", "reason": "x" * 900}
        return len(list(threads.map(lambda number: record(file, sent | {"citations": [str(number)]}, AT), range(20))))


def test_several_processes_and_threads_write_whole_lines(tmp_path: Path) -> None:
    file = tmp_path / "f"
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("fork")) as processes:
        assert sum(processes.map(_write_many, [file] * 3)) == 60
    lines = _lines(file)
    assert len(lines) == 60
    assert {line["reason"] for line in lines} == {"x" * 900}
