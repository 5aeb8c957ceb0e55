"""What a benchmark reports: ratios of two times taken in turns on the same machine, each with a bar."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One time against the bare libraries' time, both in seconds."""

    name: str
    ours: float
    bare: float
    bar: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare

    @property
    def met(self) -> bool:
        return self.ratio <= self.bar

    def __str__(self) -> str:
        return (
            f"{self.name:<50} {self.ours:8.3f} s / {self.bare:8.3f} s = {self.ratio:5.2f}   "
            f"bar {self.bar:.2f}   {'met' if self.met else 'NOT MET'}"
        )


def report(figures: Iterable[Figure]) -> int:
    """Print each figure as soon as it is measured; the exit status, 1 where one is above its bar."""
    met = True
    for figure in figures:
        print(figure, flush=True)
        met = met and figure.met
    return 0 if met else 1


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
