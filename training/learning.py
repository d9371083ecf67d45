"""From examples to a model: regularised logistic regression over named features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from elchi.linear import Features, Linear

STRENGTH = {"casting": 0.03, "rows": 0.03, "times": 0.3, "days": 0.1}
"""How much each model may lean on single features: sklearn's C."""
LEAST = 2
"""How often a feature must be seen to be learned from."""
Example = tuple[int, Features, str]
"""Fold, features, class."""


@dataclass(frozen=True)
class Lesson:
    """What the model called `name` learns from: the features seen often enough, a row of ones and zeros for each
    example, its fold, and its class."""

    name: str
    features: list[str]
    cases: Any
    folds: NDArray[np.int64]
    labels: list[str]

    def model(self, without: int | None = None) -> Linear:
        """The model of the examples, those of one fold left out.

        For two classes the weights found are the second's; they are halved and told for both.
        """
        rows = np.flatnonzero(self.folds != without) if without is not None else np.arange(len(self.folds))
        cases = self.cases[rows]
        seen = np.flatnonzero(cases.sum(axis=0).A1 >= LEAST)
        names, labels = [self.features[i] for i in seen], [self.labels[i] for i in rows]
        found = LogisticRegression(C=STRENGTH[self.name], max_iter=1000).fit(cases[:, seen], labels)
        coefficients, bias = found.coef_, found.intercept_
        if len(found.classes_) == 2:
            coefficients, bias = np.vstack((-coefficients, coefficients)) / 2, np.concatenate((-bias, bias)) / 2
        return _model(names, found.classes_, coefficients, bias)


def lesson(name: str, given: Sequence[Example]) -> Lesson:
    """The examples of a model made ready to learn from, once for all folds."""
    seen = Counter(x for _, told, _ in given for x in dict.fromkeys(told))
    vectors = DictVectorizer(dtype=np.float32)
    cases = vectors.fit_transform({x: 1.0 for x in told if seen[x] >= LEAST} for _, told, _ in given)
    return Lesson(name, list(vectors.feature_names_), cases, np.array([fold for fold, _, _ in given]),
                  [label for _, _, label in given])


def _model(names: Sequence[str], classes: Sequence[str], weights: NDArray[np.float64], bias: NDArray[np.float64]
           ) -> Linear:
    told = {str(f): tuple(round(float(w), 3) for w in column) for f, column in zip(names, weights.T, strict=True)}
    return Linear(tuple(map(str, classes)), tuple(round(float(b), 3) for b in bias),
                  {f: w for f, w in told.items() if any(w)})
