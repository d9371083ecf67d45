"""How well the reports of the test corpus are coded never falls below what was reached.

A row counts where it is told of the very same parties: an event by type, actors and recipients, a contact by all who
took part, an official by name and party, a position by holder and stance. The floors hold for this corpus alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from functools import cache
from typing import Any

import pytest

from benchmarks.fuzz import CORPUS
from elchi.pipeline import code_reports
from elchi.read import read_text

Json = dict[str, Any]
SHA256 = "05bda80f7a977c4fccdcb0b0a346491b49c61be2e12fcb7cca87e5d42bc0b6e1"
FLOORS = {"events": 0.63, "contacts": 0.81, "officials": 0.99, "positions": 0.65}


def events(record: Json) -> Iterator[Hashable]:
    for e in record["events"]:
        yield e["type"], frozenset(e["actors"]), frozenset(e["recipients"])


def contacts(record: Json) -> Iterator[Hashable]:
    for e in record["events"]:
        if e["type"] == "CONSULT":
            yield frozenset(e["actors"] + e["recipients"])


def officials(record: Json) -> Iterator[Hashable]:
    for o in record["officials"]:
        yield o["name"], o["country"]


def positions(record: Json) -> Iterator[Hashable]:
    for p in record["positions"]:
        yield frozenset(p["holder"]), p["stance"]


MEASURES: dict[str, Callable[[Json], Iterator[Hashable]]] = {
    "events": events, "contacts": contacts, "officials": officials, "positions": positions}


@cache
def pairs() -> list[tuple[Json, Json]]:
    """Each report's record as written by hand, and as coded."""
    reports = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    records = code_reports(read_text(r["text"], published=r["published"], id=r["id"]) for r in reports)
    return [(r, record.to_json()) for r, record in zip(reports, records, strict=True)]


def f1(rows: Callable[[Json], Iterator[Hashable]]) -> float:
    """The harmonic mean of precision and recall over all reports."""
    right = wanted = found = 0
    for by_hand, coded in pairs():
        a, b = Counter(rows(by_hand)), Counter(rows(coded))
        right, wanted, found = right + (a & b).total(), wanted + a.total(), found + b.total()
    return 2 * right / (wanted + found)


def test_corpus_is_the_one_that_the_floors_were_measured_on() -> None:
    assert hashlib.sha256(CORPUS.read_bytes()).hexdigest() == SHA256


@pytest.mark.parametrize("what", MEASURES)
def test_accuracy_is_kept(what: str) -> None:
    assert f1(MEASURES[what]) >= FLOORS[what]
