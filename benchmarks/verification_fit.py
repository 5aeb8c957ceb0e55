"""Fits the weights by which the verifier judges support, on sentences made from the tuning half of the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from verification_samples import Sample

from bot.answering.verification import Verifier
from bot.answering.verification.support import Fitted, Support

TURNED_AWAY = 0.015  # share of true sentences that the threshold may turn away


def fit(true: Sequence[tuple[Sample, Support]], false: Sequence[tuple[Sample, Support]]) -> Fitted:
    """A logistic regression in which each kind of sentence weighs the same, and the threshold for it."""
    values = np.asarray([support.values for _, support in (*true, *false)])
    labels = np.asarray([1] * len(true) + [0] * len(false))
    weights = np.concatenate([_even_weights(group) for group in (true, false)])
    model = LogisticRegression(C=10.0, max_iter=5000).fit(values, labels, sample_weight=weights)
    probabilities = model.predict_proba(values)[: len(true), 1]
    return Fitted(
        weights=tuple(round(float(weight), 2) for weight in model.coef_[0]),
        intercept=round(float(model.intercept_[0]), 2),
        least=round(float(np.quantile(probabilities, TURNED_AWAY)), 2),
    )


def _even_weights(group: Sequence[tuple[Sample, Support]]) -> NDArray[np.float64]:
    """A weight for each sentence, so that each kind has as much together and all have a thousand."""
    counts = Counter(sample.kind for sample, _ in group)
    return np.asarray([1000 / len(counts) / counts[sample.kind] for sample, _ in group])


def supports(
    samples: Sequence[Sample], shown: Sequence[Sequence[str]], verifier: Verifier
) -> list[tuple[Sample, Support]]:
    """Each sentence with the support that the verifier finds for it; sentences that it cannot read are left out."""
    found = []
    for sample, keys in zip(samples, shown, strict=True):
        support = verifier.support_for(sample.text, sample.cited, keys)
        if support is not None:
            found.append((sample, support))
    return found
