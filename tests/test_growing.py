"""Documents that are added while the page is served: the page answers from them without a restart."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from page_samples import StubBot

from bot.page.opening import Opening, OpeningFailed
from bot.page.watching import Watch, state_of

PATIENCE = 10.0  # seconds


def test_a_new_bot_takes_the_place_of_the_one_before() -> None:
    first, second = StubBot(), StubBot()
    opening = Opening(lambda: first)
    assert opening.wait() is first and opening.renewed is None
    assert opening.renew(lambda: second)
    assert opening.wait() is second and opening.renewed is second


def test_the_bot_before_answers_while_the_new_one_opens_and_stays_where_it_fails() -> None:
    first, seen = StubBot(), []
    opening = Opening(lambda: first)

    def fail() -> StubBot:
        seen.append(opening.wait())
        raise OSError("made up")

    assert not opening.renew(fail)
    assert seen == [first] and opening.wait() is first


def test_where_none_could_be_opened_the_renewal_opens_one() -> None:
    def fail() -> StubBot:
        raise OSError("made up")

    opening, second = Opening(fail), StubBot()
    with pytest.raises(OpeningFailed):
        opening.wait()
    assert opening.renew(lambda: second) and opening.wait() is second


def test_a_change_is_told_once_the_folder_has_settled(tmp_path: Path) -> None:
    told = threading.Semaphore(0)
    watch = Watch(tmp_path / "documents", told.release, every=0.02)
    watch.start()
    try:
        assert not told.acquire(timeout=0.1)
        (tmp_path / "documents").mkdir()
        (tmp_path / "documents" / "a.json").write_text(json.dumps({}))
        assert told.acquire(timeout=PATIENCE)
        assert not told.acquire(timeout=0.1), "one change was told twice"
        (tmp_path / "documents" / "a.json").unlink()
        assert told.acquire(timeout=PATIENCE)
    finally:
        watch.stop()


def test_half_written_files_are_no_change(tmp_path: Path) -> None:
    before = state_of(tmp_path)
    (tmp_path / ".a.tmp").write_text("half")
    assert state_of(tmp_path) == before == frozenset()
