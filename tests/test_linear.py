"""Models add up what the features of a case say, plain ones and those joined to its keys."""

from __future__ import annotations

from math import exp

import pytest

from elchi.linear import Features, Linear

WEIGHTS = {"near": (1.0, 0.0), "ACCUSE|near": (0.0, 2.0), "blame|near": (0.5, 0.0), "far": (0.0, 4.0),
           "lone": (0.0, 0.25)}
MODEL = Linear(("yes", "no"), (0.0, 1.0), WEIGHTS)


@pytest.mark.parametrize("features", [
    Features(["near"], ("ACCUSE",), ["lone"], ["near"], "blame"),
    Features(["near", "unknown"], ("ACCUSE", "no such key")),
    Features(["near", "far"], ("THREATEN",), few=["far"], entry="blame"),
    Features(),
])
def test_a_case_is_worth_what_its_features_spelt_out_are_worth(features: Features) -> None:
    spelt = [WEIGHTS[x] for x in features if x in WEIGHTS]
    wanted = {"yes": sum(w[0] for w in spelt), "no": 1 + sum(w[1] for w in spelt)}
    for _ in range(2):  # the second time from what was kept
        assert MODEL.scores(features) == wanted
    odds = {name: exp(x) for name, x in wanted.items()}
    assert MODEL.chances(features) == pytest.approx({name: x / sum(odds.values()) for name, x in odds.items()})
