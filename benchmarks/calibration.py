"""Whether the confidence of rows means what it says: how many rows of each confidence are right.

A row is right where it is aligned with a row of the gold of the same type and the same parties: an event by type,
actors and recipients, a position by stance, sentence and holder, an official by name and party.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

from rich.table import Table

Json = dict[str, Any]
Row = tuple[str, float, bool]
"""Kind of row, its confidence, whether it is right."""
SURE = 0.8


def rows(score: ModuleType, gold: Json, coded: Json) -> Iterator[Row]:
    """Each row of a coded report, judged by the gold report."""
    kinds: list[tuple[str, Callable[[Any], Any], Any, Any]] = [
        ("events", score.kept, score.event_similarity, score.event_closeness),
        ("positions", list, score.position_similarity, score.position_closeness),
        ("officials", list, score.official_similarity, score.official_closeness)]
    for kind, kept, similarity, closeness in kinds:
        wanted, found = kept(gold[kind]), kept(coded[kind])
        alike = [[similarity(g, c) for c in found] for g in wanted]
        weight = [[w + 1e-4 * closeness(wanted[i], found[j]) if w else 0.0 for j, w in enumerate(row)]
                  for i, row in enumerate(alike)]
        right = {j for i, j in score.best_pairs(weight) if alike[i][j] == 1} if wanted and found else set()
        yield from ((kind, row["confidence"], j in right) for j, row in enumerate(found))


def table(judged: Sequence[Row]) -> Table:
    """By tenth of confidence: how many rows of each kind, and the share that is right; then the rows above SURE."""
    kinds = list(dict.fromkeys(kind for kind, _, _ in judged))
    shown = Table("confidence", *(f"{kind}: rows, right" for kind in (*kinds, "all")), title="calibration")
    for low in range(10):
        name = f"{low / 10:.1f} to {(low + 1) / 10:.1f}"
        shown.add_row(name, *_cells(judged, kinds, lambda c, low=low: min(int(c * 10), 9) == low))  # type: ignore[misc]
    shown.add_section()
    shown.add_row(f"above {SURE}", *_cells(judged, kinds, lambda c: c > SURE))
    shown.add_row("any", *_cells(judged, kinds, lambda c: True))
    return shown


def _cells(judged: Sequence[Row], kinds: Sequence[str], belongs: Callable[[float], bool]) -> Iterator[str]:
    for kind in (*kinds, None):
        own = [right for k, confidence, right in judged if kind in (k, None) and belongs(confidence)]
        yield f"{len(own)}, {sum(own) / len(own):.2f}" if own else ""
