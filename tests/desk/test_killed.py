from __future__ import annotations

import re
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from shutil import copyfile
from threading import Event
from time import sleep

import httpx
import sqlalchemy as sa

from benchmarks.desk import served
from benchmarks.invariants import invariants
from elchi.desk.corrected import given
from elchi.ledger import schema
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.queries.unsure import unsure

KILLS, EDITORS, LEAST = 3, 3, 5
TOLD = {"type": "AGREE", "mode": "", "channel": "", "actors": "KAZ", "recipients": "OMN"}
"""What editors say of every row."""


def editing(address: str, uids: list[str], name: str, over: Event) -> list[str]:
    """Correct two fields of row after row until the desk is gone; the reasons of those that the desk said it kept."""
    kept = list[str]()
    try:
        with httpx.Client(base_url=address, headers={"Accept": "text/html"}, timeout=20) as client:
            secret = re.search(r'name="csrf" value="([^"]+)"', client.get(f"/rows/{uids[0]}").text)
            assert secret
            for n, uid in enumerate(uids):
                if over.is_set():
                    break
                why = f"{name}-{n}"
                answer = client.post(f"/rows/{uid}/correct", data={**TOLD, "csrf": secret[1], "why": why})
                if answer.status_code == 303:
                    kept.append(why)
    except httpx.TransportError:
        pass
    return kept


def decisions(ledger: Ledger) -> dict[str, list[tuple[str, str]]]:
    """What the ledger holds of decisions: by reason the rows with their fields, in the order of time."""
    found: dict[str, list[tuple[str, str]]] = {}
    with ledger.reading() as connection:
        for row in connection.execute(sa.select(schema.decision).order_by(schema.decision.c.id)):
            found.setdefault(row.why, []).append((row.a, row.field))
    return found


def test_a_desk_killed_while_editors_save_loses_no_correction_and_leaves_none_half_done(
        filled: Path, tmp_path: Path) -> None:
    path, rng, promised = tmp_path / "desk.db", Random(7), list[str]()
    copyfile(filled, path)
    with closing(open_ledger(str(path))) as ledger:
        rows = {row["uid"]: row for row in unsure(ledger, limit=400)[0] if row["kind"] == "event"}
    uids = list(rows)
    for kill in range(KILLS):
        over = Event()
        with served(str(path)) as (address, server), ThreadPoolExecutor(EDITORS) as pool:
            httpx.get(f"{address}/rows/{uids[0]}", headers={"Accept": "text/html"}, timeout=60)  # all is loaded
            working = [pool.submit(editing, address, uids[kill * EDITORS + n::KILLS * EDITORS],
                                   f"{kill}-{n}", over) for n in range(EDITORS)]
            sleep(.5 + rng.random())
            server.send_signal(signal.SIGKILL)
            over.set()
            promised += [why for own in working for why in own.result()]
    with closing(open_ledger(str(path))) as ledger:
        held = decisions(ledger)
        assert invariants(ledger) == []
    assert len(promised) > LEAST
    assert set(promised) <= set(held)
    first = {said[0][0]: {field for _, field in said} for said in reversed(held.values())}
    assert first == {uid: set(given("event", rows[uid], TOLD)) for uid in first}
