"""Reading an intent by meaning: the nearest example questions decide where no rule of wording does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt
import yaml

NEAREST = 3  # examples of an intent whose mean similarity counts
LEAST_SIMILARITY = 0.45  # below it a question is like none of the examples
MARGIN = 0.04  # by which an intent must be nearer than ordinary questions are

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Prototypes:
    """Example questions as unit vectors (shape: examples, dimensions), and the intent of each."""

    intents: tuple[str, ...]
    vectors: Vectors

    def nearest(self, vector: Sequence[float]) -> tuple[str, float]:
        """The intent whose examples are nearest, and by how much nearer than ``debate``; else ``debate`` and 0."""
        similarity = self.vectors @ np.asarray(vector, dtype=np.float32)
        means: dict[str, float] = {}
        for intent in dict.fromkeys(self.intents):
            own = similarity[[at for at, name in enumerate(self.intents) if name == intent]]
            means[intent] = float(np.sort(own)[-NEAREST:].mean())
        best = max(means, key=lambda intent: means[intent])
        lead = means[best] - means["debate"]
        return (
            (best, lead) if best != "debate" and means[best] >= LEAST_SIMILARITY and lead >= MARGIN else ("debate", 0.0)
        )


def load_prototypes(embed: Callable[[list[str]], Sequence[Sequence[float]]]) -> Prototypes:
    """The examples of ``prototypes.yaml``, embedded by ``embed``."""
    examples: dict[str, list[str]] = yaml.safe_load(
        resources.files("bot").joinpath("prototypes.yaml").read_text("utf-8")
    )
    texts = [text for found in examples.values() for text in found]
    intents = tuple(intent for intent, found in examples.items() for _ in found)
    return Prototypes(intents, np.asarray(embed(texts), dtype=np.float32))
