"""Bootstrap confidence intervals: how much of a figure, or of a difference, may be the luck of the questions drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.records import Record

LEVEL = 0.95
RESAMPLES = 10_000
SEED = 20_231_031  # fixed, so that the same run gives the same interval
_DRAWS_AT_ONCE = 2_000_000  # memory: 16 MB of positions


class Interval(Record):
    """A mean over ``n`` questions with the limits of its 95 per cent interval; all None where there is no question."""

    n: int
    mean: float | None
    low: float | None
    high: float | None

    def apart(self, other: Interval) -> bool:
        """Whether the two intervals share no value."""
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return False
        return self.low > other.high or self.high < other.low

    @property
    def clear(self) -> bool:
        """Of a difference: whether the interval leaves out 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def interval(values: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED) -> Interval:
    """The percentile bootstrap of the mean of one value a question."""
    if not values:
        return Interval(n=0, mean=None, low=None, high=None)
    numbers = np.asarray(values, dtype=np.float64)
    random = np.random.default_rng(seed)
    step = max(1, _DRAWS_AT_ONCE // len(numbers))
    means = [
        numbers[random.integers(len(numbers), size=(min(step, resamples - done), len(numbers)))].mean(axis=1)
        for done in range(0, resamples, step)
    ]
    low, high = np.quantile(np.concatenate(means), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(n=len(numbers), mean=float(numbers.mean()), low=float(low), high=float(high))


def difference(new: Sequence[float], old: Sequence[float]) -> Interval:
    """The paired bootstrap of ``new - old``: value ``i`` of both belongs to the same question.

    Raises ValueError where the two differ in length.
    """
    return interval([after - before for after, before in zip(new, old, strict=True)])
