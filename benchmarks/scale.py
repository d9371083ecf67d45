"""How a ledger bears a great many reports: how fast they are added, what they weigh, how long each question takes.

    python -m benchmarks.scale [--sizes 10000,100000,1000000] [--asked N] [--folder DIR]

Each ledger holds the coded reports of `benchmarks.synthetic`, ten years of them; another process makes them and makes
them ready, so the rate is that of putting them in, merging included, or of making them where that is slower. Each
question is asked with parties, words and reports drawn as they are spread in the reports, those asked most often by
desks: of the frequent. Times are medians, in milliseconds, of questions asked through `elchi.ledger.queries`.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.synthetic import OUTLETS, records, world
from elchi import groups
from elchi.ledger import queries, schema, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.prepared import Prepared, prepared
from elchi.ledger.queries import Filter

TOGETHER = 2000
"""Reports that are written in one transaction."""
WORDS = ("переговоры", "министр", "граница", "соглашение", '"в городе"', "переговоры -граница")


def main() -> None:
    """Fill ledgers of the sizes, ask them, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--asked", type=int, default=25, help="how often each question is asked")
    parser.add_argument("--folder", type=Path, help="where the ledgers are made, and stay")
    args = parser.parse_args()
    gc.set_threshold(100_000)  # as the command has it
    sizes = [int(size) for size in args.sizes.split(",")]
    with TemporaryDirectory() as temporary:
        columns = [_measured(args.folder or Path(temporary), size, args.asked) for size in sizes]
    table = Table("", *(f"{size:,} reports" for size in sizes), title="A ledger in SQLite")
    for name in columns[0]:
        table.add_row(name, *(column[name] for column in columns))
    Console(width=120).print(table)


def _measured(folder: Path, size: int, asked: int) -> dict[str, str]:
    file = folder / f"{size}.db"
    ledger = open_ledger(str(file))
    rates = _fill(ledger, size)
    with ledger.writing() as connection:
        texts = connection.scalar(sa.select(sa.func.sum(sa.func.length(sa.cast(schema.revision.c.text, sa.BLOB))))) or 0
    ledger.close()  # which gives back the write-ahead log
    ledger = open_ledger(str(file))
    found = {"added a second": f"{rates[0]:,.0f}", "at the end": f"{rates[1]:,.0f}",
             "KB a report beyond its text": f"{(file.stat().st_size - texts) / size / 1024:.2f}"}
    for name, question in _questions(ledger, Random(size)).items():
        times = []
        for _ in range(asked):
            begun = perf_counter()
            question()
            times.append(1000 * (perf_counter() - begun))
        found[name] = f"{median(times):.1f} ms, at most {max(times):.0f}"
    ledger.close()
    return found


def _fill(ledger: Ledger, size: int) -> tuple[float, float]:
    """Add so many reports; how many a second, over all and over the last tenth."""
    here, there = Pipe(duplex=False)
    maker = Process(target=_make, args=(there, size), daemon=True)
    maker.start()
    lots = track(_lots(here), f"adding {size:,}", total=-(-size // TOGETHER), console=Console(stderr=True))
    times = [perf_counter()]
    for lot in lots:
        for _ in store.put(ledger, lot, TOGETHER):
            pass
        times.append(perf_counter())
    maker.join()
    last = max(1, len(times) // 10)
    return size / (times[-1] - times[0]), min(size, last * TOGETHER) / (times[-1] - times[-1 - last])


def _make(out: Connection, size: int) -> None:
    left = map(prepared, records(size))
    while lot := list(islice(left, TOGETHER)):
        out.send(lot)
    out.send([])


def _lots(from_maker: Connection) -> Iterator[list[Prepared]]:
    while lot := from_maker.recv():
        yield lot


def _questions(ledger: Ledger, rng: Random) -> dict[str, Callable[[], Any]]:
    """The questions, each with what is drawn anew whenever it is asked."""
    own, every = world(), {code for group in ("central-asia", "GCC") for code in groups.members(group)}
    found = queries.timeline(ledger, limit=200)
    with ledger.reading() as connection:
        keys = connection.scalars(sa.select(schema.report.c.key).limit(500)).all()
        names = connection.scalars(sa.select(schema.naming.c.name).limit(500)).all()
        topics = sorted(set(connection.scalars(sa.select(schema.subject.c.topic).limit(5000))))
    newest = max(own["date"][-10:] for own in found)
    since = date.fromisoformat(newest) - timedelta(days=365)
    recently = datetime.fromisoformat(newest).replace(tzinfo=UTC)

    def party() -> frozenset[str]:
        return frozenset({own.parties.one(rng)})

    def pair() -> tuple[frozenset[str], frozenset[str]]:
        a, b = own.parties.several(rng, 2)
        return frozenset({a}), frozenset({b})

    return {
        "timeline": lambda: queries.timeline(ledger),
        "timeline --party": lambda: queries.timeline(ledger, Filter([party()])),
        "timeline, two parties": lambda: queries.timeline(ledger, Filter(pair())),
        "timeline, a group": lambda: queries.timeline(ledger, Filter([every])),
        "timeline --party --type --topic": lambda: queries.timeline(
            ledger, Filter([party()], ["CONSULT"], [rng.choice(topics)])),
        "timeline --party --since --until": lambda: queries.timeline(
            ledger, Filter([party()], since=date(2019, 3, 1), until=date(2019, 6, 1))),
        "timeline --party --outlet": lambda: queries.timeline(
            ledger, Filter([party()], outlets=[rng.choice(OUTLETS)[1]])),
        "contacts A": lambda: queries.contacts(ledger, party()),
        "contacts A B": lambda: queries.contacts(ledger, *pair()),
        "contacts A --since": lambda: queries.contacts(ledger, party(), since=since),
        "commitments --party": lambda: queries.commitments(ledger, Filter([party()])),
        "positions --on": lambda: queries.positions(ledger, rng.choice(topics)),
        "positions --on --party": lambda: queries.positions(ledger, rng.choice(topics), party()),
        "evacuations": lambda: queries.evacuations(ledger),
        "officials --party": lambda: queries.officials(ledger, party()),
        "officials NAME": lambda: queries.officials(ledger, name=rng.choice(names)),
        "report": lambda: queries.report(ledger, rng.choice(keys)),
        "why": lambda: queries.why(ledger, rng.choice(found)["id"]),
        "search": lambda: queries.search(ledger, rng.choice(WORDS)),
        "search --party": lambda: queries.search(ledger, rng.choice(WORDS), Filter([party()])),
        "changes --since": lambda: queries.changes(ledger, recently),
    }


if __name__ == "__main__":
    main()
