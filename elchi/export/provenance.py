"""Where each event is told: the table that stands beside those in the field's forms, which have no room for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from elchi.export.happened import events
from elchi.export.tsv import write_tsv
from elchi.model import Told

COLUMNS = ("event", "address", "sentence", "start", "end", "hash", "report", "coder", "rules", "state")


def write_provenance(rows: Iterable[Told], out: TextIO) -> int:
    """Write, tab separated, a line for each event among the rows. Returns how many.

    `event` is its id, `sentence` what it rests on, at the code points [start, end) of the text whose SHA-256 is `hash`;
    `address` is where the report stands, `report` what the ledger knows it by; `rules` are joined by `; `.
    """
    return write_tsv(COLUMNS, ((told.uid, told.report.url, event.evidence, event.start, event.end, told.hash, told.key,
                         told.coder, event.rules, told.state) for told, event in events(rows)), out)
