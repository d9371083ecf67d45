"""The parts of parties are settled beside each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from elchi import linear
from elchi.coding import casting
from elchi.linear import Features, Linear

CLASSES = ("actor", "none", "recipient")


@pytest.fixture(autouse=True)
def _own_models() -> Iterator[None]:
    """Models that look at nothing but what stands in a feature's name."""
    weights = {f"is:{c}": tuple(3.0 * (c == x) for x in CLASSES) for c in CLASSES}
    linear.use("roles", Linear(CLASSES, (0.0, 0.0, 0.0), weights))
    linear.use("casting", Linear(CLASSES, (0.0, 0.0, 0.0), weights))
    yield
    for name in ("roles", "casting"):
        linear.use(name, linear.load(linear.FOLDER / f"{name}.json"))


def told(**features: list[str]) -> dict[str, Features]:
    """Parties offered, each with plain features."""
    return {code: Features(plain) for code, plain in features.items()}


def test_a_party_is_told_of_its_rivals_peers_and_other_acts() -> None:
    strike = told(IRN=["is:actor", "way:subject"], ARE=["is:recipient"])
    blame = told(IRN=["is:recipient"], KAZ=["is:actor", "way:subject"], UZB=["is:actor", "way:subject"])
    (_, _), (_, offered) = casting.company([("ASSAULT", strike), ("ACCUSE", blame)])
    known = {code: list(features) for code, features in offered.items()}
    assert "also:ASSAULT:actor" in known["IRN"]
    assert not any(x.startswith("also:") for x in known["KAZ"])
    assert "joined:actor:most:4" in known["KAZ"]
    assert "taken:actor:1" in known["KAZ"] and "taken:actor:2" in known["IRN"]
    assert "ACCUSE|taken:actor:1" in known["KAZ"]


def test_an_act_that_needs_somebody_gets_the_likeliest() -> None:
    offered = told(KAZ=["is:none"], IRN=["is:recipient"], ARE=["is:recipient"])
    (alone, _), = casting.company([("ACCUSE", offered)])
    cast = casting.cast("ACCUSE", alone, {**offered, **told(KAZ=[])})
    assert cast.actors == ("KAZ",)
    assert set(cast.recipients) == {"IRN", "ARE"}
    assert cast.alone[0] < 0.2 < cast.sure[0]
