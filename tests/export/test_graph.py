from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import networkx as nx

from elchi.export.graph import CHANNELS, write_graphml
from tests.happenings import HOSTILE, happening, name, visit


def graph(*found: dict[str, Any]) -> Any:
    return nx.read_graphml(io.BytesIO(written(*found)))


def written(*found: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    write_graphml(found, out, name)
    return out.getvalue()


def test_an_edge_counts_the_contacts_of_two() -> None:
    told = graph(happening(), happening(date="2026-01-09", channel="visit", actors=["OMN"], recipients=["KAZ"]),
                 happening(date=None, channel=None), visit())
    assert dict(told.nodes(data="label")) == {
        "KAZ": "Казахстан", "OMN": "Оман", "KGZ": "Кыргызстан", "TUR": "Турция"}
    assert not told.is_directed()
    assert set(map(frozenset, told.edges)) == {frozenset({"KAZ", "OMN"}), frozenset({"KGZ", "TUR"})}
    assert told.edges["KAZ", "OMN"] == {**dict.fromkeys(CHANNELS, 0), "weight": 3, "call": 1, "visit": 1,
                                        "first": "2026-01-09", "last": "2026-03-02"}


def test_a_gathering_brings_each_together_with_each() -> None:
    told = graph(happening(actors=["KAZ", "OMN", "TUR"], channel="multilateral"))
    assert {edge["multilateral"] for *_, edge in told.edges(data=True)} == {1}
    assert told.number_of_edges() == 3


def test_guests_are_brought_together_with_hosts_alone() -> None:
    told = graph(visit(actors=["KAZ", "KGZ"]))
    assert set(map(frozenset, told.edges)) == {frozenset({"KAZ", "TUR"}), frozenset({"KGZ", "TUR"})}


def test_only_contacts_that_were_held_count() -> None:
    told = graph(happening(type="AGREE"), happening(time="negated"), happening(time="future"),
                 happening(time="hypothetical"), happening(actors=["KAZ"]), happening(actors=["KAZ", "KAZ", "OTH"]))
    assert len(told) == 0
    assert graph(happening(time="background")).number_of_edges() == 1


def test_gephi_finds_label_and_weight_by_id_and_by_name() -> None:
    keys = {(key.get("for"), key.get("id"), key.get("attr.name")): key.get("attr.type")
            for key in ElementTree.fromstring(written(happening())).iter("{http://graphml.graphdrawing.org/xmlns}key")}
    assert keys["node", "label", "label"] == "string"
    assert keys["edge", "weight", "weight"] in ("int", "long", "double")
    assert set(keys.values()) <= {"string", "int", "long", "double", "boolean"}


def test_hostile_names_are_no_harm() -> None:
    told = graph(happening(actors=[HOSTILE, "KAZ"], channel=HOSTILE))
    label, = {label for code, label in told.nodes(data="label") if code != "KAZ"}
    assert label.startswith('Он сказал: "=1+1", и')
    assert not set(label) & {"\0", "\x1b", "\ufffe"}
    assert told.number_of_edges() == 1
