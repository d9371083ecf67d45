"""Learn the package's models from coded reports, and say by cross-validation what they are worth.

    python -m training.train [--set GOLD.jsonl:TEXTS[:META.jsonl] …] [--part 3456789] [--scorer SCORE.py]

The reports of `training/reports` are learned from, and those of each set: a file of coded reports (docs/codebook.md),
the folder of their texts, and, where known, a file of their publication dates. With `--part` only those reports of the
sets whose id's last digit is one of these. The models of the package are written anew; `--dry` leaves them. What the
shipped ones were learned from stands in docs/models.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import accuracy
from elchi import lexicon, linear, pipeline
from elchi.coding import clause, coder, gist, scenes
from elchi.coding.considered import Considered
from elchi.coding.roles import Offered
from elchi.errors import ElchiError
from elchi.linear import Linear
from elchi.read import read_text
from training import sheets
from training.cases import FOLDS, Case, alike, beside, folded, load, rows_of
from training.learning import Example, Lesson, Spoken, lesson

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
FIRST = {"gist": Linear((), (), {}), "roles": BY_RULE, "casting": BY_RULE,
         "rows": Linear(("partly", "right", "wrong"), (0.0, 0.0, 0.0), {}),
         "times": Linear(("background", "past"), (0.0, 1.0), {})}
"""The models that learning begins with: no word says anything, parts by rule, every row kept, every act the news."""


def sentence_examples(cases: Sequence[Case]) -> list[Spoken]:
    """For each parsed sentence its words and the types, stances and times of the rows that the gold rests on it."""
    found: list[Spoken] = []
    for case in cases:
        r = case.reading
        rows = [*case.gold["events"], *case.gold["positions"]]
        for n, sentence in enumerate(r.sentences):
            if sentence.tokens[0].rel:
                scene = scenes.scene(clause.tree(sentence), r.parties[n], r.persons[n], r.places[n],
                                     scenes.Discourse())
                held = {row[field] for row in rows if beside(r.evidence(n), row)
                        for field in ("type", "time", "stance") if field in row}
                found.append((case.fold, gist.features(scene), held))
    return found


def weighed(cases: Sequence[Case]) -> Iterator[tuple[Case, Considered]]:
    """All that the reports' acts may become by the models now in use, each with its report."""
    return ((case, c) for case in cases for c in coder.consider(case.reading))


def part_examples(acts: Iterable[tuple[Case, Considered]], field: str) -> list[Example]:
    """For each party offered to an act that the gold codes, its part there, by its features in `offered` (alone) or
    `company` (beside the others)."""
    found: list[Example] = []
    for case, c in acts:
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


def row_examples(acts: Iterable[tuple[Case, Considered]]) -> list[Example]:
    """For each act that may make a row, whether the gold holds it."""
    found: list[Example] = []
    for case, c in acts:
        evidence = case.reading.evidence(c.number)
        likeness = [alike(c, r) for r in rows_of(case.gold, c.kind)
                    if beside(evidence, r) or (c.kind in MERGED and alike(c, r) == 1)]
        best = max(likeness, default=0.0)
        found.append((case.fold, c.features, "right" if best == 1 else "partly" if best >= PARTLY else "wrong"))
    return found


def time_examples(acts: Iterable[tuple[Case, Considered]]) -> list[Example]:
    """For each act that has happened and that the gold codes, whether it is the news or recalled there."""
    found: list[Example] = []
    for case, c in acts:
        if c.when is None:
            continue
        rows = [r for r in rows_of(case.gold, c.kind) if r.get("time") in ("past", "background")
                and beside(case.reading.evidence(c.number), r) and alike(c, r) >= PARTLY]
        if rows:
            found.append((case.fold, c.when, max(rows, key=lambda r: alike(c, r))["time"]))
    return found


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


def lessons(cases: Sequence[Case]) -> list[Lesson]:
    """What each model has to learn from. What one model learns from in a fold is what the models before it, learned
    from the other folds, make of it, so that it learns how wrong they are; of the lexicon's examples, which are in no
    fold, it learns what a `gist` learned from all reports makes of them."""
    for name, first in FIRST.items():
        linear.use(name, first)
    gists = lesson("gist", sentence_examples(cases))
    linear.use("gist", gists.model())
    parts, rows = lexicon_examples()
    roles = lesson("roles", [*parts, *part_examples(weighed(cases), "offered")])
    folds = [[c for c in cases if c.fold == k] for k in range(FOLDS)]
    without = [roles.model(k) for k in range(FOLDS)]
    beside_others: list[Example] = []
    for model, own in zip(without, folds, strict=True):
        linear.use("roles", model)
        beside_others += part_examples(weighed(own), "company")
    casting = lesson("casting", beside_others)
    times: list[Example] = []
    for k, (model, own) in enumerate(zip(without, folds, strict=True)):
        linear.use("gist", gists.model(k))
        linear.use("roles", model)
        linear.use("casting", casting.model(k))
        acts = list(weighed(own))
        rows += row_examples(acts)
        times += time_examples(acts)
    return [gists, roles, casting, lesson("rows", rows), lesson("times", times)]


def cross_validated(cases: Sequence[Case], found: Iterable[Lesson]) -> dict[str, Any]:
    """The records of all reports, each coded by models that have not seen it."""
    coded: dict[str, Any] = {}
    for k in range(FOLDS):
        for own in found:
            linear.use(own.name, own.model(k))
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
    try:
        coded = [*load([str(sheets.FOLDER)]), *load(args.set, args.part)]
    except (OSError, ValueError, ElchiError) as e:
        sys.exit(f"training: {e}")
    cases = folded(coded)
    found = lessons(cases)
    print(f"{len(cases)} reports, {', '.join(f'{len(own.labels)} examples for {own.name}' for own in found)}")
    if args.scorer:
        show(args.scorer, cases, cross_validated(cases, found))
    if not args.dry:
        linear.FOLDER.mkdir(exist_ok=True)
        for own in found:
            linear.dump(own.model(), linear.FOLDER / f"{own.name}.json")


def show(scorer: Path, cases: Sequence[Case], coded: Mapping[str, Any]) -> None:
    """Print the scorer's figures for reports coded by cross-validation."""
    for kind, f in accuracy.load(scorer).score({c.gold["id"]: c.gold for c in cases}, coded).items():
        print(f"  {kind:10} F1 {f['f1']:.3f}  P {f['p']:.3f}  R {f['r']:.3f}")


if __name__ == "__main__":
    main()
