"""How the sources of a ledger stand, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from elchi.ledger.watching import Counts, State
from elchi.watch.log import told_moment
from elchi.watch.sources import Source

COLUMNS = ("url", "name", "on", "succeeded", "failed", "fault", "named", "waiting", "given_up", "next")


def shown(listed: Sequence[Source], states: Mapping[str, State], counts: Mapping[str, Counts]) -> list[dict[str, Any]]:
    """Each source of the list, then each other that the ledger knows: its address and name, whether it is switched on
    (none: the list does not name it), when it was last had and not had, the last fault, how many pages it has named,
    how many of them wait and were given up, and when it is looked at next."""
    rows = []
    names = {source.url: source for source in listed}
    for url in dict.fromkeys((*names, *states)):
        source, state, count = names.get(url), states.get(url, State(url, 0.0)), counts.get(url, Counts())
        rows.append(dict(zip(COLUMNS, (
            url, source.name if source else state.name, source.on if source else None, _told(state.succeeded),
            _told(state.failed), state.fault, count.named, count.waiting, count.given_up,
            _told(state.due) if url in states else None), strict=True)))
    return rows


def _told(moment: float | None) -> str | None:
    return None if moment is None else told_moment(moment)
