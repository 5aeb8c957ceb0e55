"""Fits the weights by which the verifier judges support, on sentences made from the tuning half of the corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from verification_samples import Sample

from bot.answering.verification import Verifier
from bot.answering.verification.support import Fitted, Support

TURNED_AWAY = 0.015  # share of true sentences that the threshold may turn away


def fit(true: Sequence[tuple[Sample, Support]], false: Sequence[tuple[Sample, Support]]) -> Fitted:
    """A logistic regression that gives true and false sentences the same weight, and the threshold for it."""
    values = np.asarray([support.values for _, support in (*true, *false)])
    labels = np.asarray([1] * len(true) + [0] * len(false))
    model = LogisticRegression(class_weight="balanced", C=10.0, max_iter=2000).fit(values, labels)
    probabilities = model.predict_proba(values)[: len(true), 1]
    return Fitted(
        weights=tuple(round(float(weight), 2) for weight in model.coef_[0]),
        intercept=round(float(model.intercept_[0]), 2),
        least=round(float(np.quantile(probabilities, TURNED_AWAY)), 2),
    )


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
