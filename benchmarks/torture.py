"""Kills writers of a ledger with SIGKILL at random moments, and looks each time whether anything was lost, doubled or
left half done.

    python -m benchmarks.torture [--kills N] [--seed N] [--url URL]

A writer (see `writers.py`) adds invented reports, 1, 7 and 100 in a transaction, codes them anew, corrects, joins,
parts, takes back and takes out, until it is killed: after a random time, or a moment after a random COMMIT began. Then
the ledger is opened again: all that the writer was told must be there, what was under way wholly or not at all, nothing
else, and all must be as `invariants` wants it. In SQLite, then in PostgreSQL, on a server of its own; `--url` names an
empty database to do it in instead. Ends with status 1 where anything failed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from copy import deepcopy
from itertools import count
from pathlib import Path
from random import Random
from signal import SIGKILL
from threading import Timer
from unittest.mock import patch

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks import servers, synthetic
from benchmarks.invariants import invariants
from benchmarks.writers import ACTIONS, Log, Told, World, Writer, held
from elchi.ledger import recode, store
from elchi.ledger.database import open_ledger

REPORTS, ROUNDS = 100, 20
"""How many reports a ledger may come to hold, and how many kills it suffers before another is begun."""
LONGEST, PATIENCE = 1.0, 5.0
"""Seconds that a writer lives at most, and one whose commit is waited for."""
AIMED, COMMITS, MOMENT = 0.4, 8, 0.001
"""The share of kills aimed at a commit, one of how many it may be, and within how many seconds of its beginning."""
ANEW = 0.3
"""The share of writers that code otherwise than the one before."""
STEPS = ("between", "reading", "writing", "committing")
Phases = Counter[tuple[str, str]]
"""How many writers were killed, by what they did and how far it was."""


def torture(places: Iterator[str], kills: int, seed: int, reports: int = REPORTS, rounds: int = ROUNDS
            ) -> tuple[Phases, list[str]]:
    """Kill so many writers, so many `rounds` of them in a new ledger at each of the places; returns where they were
    killed, and what was at fault."""
    rng, phases, faults = Random(seed), Phases(), list[str]()
    coder = 0
    with tempfile.TemporaryDirectory() as folder:
        for nth in range(kills):
            if nth % rounds == 0:
                url, told = next(places), Told()
                world = World.of(synthetic.records(reports, rng.getrandbits(32)))
            coder += rng.random() < ANEW
            log = Path(folder, str(nth))
            log.touch()
            killed(url, world, coder, rng, log)
            before, after, phase, found = read(log, told)
            phases[phase] += 1
            with closing(open_ledger(url)) as ledger:
                found += [*invariants(ledger), *world.faults(ledger)]
                told = held(ledger)
            if told not in (before, after):
                found.append("it does not hold what was told, with or without what was under way")
            faults += [f"kill {nth} of seed {seed}, {' '.join(phase)}: {fault}" for fault in found]
    return phases, faults


def killed(url: str, world: World, coder: int, rng: Random, log: Path) -> None:
    """Let a writer live for a while. It shares what was loaded, and no connection."""
    aim, seed = rng.randrange(COMMITS) if rng.random() < AIMED else None, rng.getrandbits(64)
    end = time.monotonic() + (rng.random() * LONGEST if aim is None else PATIENCE)
    if not (writer := os.fork()):
        try:
            live(url, world, coder, Random(seed), Log(log), aim)
        except BaseException:
            Log(log).tell("fault", traceback.format_exc())
        os._exit(1)
    while os.waitpid(writer, os.WNOHANG) == (0, 0):
        if time.monotonic() > end:
            os.kill(writer, SIGKILL)
        time.sleep(0.001)


def live(url: str, world: World, coder: int, rng: Random, log: Log, aim: int | None) -> None:
    """Write into the ledger at a URL for ever, or until a moment after the commit aimed at began."""
    commits = count()

    def asked(connection: object, cursor: object, statement: str, *_: object) -> None:
        log.tell("step", None, "reading" if statement.startswith(("SELECT", "PRAGMA", "BEGIN")) else "writing")

    def committed(_: object) -> None:
        log.tell("step", None, "committing")
        if next(commits) == aim:
            Timer(rng.random() * MOMENT, os.kill, (os.getpid(), SIGKILL)).start()

    sa.event.listen(Engine, "before_cursor_execute", asked)
    sa.event.listen(Engine, "commit", committed)
    with patch.object(store, "coder", lambda: str(coder)), patch.object(recode, "coder", lambda: str(coder)):
        writer = Writer(world, open_ledger(url), coder, rng, log)
        while True:
            writer.work()


def read(log: Path, told: Told) -> tuple[Told, Told, tuple[str, str], list[str]]:
    """From the log of a writer, who found in the ledger what is `told`: what must be there without what was under way
    at last, and with it; what that was and how far; and the faults for which the writer ended by himself."""
    before, under_way, action, step, faults = deepcopy(told), [], "open", "between", list[str]()
    for kind, *what in map(json.loads, log.read_text(encoding="utf-8").splitlines()):
        if kind == "step":
            action, step = what[0] or action, what[1]
        elif kind == "will":
            under_way = what
        elif kind == "fault":
            faults += what
        else:
            if kind == "did":
                before.do(*under_way)
            under_way, step = [], "between"
    after = deepcopy(before)
    if under_way:
        after.do(*under_way)
    return before, after, (action, step), faults


@contextmanager
def places(kind: str) -> Iterator[Iterator[str]]:
    """Where empty ledgers lie, as many as are asked for: in SQLite, or in PostgreSQL, else at a URL alone."""
    with ExitStack() as stack:
        if kind == "SQLite":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            yield (str(Path(folder, f"{n}.db")) for n in count())
        elif kind == "PostgreSQL":
            base = stack.enter_context(servers.server())
            yield (stack.enter_context(servers.database(base, f"torture{n}")) for n in count())
        else:
            yield iter([kind])


def table(kind: str, phases: Phases) -> Iterator[str]:
    """The kills of a database, a line for each thing that writers did."""
    yield f"{kind:12}" + "".join(f"{step:>12}" for step in STEPS)
    for action in ("open", *ACTIONS):
        yield f"{action:12}" + "".join(f"{phases[action, step]:12}" for step in STEPS)


def main() -> int:
    """0 where nothing was lost, doubled or half done, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="how many, in each database")
    parser.add_argument("--seed", type=int, default=1, help="of all that is random but for the times")
    parser.add_argument("--url", help="an empty database to do it in")
    args = parser.parse_args()
    if not args.url and not servers.PROGRAMS:
        parser.error("PostgreSQL is not installed: run `make system`")
    failed = 0
    for kind in [args.url] if args.url else ["SQLite", "PostgreSQL"]:
        started = time.monotonic()
        with places(kind) as own:
            phases, faults = torture(own, args.kills, args.seed, rounds=args.kills if args.url else ROUNDS)
        print("\n".join([*table(kind, phases), *faults]))
        print(f"{phases.total()} kills in {time.monotonic() - started:.0f} s, {len(faults)} faults\n", flush=True)
        failed += len(faults)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
