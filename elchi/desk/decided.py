"""What analysts decided, as pages tell it: what was said in one go as one, what it was said of by name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from elchi.ledger.database import Ledger
from elchi.ledger.queries.unsure import row

Json = dict[str, Any]
TOGETHER = ("correct", "same", "apart")
"""The kinds of which one act may make several, which are undone together."""
ACT = ("kind", "at", "who", "why", "undone", "undone_by")


def entries(ledger: Ledger, decisions: Iterable[Json], own: str = "") -> list[Json]:
    """Decisions, as `history` gives them, those of one act as one: with all its `fields`, and, for each thing that it is
    about, the `own` apart, its id and the row that it is, None where that is no more."""
    acts = [list(act) for _, act in groupby(decisions, _act)]
    rows = {uid: _row(ledger, uid) for act in acts for uid in act[0]["about"] if uid != own}
    return [{**act[0], "fields": [{"field": one["field"], "value": one["value"]} for one in act if one["field"]],
             "about": [{"uid": uid, "row": rows[uid]} for uid in act[0]["about"] if uid != own]} for act in acts]


def _act(one: Json) -> tuple[object, ...]:
    alone = () if one["kind"] in TOGETHER else (one["decision"],)
    return (*(one[name] for name in ACT), *(one["about"] if one["kind"] == "correct" else ()), *alone)


def _row(ledger: Ledger, uid: str) -> Json | None:
    """The row of an id; of a happening, the event that it is called by."""
    found = row(ledger, "e" + uid[1:] if uid[:1] == "h" else uid)
    return None if found is None or found["state"] == "gone" else found
