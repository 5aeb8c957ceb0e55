"""What keeps a model from costing too much time or money: a circuit breaker and a budget of tokens for a day.

Both are held in memory by the bot that they belong to: a restart begins afresh, and each process counts for itself.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable

FAILURES = 3  # in a row, after which a provider is left alone
REST = 60.0  # seconds for which it is


def today_utc() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


class Breaker:
    """Stops asking a provider that failed ``failures`` times in a row; after ``rest`` seconds one question tries it.

    ``clock`` gives seconds that never go back. All methods may be called from many threads.
    """

    def __init__(
        self, failures: int = FAILURES, rest: float = REST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures, self._rest, self._clock = failures, rest, clock
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_until = 0.0

    def allows(self) -> bool:
        """Whether the provider may be asked; where it rests no longer, the caller alone is let through to try it."""
        with self._lock:
            if self._failed < self._failures:
                return True
            if self._clock() < self._closed_until:
                return False
            self._closed_until = self._clock() + self._rest
            return True

    def failed(self, wait: float | None = None) -> None:
        """A question failed as the next one is likely to; ``wait`` are the seconds that the provider asks for."""
        with self._lock:
            self._failed += 1
            self._closed_until = max(self._closed_until, self._clock() + max(self._rest, wait or 0.0))

    def worked(self) -> None:
        with self._lock:
            self._failed = 0


class DailyTokens:
    """How many tokens a day may cost, in and out together; None sets no limit. The day is that of UTC."""

    def __init__(self, most: int | None, today: Callable[[], datetime.date] = today_utc) -> None:
        self._most, self._today = most, today
        self._lock = threading.Lock()
        self._day = today()
        self._used = 0

    @property
    def used(self) -> int:
        """Tokens used and reserved today."""
        with self._lock:
            self._turn_day()
            return self._used

    def reserve(self, tokens: int) -> bool:
        """Set aside what a question may cost; False, and nothing set aside, where the day has not that much left."""
        with self._lock:
            self._turn_day()
            if self._most is not None and self._used + tokens > self._most:
                return False
            self._used += tokens
            return True

    def settle(self, reserved: int, used: int) -> None:
        """Put what a question did cost in the place of what was reserved for it."""
        with self._lock:
            self._turn_day()
            self._used = max(0, self._used - reserved + used)

    def _turn_day(self) -> None:
        if (day := self._today()) != self._day:
            self._day, self._used = day, 0
