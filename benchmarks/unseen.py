"""How well Elchi codes the reports of `training/unseen`, which its models did not learn from and which nobody who wrote
words for its lexicon has read.

    python -m benchmarks.unseen [--gold DIR]

The gold folder holds `score.py` and is no part of this repository; without it the benchmark says so and ends well.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import accuracy
from elchi import pipeline
from elchi.read import read_text
from training import sheets

Json = dict[str, Any]
KINDS = ("events", "contacts", "positions", "officials")


def coded(found: Sequence[sheets.Sheet]) -> dict[str, Json]:
    """The record of each sheet's report, by its id."""
    reports = [read_text(s.text, id=s.id, published=s.published) for s in found]
    return {s.id: record.to_json() for s, record in zip(found, pipeline.code_reports(reports), strict=True)}


def figures(scored: Mapping[str, Mapping[str, float]]) -> list[str]:
    """F1 of each kind of row, with precision and recall beneath."""
    return [f"{scored[kind]['f1']:.2f}\n{scored[kind]['p']:.2f}, {scored[kind]['r']:.2f}" for kind in KINDS]


def main() -> None:
    """Code the sheets and print a row for each file and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=accuracy.HERE.parent.parent / "shared" / "gold")
    scorer = parser.parse_args().gold / "score.py"
    if not scorer.is_file():
        print(f"no {scorer}: nothing measured")
        return
    score = accuracy.load(scorer)
    table = Table("file", "reports", *KINDS, title="F1, precision and recall", show_lines=True)
    everything: tuple[dict[str, Json], dict[str, Json]] = ({}, {})
    for path in sorted(sheets.UNSEEN.glob("*.txt")):
        found = list(sheets.read(path))
        gold, own = {s.id: s.gold for s in found}, coded(found)
        table.add_row(path.stem, str(len(found)), *figures(score.score(gold, own)))
        everything[0].update(gold)
        everything[1].update(own)
    table.add_row("all", str(len(everything[0])), *figures(score.score(*everything)))
    Console().print(table)


if __name__ == "__main__":
    main()
