"""How well Elchi codes the gold reports: the scorer's own table, faults against the codebook, recall by place in text,
and what the confidence of rows is worth on the reports held back.

    python -m benchmarks.accuracy [--gold DIR] [--held | --learn] [--worst N] [--set NAME]

The gold folder holds `score.py`, `check_gold.py` and the gold sets, and is no part of this repository; without it
the benchmark says so and ends well.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console

from benchmarks import calibration
from elchi import pipeline
from elchi.errors import ReportError
from elchi.export.jsonl import to_line
from elchi.read import decode

HERE = Path(__file__).resolve().parent
GOLD = HERE.parent.parent / "shared" / "gold"
"""Where the gold is looked for."""
PARTS = ("first third", "second third", "last third")
Json = dict[str, Any]


@dataclass(frozen=True)
class GoldSet:
    """A set of gold records, the folder of its texts, and the table of publication dates where it has one."""

    name: str
    records: Path
    texts: Path
    meta: Path | None = None

    def text(self, report_id: str) -> Path:
        return self.texts / (report_id.replace("/", "__") + ".txt")

    def published(self) -> dict[str, str | None]:
        return {row["id"]: row["published"] for row in read_jsonl(self.meta)} if self.meta else {}


def gold_sets(gold: Path) -> list[GoldSet]:
    """The Russian sets that stand in the gold folder."""
    retold = gold / "retold" / "ru"
    known = [GoldSet("seeds", gold / "seeds.jsonl", gold / "texts"),
             GoldSet("dev", gold / "dev.jsonl", gold / "texts"),
             GoldSet("retold", retold / "gold.jsonl", retold / "txt", retold / "meta.jsonl")]
    return [s for s in known if s.records.is_file()]


def read_jsonl(path: Path) -> list[Json]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def is_held(report_id: str) -> bool:
    """Whether a report is kept for checking alone: the last digit of its id is 0, 1 or 2."""
    return re.findall(r"\d", report_id)[-1:] in (["0"], ["1"], ["2"])


def load(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def code(gold_set: GoldSet, ids: list[str]) -> list[str]:
    """A line of JSON for each report that can be read; the others are told and left out."""
    published, lines = gold_set.published(), []
    for report_id in ids:
        path = gold_set.text(report_id)
        try:
            text = decode(path.read_bytes(), path.name)
            lines.append(to_line(pipeline.code(text, id=report_id, published=published.get(report_id))))
        except ReportError as error:
            print(f"not coded: {error}")
    return lines


def recall_by_place(score: ModuleType, gold: list[Json], coded: dict[str, Json], gold_set: GoldSet) -> list[float]:
    """Recall of events by the third of the text in which their gold evidence begins, aligned as the scorer does."""
    found, wanted = [0.0] * 3, [0] * 3
    for report in gold:
        text = " ".join(gold_set.text(report["id"]).read_text(encoding="utf-8").split())
        events = score.kept(report["events"])
        third = {id(e): min(3 * text.find(" ".join(e["evidence"].split())) // max(len(text), 1), 2) for e in events}
        tally = score.Tally()
        pairs: list[tuple[Json, Json]] = []
        tally.compare = lambda g, c, fields, pairs=pairs: pairs.append((g, c))
        tally.add(events, score.kept(coded.get(report["id"], score.EMPTY)["events"]),
                  score.event_similarity, score.event_closeness)
        for event in events:
            wanted[third[id(event)]] += 1
        for g, c in pairs:
            found[third[id(g)]] += score.event_similarity(g, c)
    return [f / w if w else 0.0 for f, w in zip(found, wanted, strict=True)]


def measure(gold_set: GoldSet, args: argparse.Namespace, folder: Path, judged: list[calibration.Row]) -> bool:
    """Code a set, show its figures, and tell whether its records keep to the codebook; the rows of reports held back go
    to `judged`."""
    gold = [g for g in read_jsonl(gold_set.records)
            if not (args.held or args.learn) or is_held(g["id"]) == args.held]
    gold_file, coded_file = folder / f"{gold_set.name}.gold.jsonl", folder / f"{gold_set.name}.jsonl"
    gold_file.write_text("".join(json.dumps(g, ensure_ascii=False) + "\n" for g in gold), encoding="utf-8")
    lines = code(gold_set, [g["id"] for g in gold])
    coded_file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"\n== {gold_set.name}", flush=True)
    scorer = [sys.executable, args.gold / "score.py", gold_file, coded_file, "--by-type", "--worst", str(args.worst)]
    subprocess.run(scorer, check=True)
    coded = {record["id"]: record for record in map(json.loads, lines)}
    score = load(args.gold / "score.py")
    for g in gold:
        if is_held(g["id"]) and gold_set.name != "seeds":
            judged += calibration.rows(score, g, coded.get(g["id"], score.EMPTY))
    recalls = recall_by_place(score, gold, coded, gold_set)
    print("recall:", ", ".join(f"{part} {recall:.2f}" for part, recall in zip(PARTS, recalls, strict=True)))
    print("codebook: ", end="", flush=True)
    checker = [sys.executable, args.gold / "check_gold.py", coded_file, gold_set.texts]
    return subprocess.run(checker, check=False).returncode == 0


def arguments() -> argparse.Namespace:
    """The command line as given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD, help="the gold folder")
    parser.add_argument("--set", choices=("seeds", "dev", "retold"), help="only this set")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--held", action="store_true", help="only reports whose id's last digit is 0, 1 or 2")
    part.add_argument("--learn", action="store_true", help="only the others")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N reports that lose most")
    return parser.parse_args()


def main() -> int:
    """0 where every record keeps to the codebook or there is no gold, else 1."""
    args = arguments()
    sets = [s for s in gold_sets(args.gold) if args.set in (None, s.name)]
    if not sets:
        print(f"no gold reports under {args.gold}: nothing measured")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        judged: list[calibration.Row] = []
        kept = [measure(s, args, Path(folder), judged) for s in sets]
    if judged:
        print()
        Console(width=120).print(calibration.table(judged))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
