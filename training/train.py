"""Learn the package's models from coded reports, and say by cross-validation what they are worth.

    python -m training.train [--set GOLD.jsonl:TEXTS[:META.jsonl] …] [--part 3456789] [--scorer SCORE.py]

The reports of `training/reports` are learned from, and those of each set: a file of coded reports (docs/codebook.md),
the folder of their texts, and, where known, a file of their publication dates. With `--part` only those reports of the
sets whose id's last digit is one of these. The models of the package are written anew; `--dry` leaves them. What the
shipped ones were learned from stands in docs/models.md.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks import accuracy
from benchmarks.accuracy import GoldSet, read_jsonl
from elchi import lexicon, linear, pipeline
from elchi.coding import coder
from elchi.coding.considered import Considered
from elchi.coding.reading import Reading
from elchi.coding.roles import Offered
from elchi.coding.same import ALIKE
from elchi.languages.ru import fold
from elchi.linear import Linear, Features
from elchi.model import Report
from elchi.read import read_text
from training import sheets

Json = dict[str, Any]
FOLDS = 6
STRENGTH = {"roles": 0.05, "casting": 0.03, "rows": 0.05, "times": 0.3}
"""How much each model may lean on single features: sklearn's C."""
LEAST = 2
"""How often a feature must be seen to be learned from."""
PARTLY = 0.5
"""From which likeness a row counts as partly right."""
MERGED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
                    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONCEDE"})
"""Types of which a report's accounts of the same parties become one row, wherever they stand."""
PARTS = ("actors", "holder", "recipients", "target")
BY_RULE = Linear(("actor", "none", "recipient"), (0.0, 0.0, 0.0), {
    f"rule:{part}": tuple(3.0 * (part == x) for x in ("actor", "none", "recipient"))
    for part in ("actor", "none", "recipient")})
"""The parts as the rules of coding give them: where learning begins."""
REPEATED = 10
"""How often an example sentence of the lexicon counts: it is one of few for its entry."""
OUTSIDE = -1
"""The fold of what is learned from always."""
FIRST = {"roles": BY_RULE, "casting": BY_RULE, "rows": Linear(("partly", "right", "wrong"), (0.0, 0.0, 0.0), {}),
         "times": Linear(("background", "past"), (0.0, 1.0), {})}
"""The models that learning begins with: parts by rule, every row kept, every act the news."""


@dataclass(frozen=True)
class Case:
    """A report that was read, its coding, and the fold it falls into."""

    reading: Reading
    gold: Mapping[str, Any]
    fold: int


Example = tuple[int, Features, str]
"""Fold, features, class."""


def load(sets: Iterable[str], part: str = "") -> list[tuple[Json, Report]]:
    """The coded reports of all sets, folders of sheets among them, each with its report; only those the last digit of
    whose id is one of `part`, if any are given."""
    found: list[tuple[Json, Report]] = []
    for name in sets:
        if Path(name).is_dir():
            found += [(s.gold, read_text(s.text, id=s.id, published=s.published)) for s in sheets.read_all(Path(name))
                      if _is_of(s.id, part)]
            continue
        given = GoldSet(name, *map(Path, name.split(":")))
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
    """Whether a row of the gold rests on this sentence or on a run of sentences that holds it."""
    own, its = (Counter(w for w in re.findall(r"\w+", fold(x)) if len(w) > 2) for x in (evidence, row["evidence"]))
    return sum((own & its).values()) >= 0.6 * min(sum(own.values()), sum(its.values()))


def rows_of(gold: Mapping[str, Any], kind: str) -> list[Json]:
    """The coded events of a type, or the coded positions of a stance."""
    events = [e for e in gold["events"] if e["type"] == kind]
    return events or [p for p in gold["positions"] if p["stance"] == kind]


def part_examples(cases: Sequence[Case], field: str) -> list[Example]:
    """For each party offered to an act that the gold codes, its part there, by its features in `offered` (alone) or
    `company` (beside the others)."""
    found: list[Example] = []
    for case in cases:
        for c in coder.consider(case.reading):
            rows = [r for r in rows_of(case.gold, c.kind) if beside(case.reading.evidence(c.number), r)]
            if not rows:
                continue
            parties: Offered = getattr(c.act, field)
            known = {code.split(":")[0] for code in parties}
            row = max(rows, key=lambda r: (alike(c, r), len(_codes(r, *PARTS) & known)))
            acting, other = _codes(row, "actors", "holder"), _codes(row, "recipients", "target")
            for code, told in parties.items():
                own = code.split(":")[0]
                label = "actor" if own in acting else "recipient" if own in other else "none"
                if label == "recipient" and c.kind == "CONSULT":
                    label = "actor"
                found.append((case.fold, told, label))
    return found


def _codes(row: Mapping[str, Any], *fields: str) -> set[str]:
    return {code.split(":")[0] for f in fields for code in row.get(f, ())}


def row_examples(cases: Sequence[Case]) -> list[Example]:
    """For each act that may make a row, whether the gold holds it."""
    found: list[Example] = []
    for case in cases:
        for c in coder.consider(case.reading):
            evidence = case.reading.evidence(c.number)
            likeness = [alike(c, r) for r in rows_of(case.gold, c.kind)
                        if beside(evidence, r) or (c.kind in MERGED and alike(c, r) == 1)]
            best = max(likeness, default=0.0)
            found.append((case.fold, c.features, "right" if best == 1 else "partly" if best >= PARTLY else "wrong"))
    return found


def time_examples(cases: Sequence[Case]) -> list[Example]:
    """For each act that has happened and that the gold codes, whether it is the news or recalled there."""
    found: list[Example] = []
    for case in cases:
        for c in coder.consider(case.reading):
            rows = [r for r in rows_of(case.gold, c.kind) if r.get("time") in ("past", "background")
                    and beside(case.reading.evidence(c.number), r) and alike(c, r) >= PARTLY]
            if rows and c.when:
                found.append((case.fold, c.when, max(rows, key=lambda r: alike(c, r))["time"]))
    return found


def learn(name: str, given: Sequence[Example], without: int | None = None) -> Linear:
    """The model of the examples given, those of one fold left out, by regularised logistic regression.

    For two classes the weights are the second's; they are halved and told for both.
    """
    examples = [e for e in given if e[0] != without]
    seen = Counter(x for _, told, _ in examples for x in dict.fromkeys(told))
    vectors = DictVectorizer(dtype=np.float32)
    cases = vectors.fit_transform([{x: 1.0 for x in told if seen[x] >= LEAST} for _, told, _ in examples])
    found = LogisticRegression(C=STRENGTH[name], max_iter=1000).fit(cases, [label for _, _, label in examples])
    coefficients, bias = found.coef_, found.intercept_
    if len(found.classes_) == 2:
        coefficients, bias = np.vstack((-coefficients, coefficients)) / 2, np.concatenate((-bias, bias)) / 2
    weights = {str(f): tuple(round(float(w), 3) for w in column)
               for f, column in zip(vectors.feature_names_, coefficients.T, strict=True)}
    return Linear(tuple(map(str, found.classes_)), tuple(round(float(b), 3) for b in bias),
                  {f: w for f, w in weights.items() if any(w)})


def lexicon_examples() -> tuple[list[Example], list[Example]]:
    """What the example sentences of the act lexicon teach of parts and rows; they belong to no fold. Of their parts the
    rules are right, since the sentences are plain."""
    texts = [(f"entry:{e['id']}", text, label) for e in lexicon.entries("acts").values()
             for field, label in (("yes", "right"), ("no", "wrong")) for text in e["ru"].get(field, ())]
    roles: list[Example] = []
    rows: list[Example] = []
    read = pipeline.readings(read_text(text, id="") for _, text, _ in texts)
    for (entry, _, label), reading in zip(texts, read, strict=True):
        for c in coder.consider(reading):
            if entry in c.features.alone:
                rows += [(OUTSIDE, c.features, label)] * REPEATED
                if label == "right":
                    roles += REPEATED * [(OUTSIDE, told, part) for told in c.act.offered.values()
                                         for part in BY_RULE.classes if f"rule:{part}" in told.plain]
    return roles, rows


def examples(cases: Sequence[Case]) -> dict[str, list[Example]]:
    """What each model has to learn from. What one model learns from in a fold is what the models before it, learned
    from the other folds, make of it, so that it learns how wrong they are."""
    for name, first in FIRST.items():
        linear.use(name, first)
    roles, rows = lexicon_examples()
    roles += part_examples(cases, "offered")
    folds = [[c for c in cases if c.fold == k] for k in range(FOLDS)]
    without = [learn("roles", roles, k) for k in range(FOLDS)]
    casting: list[Example] = []
    for model, own in zip(without, folds, strict=True):
        linear.use("roles", model)
        casting += part_examples(own, "company")
    times: list[Example] = []
    for k, (model, own) in enumerate(zip(without, folds, strict=True)):
        linear.use("roles", model)
        linear.use("casting", learn("casting", casting, k))
        rows += row_examples(own)
        times += time_examples(own)
    return {"roles": roles, "casting": casting, "rows": rows, "times": times}


def cross_validated(cases: Sequence[Case], found: Mapping[str, Sequence[Example]]) -> dict[str, Any]:
    """The records of all reports, each coded by models that have not seen it."""
    coded: dict[str, Any] = {}
    for k in range(FOLDS):
        for name, own in found.items():
            linear.use(name, learn(name, own, k))
        coded |= {c.gold["id"]: coder.code(c.reading).to_json() for c in cases if c.fold == k}
    return coded


def main() -> None:
    """Learn, judge and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scorer", type=Path, help="the gold's score.py, for the figures")
    parser.add_argument("--set", action="append", default=[], metavar="GOLD:TEXTS[:META]")
    parser.add_argument("--part", default="0123456789", help="last digits of the sets' ids to learn from")
    parser.add_argument("--dry", action="store_true", help="judge only, write nothing")
    args = parser.parse_args()
    cases = folded([*load([str(sheets.FOLDER)]), *load(args.set, args.part)])
    found = examples(cases)
    print(f"{len(cases)} reports, {', '.join(f'{len(own)} examples for {name}' for name, own in found.items())}")
    if args.scorer:
        show(args.scorer, cases, cross_validated(cases, found))
    if not args.dry:
        linear.FOLDER.mkdir(exist_ok=True)
        for name, own in found.items():
            linear.dump(learn(name, own), linear.FOLDER / f"{name}.json")


def show(scorer: Path, cases: Sequence[Case], coded: Mapping[str, Any]) -> None:
    """Print the scorer's figures for reports coded by cross-validation."""
    for kind, f in accuracy.load(scorer).score({c.gold["id"]: c.gold for c in cases}, coded).items():
        print(f"  {kind:10} F1 {f['f1']:.3f}  P {f['p']:.3f}  R {f['r']:.3f}")


if __name__ == "__main__":
    main()
