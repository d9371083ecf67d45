"""How well Elchi codes the reports of `training/unseen`, which its models did not learn from and which nobody who wrote
words for its lexicon has read.

    python -m benchmarks.unseen [--gold DIR]

The gold folder holds `score.py` and is no part of this repository; without it the benchmark says so and ends well.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import accuracy
from elchi import pipeline
from elchi.model import Report
from training import sheets
from training.cases import Json, load

KINDS = ("events", "contacts", "positions", "officials")


def coded(reports: Iterable[Report]) -> dict[str, Json]:
    """The record of each report, by its id."""
    return {record.report.id: record.to_json() for record in pipeline.code_reports(reports)}


def figures(scored: Mapping[str, Mapping[str, float]]) -> list[str]:
    """F1 of each kind of row, with precision and recall beneath."""
    return [f"{scored[kind]['f1']:.2f}\n{scored[kind]['p']:.2f}, {scored[kind]['r']:.2f}" for kind in KINDS]


def main() -> None:
    """Code the sheets and print a row for each file and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=accuracy.GOLD)
    scorer = parser.parse_args().gold / "score.py"
    if not scorer.is_file():
        print(f"no {scorer}: nothing measured")
        return
    score, found = accuracy.load(scorer), load([str(sheets.UNSEEN)])
    gold, own = {g["id"]: g for g, _ in found}, coded(report for _, report in found)
    files: dict[str, list[str]] = {}
    for name in gold:
        files.setdefault(name.split("/")[-2], []).append(name)
    table = Table("file", "reports", *KINDS, title="F1, precision and recall", show_lines=True)
    for file, ids in {**files, "all": list(gold)}.items():
        table.add_row(file, str(len(ids)), *figures(score.score(gold, own, ids)))
    Console().print(table)


if __name__ == "__main__":
    main()
