"""What goes wrong around a ledger is told in one line, and damages nothing."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks import servers
from benchmarks.invariants import invariants
from elchi.errors import LedgerError
from elchi.ledger import database, queries
from elchi.ledger.backup import backup, restore
from elchi.ledger.database import open_ledger
from tests.ledger.test_backup import everything, halved
from tests.ledger.test_store import TEXT, outcomes, record

MANY = [record(TEXT + " Ещё слово." * 200, url=f"https://example.kz/{n}") for n in range(2, 40)]
OTHER = record(url="https://example.kz/other")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger in a file, with one report."""
    file = tmp_path / "a.db"
    with closing(open_ledger(str(file))) as ledger:
        outcomes(ledger, record())
    return file


def add(file: Path, *records: Any) -> None:
    with closing(open_ledger(str(file))) as ledger:
        outcomes(ledger, *records)


def fault(work: Callable[[], object]) -> str:
    """The line in which it is told that something went wrong."""
    with pytest.raises(LedgerError) as told:
        work()
    assert "\n" not in str(told.value)
    return str(told.value)


def unharmed(file: Path, reports: int = 1) -> None:
    """A ledger holds what it held, and may be written."""
    with closing(open_ledger(str(file))) as ledger:
        assert invariants(ledger) == []
        assert len(everything(ledger)["report"]) == reports
        assert outcomes(ledger, OTHER) == ["new"]


def in_small_files(limit: int, work: Callable[[], object], told: Connection) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    told.send(fault(work))


@pytest.mark.parametrize("room", [0, 40_000, 150_000])
@pytest.mark.parametrize("what", ["add", "backup", "restore", "open"])
def test_where_files_may_not_grow_nothing_is_harmed(what: str, room: int, file: Path, tmp_path: Path) -> None:
    def work() -> None:
        match what:
            case "add":
                add(file, *MANY)
            case "backup":
                with closing(open_ledger(str(file))) as ledger:
                    backup(ledger, tmp_path / "b.db")
            case "restore":
                restore(file, str(tmp_path / "r.db"))
            case "open":
                open_ledger(str(tmp_path / "n.db"))

    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=in_small_files, args=(room, work, there))
    child.start()
    assert "I/O error" in here.recv()
    child.join()
    assert not (tmp_path / "b.db").exists()
    assert restore(file, str(tmp_path / "r.db")) == 1  # what was begun is in nobody's way
    unharmed(file)


def test_a_full_disk_is_told(file: Path) -> None:
    with closing(open_ledger(str(file))) as ledger:
        ledger.engine.dispose()
        sa.event.listen(ledger.engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=70"))
        assert fault(lambda: outcomes(ledger, *MANY)) == f"{file}: database or disk is full"
        assert len(queries.timeline(ledger)) == 1
    unharmed(file)


def test_a_ledger_that_another_writes_is_asked_and_not_written(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    with closing(open_ledger(url)) as ledger, closing(open_ledger(url)) as other:
        outcomes(ledger, record())
        with other.writing():
            assert fault(lambda: outcomes(ledger, OTHER)) == f"{ledger.name}: database is locked"
            assert len(queries.timeline(ledger)) == 1
        assert outcomes(ledger, OTHER) == ["new"]
        assert invariants(ledger) == []


def test_a_server_that_breaks_off_is_told(server: str) -> None:
    with servers.database(server, "broken") as url, closing(open_ledger(url)) as ledger:
        outcomes(ledger, record())

        def broken() -> None:
            with ledger.writing() as connection:
                connection.execute(sa.text("DELETE FROM part"))
                own = connection.scalar(sa.text("SELECT pg_backend_pid()"))
                with closing(open_ledger(url)) as other, other.reading() as killing:
                    killing.execute(sa.select(sa.func.pg_terminate_backend(own)))

        assert "terminating connection" in fault(broken)
        assert outcomes(ledger, OTHER) == ["new"]
        assert invariants(ledger) == []


ASKS = """
import json, sys
from pathlib import Path
from elchi.errors import LedgerError
from elchi.ledger import queries, store
from elchi.ledger.database import open_ledger
from tests.ledger.test_faults import OTHER
told = []
for file in sys.argv[1:]:
    ledger = open_ledger(file)
    told.append([len(queries.timeline(ledger)), len(queries.search(ledger, "переговоры")), sorted(
        p.name for p in Path(file).parent.iterdir())])
    try:
        list(store.add(ledger, [OTHER]))
    except LedgerError as e:
        told.append(str(e))
    ledger.close()
print(json.dumps(told))
"""


def test_a_ledger_that_may_not_be_written_is_asked(file: Path, tmp_path: Path) -> None:
    """The superuser may write anything, so his right to is taken from the child."""
    folder = tmp_path / "folder"
    folder.mkdir()
    other = Path(shutil.copy(file, folder))
    file.chmod(0o444)
    folder.chmod(0o555)
    less = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if less and not shutil.which("setpriv"):
        pytest.skip("the superuser may write anything")
    asked = subprocess.run([*less, sys.executable, "-c", ASKS, file, other], capture_output=True, encoding="utf-8",
                           check=False, cwd=Path(__file__).parents[2])
    folder.chmod(0o755)
    assert asked.stderr == ""
    assert json.loads(asked.stdout) == [
        [1, 1, ["a.db", "folder"]], f"{file}: attempt to write a readonly database",
        [1, 1, ["a.db"]], f"{other}: attempt to write a readonly database"]
    file.chmod(0o644)
    unharmed(file)


def overwritten(file: Path) -> None:
    """Damage all pages but the first."""
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096))


def doubled(file: Path) -> None:
    """Put one page in the place of others."""
    data = file.read_bytes()
    file.write_bytes(data[:8192] + data[4096:8192] * (len(data) // 4096 - 2))


@pytest.mark.parametrize("damage", [halved, overwritten, doubled])
def test_a_damaged_file_is_told_and_not_written(damage: Callable[[Path], None], file: Path) -> None:
    damage(file)
    kept = file.read_bytes()

    def ask() -> None:
        with closing(open_ledger(str(file))) as ledger:
            queries.timeline(ledger)
            queries.report(ledger, "example.kz/news/1")

    for work in (ask, partial(add, file, OTHER), partial(restore, file, str(file.with_name("r.db")))):
        assert "malformed" in (line := fault(work)) or "damaged" in line
    assert file.read_bytes() == kept


def test_what_is_no_ledger_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (words)")
    engine.dispose()
    kept = file.read_bytes()
    assert fault(lambda: open_ledger(str(file))) == f"{file}: the database holds something else than a ledger"
    assert file.read_bytes() == kept
