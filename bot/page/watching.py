"""Watching a folder, so that documents that are added while the page is served are answered from without a restart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

EVERY = 2.0  # seconds between two looks
_logger = logging.getLogger(__name__)

State = frozenset[tuple[str, int, int]]  # name, time of the last change in nanoseconds, size in bytes


def state_of(folder: Path) -> State:
    """The JSON files of a folder as they are now; none where there is no such folder."""
    try:
        files = [(path.name, path.stat()) for path in folder.glob("*.json")]
    except OSError as error:  # deleted between the two calls, or not to be read just now: the next look tells
        _logger.warning("The folder %s could not be looked at: %s", folder, error)
        return frozenset()
    return frozenset((name, found.st_mtime_ns, found.st_size) for name, found in files)


class Watch:
    """Calls ``changed`` whenever a folder has changed and then stayed the same from one look to the next."""

    def __init__(self, folder: Path, changed: Callable[[], object], every: float = EVERY) -> None:
        self._folder, self._changed, self._every = folder, changed, every
        self._stopped = threading.Event()
        self._known = state_of(folder)

    def start(self) -> None:
        """Begin to look, in a thread that ends with the program."""
        threading.Thread(target=self._run, name="watch the documents", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        last = self._known
        while not self._stopped.wait(self._every):
            now = state_of(self._folder)
            if now == last and now != self._known:  # a folder that is still being added to is left to settle
                self._known = now
                self._changed()
            last = now
