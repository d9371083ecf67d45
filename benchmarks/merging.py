"""How well the ledger brings together the reports that tell one happening.

    python -m benchmarks.merging [--gold DIR] [--coded]

The reports of the gold's `retold/ru` are grouped by the happening that their lead tells, as its `meta.jsonl` says, and
as a ledger that they were put into does: coded by Elchi, or, with `--coded`, as the gold codes them. B-cubed: of the
reports that the ledger puts beside a report the share that belongs there (precision), and of those that belong there
the share that is (recall), averaged over reports. The gold is no part of this repository; without it the benchmark says
so and ends well.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from benchmarks import accuracy
from elchi import pipeline
from elchi.ledger import schema, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.model import Record, Report
from elchi.read.record import record
from training.cases import load

Groups = Mapping[str, str]
"""The group of each report, by its id."""


def bcubed(found: Groups, wanted: Groups) -> tuple[float, float, float]:
    """Precision, recall and F1 of one grouping of reports against another (Bagga and Baldwin 1998)."""
    inside = [_members(found), _members(wanted)]
    shared = {i: len(inside[0][found[i]] & inside[1][wanted[i]]) for i in wanted}
    precision = sum(n / len(inside[0][found[i]]) for i, n in shared.items()) / len(wanted)
    recall = sum(n / len(inside[1][wanted[i]]) for i, n in shared.items()) / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _members(groups: Groups) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for i, group in groups.items():
        found.setdefault(group, set()).add(i)
    return found


def leads(ledger: Ledger) -> dict[str, str]:
    """The happening of each report's lead: of the first news that it tells, else of the first event; a report without
    events is by itself."""
    e, v, r, h = schema.event, schema.revision.c, schema.report.c, schema.happening.c
    with ledger.reading() as connection:
        keys = connection.scalars(sa.select(r.key)).all()
        told = connection.execute(sa.select(r.key, h.uid).select_from(e).join(
            schema.revision, v.id == e.c.revision_id).join(schema.report, r.id == v.report_id).join(
            schema.happening, h.id == e.c.happening_id).order_by(e.c.time == "background", e.c.start, e.c.id)).all()
    found = {key: key for key in keys}
    for key, uid in reversed(told):
        found[key] = uid
    return found


def records(gold: accuracy.GoldSet, coded: bool) -> Iterable[Record]:
    """The reports of the set with their ids, coded by Elchi, or as the gold has them."""
    found = [(row, replace(report, given_id=report.id)) for row, report in
             load([f"{gold.records}:{gold.texts}:{gold.meta}"])]
    if not coded:
        return pipeline.code_reports(report for _, report in found)
    return (_as_coded(report, row) for row, report in found)


def _as_coded(report: Report, row: accuracy.Json) -> Record:
    for own in (*row["events"], *row["positions"], *row["officials"]):
        own["start"] = max(report.text.find(own["evidence"]), 0)
        own["end"] = own["start"] + len(own["evidence"])
    for event in row["events"]:
        event["participants"] = [o for o in row["officials"] if o["evidence"] == event["evidence"]]
    return replace(record(row, report.text), report=report)


def main() -> None:
    """Put the reports into a ledger and print how well it groups them, beside one that groups none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=accuracy.GOLD)
    parser.add_argument("--coded", action="store_true", help="as the gold codes the reports")
    args = parser.parse_args()
    gold = next((own for own in accuracy.gold_sets(args.gold) if own.meta and own.meta.is_file()), None)
    if gold is None or gold.meta is None:
        print(f"no retold reports in {args.gold}: nothing measured")
        return
    wanted = {row["id"]: row["happening"] for row in accuracy.read_jsonl(gold.meta)}
    with TemporaryDirectory() as folder:
        ledger = open_ledger(str(Path(folder, "ledger.db")))
        list(store.add(ledger, records(gold, args.coded), together=len(wanted)))
        found = leads(ledger)
        ledger.close()
    table = Table("", "precision", "recall", "F1", title=f"B-cubed over {len(wanted)} reports of "
                  f"{len(set(wanted.values()))} happenings")
    for name, groups in (("the ledger", found), ("each report by itself", {i: i for i in wanted})):
        table.add_row(name, *(f"{x:.3f}" for x in bcubed(groups, wanted)))
    Console().print(table)


if __name__ == "__main__":
    main()
