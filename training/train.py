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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, repeat
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from benchmarks import accuracy
from elchi import lexicon, linear, network, pipeline
from elchi.coding import coder
from elchi.coding.considered import Considered
from elchi.coding.reading import Reading
from elchi.errors import ElchiError
from elchi.linear import Linear
from elchi.network import PARTS, Network
from elchi.read import read_text
from training import sheets
from training.cases import FOLDS, Case, alike, beside, folded, load, rows_of
from training.learning import Example, Lesson, lesson
from training.network import EPOCHS, Course, TaughtSentence
from training.taught import OUTSIDE, ByRule, part_of, row_of, sides_of, taught_examples, taught_sentences

T = TypeVar("T")
PARTLY = 0.5
"""From which likeness a row counts as partly right."""
MERGED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
                    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONCEDE"})
"""Types of which a report's accounts of the same parties become one row, wherever they stand."""
REPEATED = 10
"""How often an example sentence of the lexicon counts in `rows`: it is one of few for its entry."""
FIRST = {"casting": Linear(PARTS, (0.0, 0.0, 0.0), {
             f"{side}:{step}": tuple(step / 2 * (side == part) for part in PARTS)
             for side in ("actor", "recipient") for step in range(-14, 15)}),
         "rows": Linear(("partly", "right", "wrong"), (0.0, 0.0, 0.0), {}),
         "times": Linear(("background", "past"), (0.0, 1.0), {}),
         "days": Linear(("other", "own"), (0.0, 0.0), {"back:0": (0.0, 1.0)})}
"""The linear models that learning begins with: parts as the network gives them, every row kept, every act the news,
done on a day that its sentence names."""


def begin() -> None:
    """Use the models that learning begins with."""
    network.use(ByRule())
    for name, first in FIRST.items():
        linear.use(name, first)


def weighed(cases: Sequence[Case]) -> Iterator[tuple[Case, Considered]]:
    """All that the reports' acts may become by the models now in use, each with its report."""
    return ((case, c) for case in cases for c in coder.consider(case.reading))


def part_examples(acts: Iterable[tuple[Case, Considered]]) -> list[Example]:
    """For each party offered to an act that the gold codes, its part there, by what tells it beside the others."""
    found: list[Example] = []
    for case, c in acts:
        row = row_of(case, c)
        if row is not None:
            sides = sides_of(c.kind, row)
            found += [(case.fold, told, part_of(code, sides)) for code, told in c.act.company.items()]
    return found


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
        row = _answering(case, c, ("past", "background"))
        if row:
            found.append((case.fold, c.when, row["time"]))
    return found


def day_examples(acts: Iterable[tuple[Case, Considered]]) -> list[Example]:
    """For each date offered to an event that the gold codes, whether it is the event's own there."""
    found: list[Example] = []
    for case, c in acts:
        row = _answering(case, c) if c.dates else None
        if row:
            found += [(case.fold, told, "own" if value == row["date"] else "other") for value, told in c.dates]
    return found


def _answering(case: Case, c: Considered, times: Collection[str] = ()) -> Mapping[str, Any] | None:
    """The row of the gold, of one of these times if any are given, that has most of the parties that an act was given,
    and half of them at least."""
    rows = [r for r in rows_of(case.gold, c.kind) if (not times or r.get("time") in times)
            and beside(case.reading.evidence(c.number), r) and alike(c, r) >= PARTLY]
    return max(rows, key=lambda r: alike(c, r), default=None)


def example_readings() -> Iterator[tuple[str, bool, Reading]]:
    """The example sentences of the act lexicon, read, each with its entry and whether it is one of it."""
    texts = [(f"entry:{e['id']}", text, field == "yes") for e in lexicon.entries("acts").values()
             for field in ("yes", "no") for text in e["ru"].get(field, ())]
    read = pipeline.readings(read_text(text, id="") for _, text, _ in texts)
    return ((entry, is_one, reading) for (entry, _, is_one), reading in zip(texts, read, strict=True))


def row_lessons(examples: Iterable[tuple[str, bool, Reading]]) -> list[Example]:
    """What the example sentences teach of rows."""
    return REPEATED * [(OUTSIDE, c.features, "right" if is_one else "wrong") for entry, is_one, reading in examples
                       for c in coder.consider(reading) if entry in c.features.alone]


@dataclass(frozen=True)
class Lessons:
    """What each model has to learn from, and for each fold the network that has learned without it."""

    course: Course
    readers: Sequence[Network]
    linear: Sequence[Lesson]


def lessons(cases: Sequence[Case], epochs: int = EPOCHS, cores: int = 1) -> Lessons:
    """What each model has to learn from. What one model learns from in a fold is what the models before it, learned
    from the other folds, make of it, so that it learns how wrong they are; what it learns from the lexicon's examples,
    which are in no fold, is what the models without the first fold make of them."""
    folds = [[c for c in cases if c.fold == k] for k in range(FOLDS)]
    begin()
    examples = list(example_readings())
    course = Course([*chain(*_each(_taught_of, folds, cores=cores)), *taught_examples(examples)])
    readers = _each(course.network, range(FOLDS), repeat(epochs), cores=cores)
    casting = lesson("casting", list(chain(*_each(_parts_of, readers, folds, cores=cores))))
    deals = _each(casting.model, range(FOLDS), cores=cores)
    judged = [list(chain(*own)) for own in zip(*_each(_judged_of, readers, deals, folds, cores=cores), strict=True)]
    network.use(readers[0])
    linear.use("casting", deals[0])
    rows, times, days = judged
    return Lessons(course, readers, [casting, lesson("rows", [*rows, *row_lessons(examples)]), lesson("times", times),
                                     lesson("days", days)])


def _each(task: Callable[..., T], *arguments: Iterable[Any], cores: int) -> list[T]:
    """What a task makes of each set of arguments, several at a time where there are cores for it."""
    if cores == 1:
        return list(map(task, *arguments))
    # numpy's own threads would stand in each other's way.
    with ProcessPoolExecutor(cores, get_context("spawn"), threadpool_limits, (1,)) as pool:
        return list(pool.map(task, *arguments))


def _taught_of(own: Sequence[Case]) -> list[TaughtSentence]:
    begin()
    return taught_sentences(own)


def _parts_of(reader: Network, own: Sequence[Case]) -> list[Example]:
    begin()
    network.use(reader)
    return part_examples(weighed(own))


def _judged_of(reader: Network, deal: Linear, own: Sequence[Case]) -> tuple[list[Example], ...]:
    begin()
    network.use(reader)
    linear.use("casting", deal)
    acts = list(weighed(own))
    return row_examples(acts), time_examples(acts), day_examples(acts)


def cross_validated(cases: Sequence[Case], found: Lessons) -> dict[str, Any]:
    """The records of all reports, each coded by models that have not seen it."""
    coded: dict[str, Any] = {}
    for k, reader in enumerate(found.readers):
        network.use(reader)
        for own in found.linear:
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
    parser.add_argument("--cores", type=int, default=cpu_count() or 1, help="how many to use (default: all)")
    args = parser.parse_args()
    try:
        coded = [*load([str(sheets.FOLDER)]), *load(args.set, args.part)]
    except (OSError, ValueError, ElchiError) as e:
        sys.exit(f"training: {e}")
    cases = folded(coded)
    found = lessons(cases, cores=args.cores)
    print(f"{len(cases)} reports, {len(found.course.taught)} sentences for the network, "
          f"{', '.join(f'{len(own.labels)} examples for {own.name}' for own in found.linear)}")
    if args.scorer:
        show(args.scorer, cases, cross_validated(cases, found))
    if not args.dry:
        linear.FOLDER.mkdir(exist_ok=True)
        network.dump(found.course.network(), network.FILE)
        for own in found.linear:
            linear.dump(own.model(), linear.FOLDER / f"{own.name}.json")


def show(scorer: Path, cases: Sequence[Case], coded: Mapping[str, Any]) -> None:
    """Print the scorer's figures for reports coded by cross-validation."""
    for kind, f in accuracy.load(scorer).score({c.gold["id"]: c.gold for c in cases}, coded).items():
        print(f"  {kind:10} F1 {f['f1']:.3f}  P {f['p']:.3f}  R {f['r']:.3f}")


if __name__ == "__main__":
    main()
