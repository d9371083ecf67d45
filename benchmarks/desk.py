"""How fast the desk answers and what its pages weigh, on a ledger of any size.

    python -m benchmarks.desk LEDGER [--seconds N] [--readers N] [--workers N]

A server of its own shows the ledger. First one reader opens each page a few times: the median of the server's time and
the weight before compression. Then many readers, who think two seconds between pages, open pages at random while
reports are added to the ledger; what is added is invented, so give a copy where that matters.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from random import Random
from statistics import median, quantiles
from threading import Event
from time import monotonic, perf_counter, sleep

import httpx

from benchmarks.synthetic import records
from elchi.ledger import queries, store
from elchi.ledger.database import VARIABLE, Ledger, open_ledger

TIMES = 7
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
    """The address of a desk of a ledger, in processes of its own, and the first of these."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", "elchi.desk.app:served", "--port", str(port),
               "--log-level", "warning", "--workers", str(workers)]
    with subprocess.Popen(command, env={**os.environ, VARIABLE: name}) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                try:
                    httpx.get(f"{address}/static/desk.css")
                    break
                except httpx.TransportError:
                    sleep(.1)
            yield address, server
        finally:
            server.terminate()


def alone(address: str, paths: list[str]) -> None:
    """Open each page as one reader, and print median and weight."""
    print(f"{'page':44} {'ms':>6} {'KB':>6}  status")
    with httpx.Client(base_url=address, timeout=60) as client:
        for path in paths:
            times = []
            for _ in range(TIMES):
                start = perf_counter()
                answer = client.get(path)
                times.append(perf_counter() - start)
            bad = median(times) > SLOW or len(answer.content) > HEAVY or answer.status_code != 200
            print(f"{path:44} {median(times) * 1000:6.0f} {len(answer.content) / 1000:6.1f}  {answer.status_code}"
                  + ("  <" if bad else ""))


def together(address: str, paths: list[str], readers: int, seconds: float, ledger: Ledger) -> None:
    """Let many read while reports are added, and print how long they wait."""
    over = Event()
    with ThreadPoolExecutor(readers + 1) as pool:
        adding = pool.submit(_add, ledger, over)
        reading = [pool.submit(_read, address, paths, Random(n), monotonic() + seconds) for n in range(readers)]
        told = [one for own in reading for one in own.result()]
        over.set()
        added = adding.result()
    times, faults = [time for time, _ in told], [status for _, status in told if status != 200]
    print(f"{readers} readers, {len(times)} pages, {added} reports added: median {median(times) * 1000:.0f} ms, "
          f"95 % under {quantiles(times, n=20)[-1] * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms; "
          f"{len(faults)} not answered well")


def _add(ledger: Ledger, over: Event) -> int:
    added = 0
    for _ in store.add(ledger, records(1_000_000, seed=int(monotonic()))):
        added += 1
        if over.is_set():
            break
    return added


def _read(address: str, paths: list[str], rng: Random, until: float) -> list[tuple[float, int]]:
    told = []
    with httpx.Client(base_url=address, timeout=60) as client:
        sleep(rng.random() * THINKS)
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
