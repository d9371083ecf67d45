"""What analysts decided, as pages tell it: what was said in one go as one, what it was said of by name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from elchi.ledger.database import Ledger
from elchi.ledger.queries.things import things

Json = dict[str, Any]
TOGETHER = ("correct", "same", "apart")
"""The kinds of which one act may make several, which are undone together."""
ACT = ("kind", "at", "who", "why", "undone", "undone_by")


def entries(ledger: Ledger, decisions: Iterable[Json], own: str = "") -> list[Json]:
    """Decisions, as `history` gives them, those of one act as one: with all its `fields`, and for each thing that it
    is about, but `own`, the id and the row, None where there is none any more."""
    acts = [list(act) for _, act in groupby(decisions, _act)]
    rows = things(ledger, {uid for act in acts for uid in act[0]["about"]} - {own})
    return [{**act[0], "fields": [{"field": one["field"], "value": one["value"]} for one in act if one["field"]],
             "about": [{"uid": uid, "row": rows.get(uid)} for uid in act[0]["about"] if uid != own]} for act in acts]


def _act(one: Json) -> tuple[object, ...]:
    alone = () if one["kind"] in TOGETHER else (one["decision"],)
    return (*(one[name] for name in ACT), *(one["about"] if one["kind"] == "correct" else ()), *alone)
