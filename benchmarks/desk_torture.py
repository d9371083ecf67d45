"""Kill the desk while editors save, again and again, and see whether a correction is lost or half done.

    python -m benchmarks.desk_torture [--kills N] [--seed N]

The ledger is one of invented reports, in a folder that is removed afterwards. Editors correct several fields of each
row at once; the process that serves the desk is killed at random moments.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event
from time import monotonic, sleep
from typing import Any

import httpx
import sqlalchemy as sa
from rich.progress import track

from benchmarks.desk import served
from benchmarks.invariants import invariants
from benchmarks.synthetic import records
from elchi.desk.corrected import form
from elchi.ledger import schema, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.queries.unsure import unsure

EDITORS, EACH, ROWS = 3, 40, 600
"""How many editors save at once, how many rows each has until the desk is killed, and how many rows there are."""
LEAST, MOST = .2, 1.2
"""After how many seconds the desk is killed."""
TOLD = {"type": "AGREE", "mode": "", "channel": "", "actors": "KAZ", "recipients": "OMN"}
"""What editors say of every row, beside the place, which is another at each kill."""
Rows = Mapping[str, Mapping[str, Any]]


def torture(path: Path, kills: int, seed: int, shown: bool = False) -> tuple[int, list[str]]:
    """Kill the desk of a ledger so many times; how many corrections it said it kept, and the faults found, a line
    each. The ledger keeps what was done to it."""
    rng, promised = Random(seed), list[str]()
    with closing(open_ledger(str(path))) as ledger:
        rows = {row["uid"]: row for row in unsure(ledger, limit=ROWS)[0] if row["kind"] == "event"}
    for kill in track(range(kills), "kills", disable=not shown):
        over, uids = Event(), rng.sample(sorted(rows), EDITORS * EACH)
        own = [uids[n::EDITORS] for n in range(EDITORS)]
        with served(str(path)) as (address, server), ThreadPoolExecutor(EDITORS) as pool:
            httpx.get(f"{address}/rows/{own[0][0]}", headers={"Accept": "text/html"}, timeout=60)  # all is loaded
            working = [pool.submit(_edit, address, some, kill, f"{kill}-{n}", over) for n, some in enumerate(own)]
            sleep(LEAST + rng.random() * (MOST - LEAST))
            server.send_signal(signal.SIGKILL)
            over.set()
            promised += [why for each in working for why in each.result()]
    with closing(open_ledger(str(path))) as ledger:
        return len(promised), [*_faults(ledger, promised, rows), *invariants(ledger)]


def _told(kill: int) -> dict[str, str]:
    return {**TOLD, "place_name": f"Порт {kill}"}


def _edit(address: str, uids: Sequence[str], kill: int, name: str, over: Event) -> list[str]:
    """Correct fields of row after row until the desk is gone; the reasons of those that the desk said it kept."""
    kept = list[str]()
    try:
        with httpx.Client(base_url=address, headers={"Accept": "text/html"}, timeout=20) as client:
            secret = re.search(r'name="csrf" value="([^"]+)"', client.get(f"/rows/{uids[0]}").text)
            assert secret
            for n, uid in enumerate(uids):
                if over.is_set():
                    break
                why = f"{name}-{n}"
                answer = client.post(f"/rows/{uid}/correct", data={**_told(kill), "csrf": secret[1], "why": why})
                if answer.status_code == 303:
                    kept.append(why)
    except httpx.TransportError:
        pass
    return kept


def _faults(ledger: Ledger, promised: Iterable[str], rows: Rows) -> Iterator[str]:
    """Corrections that are lost, and such as hold some of several fields alone."""
    held: dict[tuple[str, str], set[str]] = {}
    with ledger.reading() as connection:
        for row in connection.execute(sa.select(schema.decision).order_by(schema.decision.c.id)):
            held.setdefault((row.a, row.why), set()).add(row.field)
    yield from (f"{why}: lost" for why in {*promised} - {why for _, why in held})
    now = {uid: {field.name: field.value for field in form("event", row)} for uid, row in rows.items()}
    for (uid, why), fields in held.items():
        told = _told(int(why.partition("-")[0]))
        if fields != {name for name in told if now[uid][name] != told[name]}:
            yield f"{why}: of the row {uid} {', '.join(sorted(fields))} alone"
        now[uid] |= told


def main() -> int:
    """0 where nothing was lost or half done, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        with closing(open_ledger(str(path))) as ledger:
            for _ in store.add(ledger, records(ROWS)):
                pass
        started = monotonic()
        kept, faults = torture(path, args.kills, args.seed, shown=True)
    print("\n".join([*faults, f"{args.kills} kills in {monotonic() - started:.0f} s, {kept} corrections kept, "
                               f"{len(faults)} faults"]))
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
