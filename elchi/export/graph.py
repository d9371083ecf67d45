"""Who is in contact with whom, as a graph for Gephi and its like: GraphML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

import networkx as nx

from elchi.export.columns import Row, happenings, legal
from elchi.export.happened import HAPPENED, dyads
from elchi.export.text import PartyName, clean

CHANNELS = ("call", "video", "letter", "visit", "multilateral", "meeting")
_NOBODY = "OTH"
"""Stands for whoever has no code: two contacts with it need not be with the same."""


def write_graphml(found: Iterable[Mapping[str, Any]], out: IO[bytes], party: PartyName) -> int:
    """Write the graph of contacts among happenings as `ledger.queries.timeline` gives them. Returns how many edges.

    A node is a party by its code, with `label`, the name that `party` gives. An edge, without direction, has `weight`,
    how many contacts the two had, how many of them by each of `CHANNELS`, and the `first` and `last` day on which one
    may have been, `YYYY-MM-DD`. Only contacts that were held count. Raises LedgerError for what is no date.
    """
    graph = nx.Graph()
    for row in happenings(found):
        if row["type"] == "CONSULT" and row["time"] in HAPPENED:
            for a, b in _pairs(row):
                _count(graph, a, b, row)
    for code, node in graph.nodes.items():
        node["label"] = legal(clean(party(code)))
    # Gephi knows a property by the id of its key in one version, by its name in another.
    nx.write_graphml(graph, out, named_key_ids=True)
    return int(graph.number_of_edges())


def _pairs(row: Row) -> list[tuple[str, str]]:
    """Each two that were in contact, once: guests with hosts; where all stand alike, each with each."""
    sides = ([code for code in row[side] if code != _NOBODY] for side in ("actors", "recipients"))
    return sorted({(min(pair), max(pair)) for pair in dyads(row["type"], *sides)})


def _count(graph: nx.Graph, a: str, b: str, row: Row) -> None:
    if not graph.has_edge(a, b):
        graph.add_edge(a, b, weight=0, **dict.fromkeys(CHANNELS, 0))
    edge = graph.edges[a, b]
    edge["weight"] += 1
    if row["channel"] in CHANNELS:
        edge[row["channel"]] += 1
    if row["first"]:
        first, last = row["first"].isoformat(), row["last"].isoformat()
        edge.update(first=min(first, edge.get("first", first)), last=max(last, edge.get("last", last)))
