"""From examples to a model: regularised logistic regression over named features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from elchi.linear import Features, Linear

STRENGTH = {"gist": 0.3, "roles": 0.05, "casting": 0.03, "rows": 0.03, "times": 0.3}
"""How much each model may lean on single features: sklearn's C."""
LEAST = 2
"""How often a feature must be seen to be learned from."""
SLIGHT = 0.05
"""Below this no weight of `gist` is written down: a sentence has few words, and their many small weights say little."""

Example = tuple[int, Features, str]
"""Fold, features, class."""
Spoken = tuple[int, Features, Set[str]]
"""Fold, features, and the classes that hold, each by itself."""


def learn(name: str, given: Sequence[Example], without: int | None = None) -> Linear:
    """The model of the examples given, those of one fold left out.

    For two classes the weights are the second's; they are halved and told for both.
    """
    examples = [e for e in given if e[0] != without]
    names, cases = _matrix([told for _, told, _ in examples])
    found = _fit(name, cases, [label for _, _, label in examples])
    coefficients, bias = found.coef_, found.intercept_
    if len(found.classes_) == 2:
        coefficients, bias = np.vstack((-coefficients, coefficients)) / 2, np.concatenate((-bias, bias)) / 2
    return _model(names, found.classes_, coefficients, bias)


def learn_each(name: str, given: Sequence[Spoken], without: int | None = None) -> Linear:
    """The model of examples for which several classes may hold or none: for each class the log odds that it holds."""
    examples = [e for e in given if e[0] != without]
    names, cases = _matrix([told for _, told, _ in examples])
    classes = sorted({c for _, _, held in examples for c in held})
    fitted = [_fit(name, cases, [c in held for _, _, held in examples]) for c in classes]
    weights = np.vstack([f.coef_ for f in fitted])
    weights[abs(weights) < SLIGHT] = 0
    return _model(names, classes, weights, np.concatenate([f.intercept_ for f in fitted]))


def _fit(name: str, cases: Any, labels: Sequence[str | bool]) -> Any:
    return LogisticRegression(C=STRENGTH[name], max_iter=1000).fit(cases, labels)


def _matrix(told: Sequence[Features]) -> tuple[list[str], Any]:
    """The names of the features seen often enough, and a row of ones and zeros for each case."""
    seen = Counter(x for features in told for x in dict.fromkeys(features))
    vectors = DictVectorizer(dtype=np.float32)
    cases = vectors.fit_transform([{x: 1.0 for x in features if seen[x] >= LEAST} for features in told])
    return list(vectors.feature_names_), cases


def _model(names: Sequence[str], classes: Sequence[str], weights: NDArray[np.float64], bias: NDArray[np.float64]
           ) -> Linear:
    told = {str(f): tuple(round(float(w), 3) for w in column) for f, column in zip(names, weights.T, strict=True)}
    return Linear(tuple(map(str, classes)), tuple(round(float(b), 3) for b in bias),
                  {f: w for f, w in told.items() if any(w)})
