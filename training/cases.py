"""The coded reports that training learns from, and which rows of theirs an act of coding answers to."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy import GoldSet, read_jsonl
from elchi import pipeline
from elchi.coding.considered import Considered
from elchi.coding.reading import Reading
from elchi.languages.ru import fold
from elchi.model import ALIKE, Report
from elchi.read import read_text
from training import sheets

Json = dict[str, Any]
FOLDS = 4


@dataclass(frozen=True)
class Case:
    """A report that was read, its coding, and the fold it falls into."""

    reading: Reading
    gold: Mapping[str, Any]
    fold: int


def load(sets: Iterable[str], part: str = "") -> list[tuple[Json, Report]]:
    """The coded reports of all sets, folders of sheets among them, each with its report; only those the last digit of
    whose id is one of `part`, if any are given.

    Raises OSError where a file is missing, ValueError (SheetError among them) where a set or a line is none, ElchiError
    where a text is no report.
    """
    found: list[tuple[Json, Report]] = []
    for name in sets:
        if Path(name).is_dir():
            found += [(s.gold, read_text(s.text, id=s.id, published=s.published)) for s in sheets.read_all(Path(name))
                      if _is_of(s.id, part)]
            continue
        files = name.split(":")
        if len(files) not in (2, 3):
            raise ValueError(f"{name}: neither a folder of sheets nor GOLD.jsonl:TEXTS[:META.jsonl]")
        given = GoldSet(name, *map(Path, files))
        dates = given.published()
        for row in read_jsonl(given.records):
            if _is_of(row["id"], part):
                text = given.text(row["id"]).read_text(encoding="utf-8")
                found.append((row, read_text(text, id=row["id"], published=dates.get(row["id"]))))
    return found


def _is_of(report_id: str, part: str) -> bool:
    return not part or (re.findall(r"\d", report_id) or [part])[-1] in part


def folded(coded: Sequence[tuple[Json, Report]]) -> list[Case]:
    """The reports annotated and dealt into folds."""
    folds = [i % FOLDS for i in range(len(coded))]
    random.Random(0).shuffle(folds)
    readings = pipeline.readings(report for _, report in coded)
    return [Case(r, gold, fold) for r, (gold, _), fold in zip(readings, coded, folds, strict=True)]


def alike(c: Considered, row: Mapping[str, Any]) -> float:
    """How far the parties that an act was given are those of a row of the gold: Dice's coefficient over parties and
    their parts; where the parties of a type stand alike, over parties alone."""
    if "holder" in row:
        return _dice(set(row["holder"]), set(c.cast.actors))
    return _dice(_parties(c.kind, row["actors"], row["recipients"]), _parties(c.kind, c.cast.actors, c.cast.recipients))


def _parties(kind: str, actors: Iterable[str], recipients: Iterable[str]) -> set[tuple[str, str]]:
    parts = ("party", "party") if kind in ALIKE else ("actor", "recipient")
    return {(part, code.split(":")[0]) for part, codes in zip(parts, (actors, recipients), strict=True)
            for code in codes if code != "OTH"}


def _dice(a: set[Any], b: set[Any]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def beside(evidence: str, row: Mapping[str, Any]) -> bool:
    """Whether a row of the gold rests on this sentence or on a run of sentences that holds it: whether they share three
    words in five of the shorter, words of three letters and more."""
    own, its = (Counter(w for w in re.findall(r"\w+", fold(x)) if len(w) > 2) for x in (evidence, row["evidence"]))
    fewer = min(own.total(), its.total())
    return fewer > 0 and (own & its).total() >= 0.6 * fewer


def rows_of(gold: Mapping[str, Any], kind: str) -> list[Json]:
    """The coded events of a type, or the coded positions of a stance."""
    events = [e for e in gold["events"] if e["type"] == kind]
    return events or [p for p in gold["positions"] if p["stance"] == kind]
