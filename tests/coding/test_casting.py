"""The parts of parties are settled beside each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from elchi import linear
from elchi.coding import casting
from elchi.linear import Features, Linear
from elchi.network import Answer, Party

CLASSES = ("actor", "none", "recipient")


@pytest.fixture(autouse=True)
def _own_model() -> Iterator[None]:
    """A model that looks at nothing but what stands in a feature's name."""
    weights = {f"is:{c}": tuple(3.0 * (c == x) for x in CLASSES) for c in CLASSES}
    linear.use("casting", Linear(CLASSES, (0.0, 0.0, 0.0), weights))
    yield
    linear.use("casting", linear.load(linear.FOLDER / "casting.json"))


def told(**features: list[str]) -> dict[str, Party]:
    """Parties offered, each named in the sentence and with these features."""
    return {code: Party([0], plain) for code, plain in features.items()}


def answer(*parts: str) -> Answer:
    """What the network makes of an act whose parties have these parts."""
    return {}, [{c: 0.9 if c == part else 0.05 for c in CLASSES} for part in parts]


def test_a_party_is_told_of_its_rivals_peers_and_other_acts() -> None:
    strike = "ASSAULT", told(IRN=["way:subject"], ARE=[]), answer("actor", "recipient")
    blame = "ACCUSE", told(IRN=[], KAZ=["way:subject"], UZB=["way:subject"]), answer("recipient", "actor", "actor")
    (_, _), (_, offered) = casting.company([strike, blame])
    known = {code: list(features) for code, features in offered.items()}
    assert "also:ASSAULT:actor" in known["IRN"]
    assert not any(x.startswith("also:") for x in known["KAZ"])
    assert "joined:actor:most:4" in known["KAZ"]
    assert "taken:actor:1" in known["KAZ"] and "taken:actor:2" in known["IRN"]
    assert "ACCUSE|taken:actor:1" in known["KAZ"]


def test_whether_an_act_needs_such_a_party_is_told() -> None:
    offered = {"KAZ": Party([0], []), "IRN": Party([], [])}
    (_, known), = casting.company([("ACCUSE", offered, ({"actor:named": 2.0, "recipient:unnamed": -3.0},
                                                       answer("actor", "none")[1]))])
    assert "needed:actor:named:4" in list(known["KAZ"]) and "needed:recipient:unnamed:-6" in list(known["IRN"])


def test_an_act_that_needs_somebody_gets_the_likeliest() -> None:
    (alone, _), = casting.company([("ACCUSE", told(KAZ=[], IRN=[], ARE=[]), answer("none", "recipient", "recipient"))])
    known = {"KAZ": Features(), "IRN": Features(["is:recipient"]), "ARE": Features(["is:recipient"])}
    cast = casting.cast("ACCUSE", alone, known)
    assert cast.actors == ("KAZ",)
    assert set(cast.recipients) == {"IRN", "ARE"}
    assert cast.alone[0] < 0.2 < cast.sure[0]
