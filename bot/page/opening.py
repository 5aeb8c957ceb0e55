"""A bot that is opened once, in a thread of its own, while the page is already up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, Protocol

from bot.reader_filters import ReaderFilters
from bot.records import Answer, Corpus, Turn

_logger = logging.getLogger(__name__)


class Asker(Protocol):
    """What the page needs of a bot."""

    @property
    def corpus(self) -> Corpus: ...

    def ask(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, Any]] = (),
        *,
        filters: ReaderFilters | None = None,
    ) -> Answer: ...

    def stream(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, Any]] = (),
        *,
        filters: ReaderFilters | None = None,
    ) -> Iterator[Answer]: ...


class OpeningFailed(RuntimeError):
    """The bot could not be opened; the message is a sentence for the reader of the page."""


class Opening:
    """Opens a bot in the background; whoever needs it waits for it.

    After a failure the next ``start`` or ``wait`` tries again, so a fault that was mended needs no new start of the
    whole page.
    """

    def __init__(self, open_bot: Callable[[], Asker]) -> None:
        self._open_bot = open_bot
        self._lock = threading.Lock()
        self._outcome: Future[Asker] | None = None
        self._renewed: Asker | None = None

    @property
    def ready(self) -> bool:
        """Whether the bot answers at once."""
        outcome = self._outcome
        return outcome is not None and outcome.done() and outcome.exception() is None

    @property
    def renewed(self) -> Asker | None:
        """The bot that took the place of the first one; None where none did."""
        return self._renewed

    def renew(self, open_bot: Callable[[], Asker]) -> bool:
        """Open a bot to take the place of the one that is open, which answers until then and stays where that fails.

        Waits until it is done, and says whether the new one answers. Where none is open yet, that is waited for first.
        """
        self.start().exception()
        try:
            fresh = open_bot()
        except Exception:
            _logger.exception("The bot could not be opened anew; the one before goes on")
            return False
        outcome: Future[Asker] = Future()
        outcome.set_result(fresh)
        with self._lock:
            self._outcome, self._renewed = outcome, fresh
        return True

    def start(self) -> Future[Asker]:
        """Begin to open the bot, unless that is under way or done; returns at once."""
        with self._lock:
            outcome = self._outcome
            if outcome is None or (outcome.done() and outcome.exception() is not None):
                outcome = self._outcome = Future()
                # A daemon: Ctrl-C must not wait for an index that is being built.
                threading.Thread(target=self._run, args=(outcome,), name="open the bot", daemon=True).start()
            return outcome

    def wait(self) -> Asker:
        """The bot, once it is open. Raises ``OpeningFailed`` if it cannot be opened."""
        outcome = self.start()
        if (error := outcome.exception()) is not None:
            reason = str(error).strip() or type(error).__name__
            raise OpeningFailed(f"The bot could not be started: {reason}") from error
        return outcome.result()

    def _run(self, outcome: Future[Asker]) -> None:
        try:
            outcome.set_result(self._open_bot())
        except Exception as error:
            _logger.exception("The bot could not be opened")
            outcome.set_exception(error)
