"""How often each entry of the act lexicon fires, and how often rightly: where a coded row of its kind rests on the
sentence.

    python -m benchmarks.entries [--set SHEETS | --set GOLD.jsonl:TEXTS[:META.jsonl] …] [--texts DIR …] [--part 3456789]

Without `--set` the coded reports that the models learn from are counted (`training/reports`). `--texts` counts on
folders of plain reports too, which nobody coded: there an entry can only be seen to fire. The greediest stand first.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from elchi import pipeline
from elchi.coding import coder
from elchi.coding.considered import Considered
from elchi.coding.reading import Reading
from elchi.errors import ReportError
from elchi.read import decode, read_text
from training import cases
from training.sheets import FOLDER


def counts(readings: Iterator[Reading], golds: Iterator[cases.Json]) -> tuple[Counter[str], Counter[str]]:
    """How often each entry fires in coded reports, and how often a row of its kind rests on the sentence."""
    fired: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for reading, gold in zip(readings, golds, strict=True):
        for c in coder.consider(reading):
            entry = _entry(c)
            fired[entry] += 1
            right[entry] += any(cases.beside(reading.evidence(c.number), r) for r in cases.rows_of(gold, c.kind))
    return fired, right


def _entry(c: Considered) -> str:
    return c.act.found.act.id.removeprefix("acts/")


def uncoded(folder: Path) -> Counter[str]:
    """How often each entry fires in the plain texts of a folder."""
    fired: Counter[str] = Counter()
    reports = []
    for path in sorted(folder.rglob("*.txt")):
        try:
            reports.append(read_text(decode(path.read_bytes(), path.name), id=path.name))
        except ReportError as error:
            print(f"not read: {error}")
    for reading in pipeline.readings(reports):
        fired.update(_entry(c) for c in coder.consider(reading))
    return fired


def main() -> None:
    """Print a line for each entry: fired, rightly, share, and fired in each folder of plain texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", metavar="SHEETS | GOLD:TEXTS[:META]")
    parser.add_argument("--texts", action="append", type=Path, default=[])
    parser.add_argument("--part", default="0123456789", help="last digits of the ids to count")
    args = parser.parse_args()
    coded = cases.load(args.set or [str(FOLDER)], args.part)
    fired, right = counts(pipeline.readings(r for _, r in coded), (g for g, _ in coded))
    plain = [uncoded(folder) for folder in args.texts]
    known = {e for c in (fired, *plain) for e in c}
    print("entry                            fired  right  share", *(f"{p.name[:12]:>12}" for p in args.texts))
    for e in sorted(known, key=lambda e: (right[e] - fired[e], e)):
        share = f"{right[e] / fired[e]:6.2f}" if fired[e] else "     -"
        print(f"{e:32} {fired[e]:5} {right[e]:6} {share}", *(f"{c[e]:12}" for c in plain))


if __name__ == "__main__":
    main()
