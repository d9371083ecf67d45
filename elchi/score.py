"""How well reports are coded: their records held against gold ones, by the rules of the codebook.

Rows of a report are paired one to one such that they are as alike as can be in all. What a pair is worth:

- an event, where the type is the same, the Dice coefficient of the parties, each with its part; where parties stand
  alike (`model.ALIKE`) their parts are not told apart. Parties `OTH` do not count, and all armed groups are one.
- a position, where stance and sentence are the same, the Dice coefficient of the holders.
- an official 1, where the country is the same, and the last word of the name, and all words of the shorter name.

Two sentences are the same where the words of three letters and more that both hold are two fifths of the longer's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from networkx import Graph, max_weight_matching

from elchi.errors import ReportError
from elchi.model import ALIKE, Json

Alike = Callable[[Json, Json], float]
KINDS = ("events", "contacts", "positions", "officials")
"""What is measured; contacts are the events of type CONSULT."""
FIELDS = {
    "officials": ("name", "country", "role", "evidence"),
    "events": ("type", "mode", "actors", "recipients", "date", "time", "place", "channel", "contexts", "evidence"),
    "positions": ("holder", "stance", "subject", "target", "evidence")}
"""What the gold tells of rows."""
_NEEDED = {"officials": ("name", "country"), "events": ("type", "actors", "recipients"),
           "positions": ("holder", "stance", "evidence")}
_WORD = re.compile(r"\w+")
_SAME = 0.4
_FINE = 1_000_000
"""The matching is exact in whole numbers alone."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rows the gold and the coded reports have; which shares of the coded and of the gold ones are right."""

    gold: int
    coded: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load(path: Path) -> list[Json]:
    """The coded reports of a file, a JSON object a line. Raises ReportError, with the line, where it holds another
    thing, and where it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as fault:
        raise ReportError(str(path), getattr(fault, "strerror", None) or "no text in UTF-8") from fault
    return [_report(f"{path}:{n}", line) for n, line in enumerate(lines, 1) if line.strip()]


def _report(source: str, line: str) -> Json:
    try:
        found: Json = json.loads(line)
        rows = [(row, name) for kind, names in _NEEDED.items() for row in found[kind] for name in names]
        missing = [name for row, name in rows if row[name] is None] if isinstance(found["id"], str) else ["id"]
    except (ValueError, KeyError, TypeError) as fault:
        raise ReportError(source, f"no coded report: {fault}") from fault
    if missing:
        raise ReportError(source, f"no coded report: {missing[0]} is missing")
    return found


def score(gold: Iterable[Json], coded: Mapping[str, Json]) -> dict[str, Figures]:
    """Figures of each of KINDS for reports of the gold, `coded` by their ids; a report that is not coded counts as one
    without rows.

    Where nobody judged some rows of a gold report (`unjudged`), a coded row that it lacks need not be wrong: precision
    is taken over the other reports alone, and what `coded` counts is theirs.
    """
    pairs = [(report, coded.get(report["id"], {})) for report in gold]
    return {kind: _figures([(_rows(kind, g), _rows(kind, c), not g.get("unjudged")) for g, c in pairs], alike)
            for kind, alike in zip(KINDS, (_events, _events, _positions, _officials), strict=True)}


def _figures(reports: Collection[tuple[list[Json], list[Json], bool]], alike: Alike) -> Figures:
    right = [_right(gold, coded, alike) for gold, coded, _ in reports]
    known = sum(len(gold) for gold, *_ in reports)
    told = sum(len(coded) for _, coded, whole in reports if whole)
    sure = sum(worth for worth, (*_, whole) in zip(right, reports, strict=True) if whole)
    return Figures(known, told, sure / told if told else 0.0, sum(right) / known if known else 0.0)


def _right(gold: list[Json], coded: list[Json], alike: Alike) -> float:
    """How much of either is right: what the best pairs are worth together."""
    graph = Graph()
    for i, one in enumerate(gold):
        for j, other in enumerate(coded, len(gold)):
            if worth := alike(one, other):
                graph.add_edge(i, j, weight=round(worth * _FINE), worth=worth)
    return float(sum(graph.edges[pair]["worth"] for pair in max_weight_matching(graph)))


def _rows(kind: str, report: Json) -> list[Json]:
    if kind in ("positions", "officials"):
        return list(report.get(kind, ()))
    return [event for event in report.get("events", ())
            if _parties(event) and (kind == "events" or event["type"] == "CONSULT")]


def _events(one: Json, other: Json) -> float:
    return _dice(_parties(one), _parties(other)) if one["type"] == other["type"] else 0.0


def _positions(one: Json, other: Json) -> float:
    same = one["stance"] == other["stance"] and _same_sentence(one["evidence"], other["evidence"])
    return _dice(set(one["holder"]), set(other["holder"])) if same else 0.0


def _officials(one: Json, other: Json) -> float:
    a, b = (_words(own["name"], 2) for own in (one, other))
    same = bool(a and b) and a[-1] == b[-1] and (set(a) <= set(b) or set(b) <= set(a))
    return float(same and one["country"] == other["country"])


def _parties(event: Json) -> set[tuple[str, str]]:
    return {("party" if event["type"] in ALIKE else side, code.partition(":")[0])
            for side in ("actors", "recipients") for code in event[side] if code != "OTH"}


def _dice(one: set[str] | set[tuple[str, str]], other: set[str] | set[tuple[str, str]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _words(text: str, least: int) -> list[str]:
    return [word for word in _WORD.findall(text.casefold().replace("ё", "е")) if len(word) >= least]


def _same_sentence(one: str, other: str) -> bool:
    a, b = (Counter(_words(text, 3)) for text in (one, other))
    longer = max(a.total(), b.total())
    return longer > 0 and (a & b).total() >= _SAME * longer
