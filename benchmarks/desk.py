"""How fast the desk answers and what its pages weigh, on a ledger of any size.

    python -m benchmarks.desk LEDGER [--seconds N] [--readers N] [--workers N]

A server of its own shows the ledger. First one reader opens each page a few times: the medians of the server's time
where nothing is kept of the page before (`anew`) and at once after that (`again`), and the weight before compression.
Then many readers, who think two seconds between pages, open pages at random while `elchi add` codes invented reports
and adds them to the ledger; give a copy where that matters.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep

import httpx
import sqlalchemy as sa

from benchmarks.synthetic import records
from elchi.ledger import queries, schema
from elchi.ledger.database import Ledger, open_ledger

ELCHI = str(Path(sys.executable).with_name("elchi"))
ROUNDS, GONE = 3, 60.0
"""How many times a page is opened anew, and after how many seconds no answer is kept any more."""
ADDED = 20_000
"""More reports than are added while the readers read."""
THINKS = 2.0
"""Seconds between two pages of one reader."""
HEAVY, SLOW = 150_000, .3
"""What a page may weigh, in bytes, and how long the server may take for it, in seconds."""
PAGES = (
    "/", "/?party=KAZ", "/?party=KAZ&party=RUS", "/?type=CONSULT", "/?topic=evacuation", "/parties", "/KAZ", "/UZB",
    "/KAZ/RUS", "/AZE/TUR", "/officials", "/officials?party=KAZ", "/commitments", "/evacuations", "/review",
    "/search?q=порт", "/brief", "/sources", "/downloads", "/submit", "/crises")


def pages(ledger: Ledger) -> list[str]:
    """The addresses that are opened: PAGES, and of a few happenings, reports and officials each its own."""
    newest = queries.timeline(ledger, limit=3)
    told = [queries.why(ledger, row["id"]) for row in newest]
    persons = queries.officials(ledger, limit=3)["persons"]
    return [*PAGES, *(f"/happenings/{row['id']}" for row in newest),
            *(f"/reports/{one['accounts'][0]['report']}" for one in told if one),
            *(f"/officials/{person['id']}" for person in persons)]


@contextmanager
def served(name: str, workers: int = 1) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a desk of a ledger, `elchi desk` in processes of its own, and the first of these."""
    command = [ELCHI, "desk", "--ledger", name, "--port", "0", "--workers", str(workers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        assert server.stdout
        address = server.stdout.readline().decode().split()[-1].rstrip("/")  # it listens already
        try:
            yield address, server
        finally:
            server.terminate()


def alone(address: str, paths: list[str]) -> None:
    """Open each page as one reader, and print how long it takes to be made, how long where answers are kept, and its
    weight."""
    print(f"{'page':60} {'anew':>6} {'again':>6} {'KB':>6}  status")
    anew, again = ({path: list[float]() for path in paths} for _ in range(2))
    sizes: dict[str, tuple[int, int]] = {}
    with httpx.Client(base_url=address, timeout=60) as client:
        for n in range(ROUNDS + 1):
            sleep(GONE if n else 0)
            for path in paths:
                for times in (anew, again):
                    start = perf_counter()
                    answer = client.get(path)
                    times[path] += [perf_counter() - start] if n else []  # in the first round all gets ready
                    sizes[path] = len(answer.content), answer.status_code
    for path, (size, status) in sizes.items():
        bad = median(anew[path]) > SLOW or size > HEAVY or status != 200
        print(f"{path:60} {median(anew[path]) * 1000:6.0f} {median(again[path]) * 1000:6.0f} {size / 1000:6.1f}  "
              f"{status}" + ("  <" if bad else ""))


def together(address: str, paths: list[str], readers: int, seconds: float, ledger: Ledger) -> None:
    """Let many read while reports are added, and print how long they wait."""
    with _adding(ledger) as added, ThreadPoolExecutor(readers) as pool:
        reading = [pool.submit(_read, address, paths, Random(n), monotonic() + seconds) for n in range(readers)]
        told = [one for own in reading for one in own.result()]
    times, faults = [time for time, _ in told], [status for _, status in told if status != 200]
    print(f"{readers} readers, {len(times)} pages, {added()} reports added: median {median(times) * 1000:.0f} ms, "
          f"95 % under {quantiles(times, n=20)[-1] * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms; "
          f"{len(faults)} not answered well")


@contextmanager
def _adding(ledger: Ledger) -> Iterator[Callable[[], int]]:
    """Let `elchi add` run; gives what tells how many reports the ledger has got since."""
    before = _size(ledger)
    with TemporaryDirectory() as folder:
        new = Path(folder) / "new.jsonl"
        with new.open("w", encoding="utf-8") as file:
            for one in records(ADDED, seed=int(monotonic())):
                file.write(json.dumps({"text": one.report.text, "published": one.report.published}) + "\n")
        with subprocess.Popen([ELCHI, "add", str(new), "--ledger", ledger.name], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as adding:
            yield lambda: _size(ledger) - before
            adding.terminate()


def _size(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(schema.report)) or 0


def _read(address: str, paths: list[str], rng: Random, until: float) -> list[tuple[float, int]]:
    told = []
    with httpx.Client(base_url=address, timeout=60) as client:
        sleep(rng.random() * THINKS)  # they do not come all at once
        while monotonic() < until:
            start = perf_counter()
            status = client.get(rng.choice(paths)).status_code
            told.append((perf_counter() - start, status))
            sleep(THINKS)
    return told


def main() -> None:
    """Measure, as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk")
    parser.add_argument("ledger")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    with closing(open_ledger(given.ledger)) as ledger, served(given.ledger, given.workers) as (address, _):
        paths = pages(ledger)
        alone(address, paths)
        together(address, paths, given.readers, given.seconds, ledger)


if __name__ == "__main__":
    main()
