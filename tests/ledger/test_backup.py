"""What is backed up comes back as it was, into either database, whatever goes on meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.config import Config

from benchmarks import synthetic
from benchmarks.invariants import invariants, words
from elchi.errors import LedgerError
from elchi.ledger import analyst, database, migrations, queries, schema, store
from elchi.ledger.backup import backup, restore
from elchi.ledger.database import Ledger, open_ledger
from tests.ledger.test_store import TEXT, record

SECRET = "Секретарша"


@pytest.fixture
def full(url: str) -> Iterator[Ledger]:
    """A ledger of either kind in which something of everything happened."""
    with closing(open_ledger(url)) as ledger:
        list(store.add(ledger, synthetic.records(25), together=25))
        gone = record(f"{TEXT} {SECRET}.", url="https://example.kz/2")
        list(store.add(ledger, [record(), record(TEXT + " Ещё."), gone, record("\u2028'; -- «" + TEXT, url=None)]))
        store.purge(ledger, "example.kz/2", "суд")
        one, other, *_ = queries.timeline(ledger)
        analyst.same(ledger, one["id"], other["id"], "Ким", "одно")
        events = queries.why(ledger, one["id"])
        assert events
        analyst.correct(ledger, events["accounts"][0]["uid"], {"date": "2015-11-12"}, "Ким", "опечатка")
        yield ledger


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, place: Callable[[str, str], str]) -> str:
    """Where another empty database lies, of either kind."""
    return place(request.param, "other")


def everything(ledger: Ledger) -> dict[str, list[Any]]:
    """All that a ledger holds."""
    with ledger.reading() as connection:
        return {"search": sorted(words(connection).items()), **{
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in schema.METADATA.sorted_tables}}


def answers(ledger: Ledger) -> list[Any]:
    """What a ledger says when it is asked."""
    return [queries.timeline(ledger), queries.report(ledger, "example.kz/news/1"),
            queries.search(ledger, "переговоров"), queries.officials(ledger), queries.contacts(ledger, {"KAZ"}),
            queries.positions(ledger, "energy"), queries.changes(ledger, datetime(2000, 1, 1, tzinfo=UTC))]


def test_what_is_restored_is_what_was_there(full: Ledger, other: str, tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    assert backup(full, file) == 28
    assert [p.name for p in tmp_path.iterdir() if p.name not in ("ledger.db", "ledger.db-wal", "ledger.db-shm")] == [
        "b.db"]
    kept = file.read_bytes()
    assert SECRET.encode() not in kept
    assert restore(file, other) == 28
    assert file.read_bytes() == kept
    with closing(open_ledger(other)) as ledger, closing(open_ledger(str(file))) as itself:
        assert everything(ledger) == everything(itself) == everything(full)
        assert answers(ledger) == answers(itself) == answers(full)
        assert invariants(ledger) == invariants(itself) == []
        assert [o for _, o in store.add(ledger, [record(), record(TEXT, url="https://example.kz/9")])] == [
            "known", "new"]
        assert invariants(ledger) == []


def write(url: str, told: Connection) -> None:
    """Add reports to a ledger for ever."""
    many = (record(TEXT + " " * n, url=f"https://example.kz/{n}", date=f"2026-03-{n % 28 + 1:02}") for n in count())
    for n, _ in enumerate(store.add(open_ledger(url), many)):
        told.send(n)


def test_a_ledger_is_backed_up_while_another_writes(url: str, tmp_path: Path) -> None:
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    writer = context.Process(target=write, args=(url, there))
    writer.start()
    told, counts = [here.recv()], []
    with closing(open_ledger(url)) as ledger:
        for n in range(3):
            counts.append(backup(ledger, tmp_path / f"{n}.db"))
            told.append(here.recv())
    writer.kill()
    writer.join()
    assert counts == sorted(counts) and counts[0] > told[0] and counts[-1] > counts[0]
    for n, reports in enumerate(counts):
        with closing(open_ledger(str(tmp_path / f"{n}.db"))) as ledger:
            assert invariants(ledger) == []
            assert {row[2] for row in everything(ledger)["report"]} == {f"example.kz/{n}" for n in range(reports)}


def test_a_file_that_is_there_is_not_written_over(ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    file.write_text("Записки", encoding="utf-8")
    with pytest.raises(LedgerError, match="b.db: there is such a file already$"):
        backup(ledger, file)
    assert file.read_text(encoding="utf-8") == "Записки"
    with pytest.raises(LedgerError, match="c.db: no backup was made: no such file or directory$"):
        backup(ledger, tmp_path / "none" / "c.db")


def test_a_backup_is_not_restored_over_reports(full: Ledger, url: str, tmp_path: Path) -> None:
    before = everything(full)
    with closing(open_ledger(str(tmp_path / "s.db"))) as small:
        list(store.add(small, [record()]))
        backup(small, tmp_path / "b.db")
    with pytest.raises(LedgerError, match="the ledger holds reports; a backup is restored into an empty one"):
        restore(tmp_path / "b.db", url)
    assert everything(full) == before


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE notes (words)")


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:file.stat().st_size // 2])


def scratched(file: Path) -> None:
    """Damage the pages in the middle of a file."""
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle:middle + 8 * 4096] = b"\xff" * (8 * 4096)
    file.write_bytes(data)


@pytest.mark.parametrize(("damage", "fault"), [
    (Path.unlink, "b.db: no such file or directory$"), (halved, "b.db: .*malformed"),
    (scratched, "b.db: the file is damaged|b.db: .*malformed"),
    (newer, "b.db: the ledger was written by a newer version"), (lambda file: file.write_bytes(b""), "holds no ledger"),
    (lambda file: file.write_bytes(b"no ledger " * 500), "b.db: file is not a database"),
    (foreign, "b.db: the database holds something else than a ledger"),
    (lambda file: (file.unlink(), file.mkdir()), "b.db: is a directory"),
])
def test_what_is_no_sound_backup_is_told_and_nothing_is_made(damage: Any, fault: str, tmp_path: Path) -> None:
    file, target = tmp_path / "b.db", tmp_path / "l.db"
    with closing(open_ledger(str(tmp_path / "s.db"))) as ledger:
        list(store.add(ledger, synthetic.records(10), together=10))
        backup(ledger, file)
    damage(file)
    kept = file.read_bytes() if file.is_file() else None
    with pytest.raises(LedgerError, match=fault) as told:
        restore(file, str(target))
    assert "\n" not in str(told.value)
    assert not target.exists()
    assert (file.read_bytes() if file.is_file() else None) == kept


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, steps, target = tmp_path / "b.db", tmp_path / "steps", str(tmp_path / "l.db")
    with closing(open_ledger(str(tmp_path / "s.db"))) as ledger:
        list(store.add(ledger, [record()]))
        backup(ledger, file)
        before, kept = everything(ledger), file.read_bytes()
    shutil.copytree(Path(str(migrations.__file__)).parent, steps)
    (steps / "versions" / "9999_more.py").write_text(
        "from alembic import op\nrevision, down_revision = '9999', '0002'\n\n\ndef upgrade():\n"
        "    op.execute('CREATE TABLE more (id INTEGER)')\n", encoding="utf-8")
    config = Config()
    config.set_main_option("script_location", str(steps))
    monkeypatch.setattr(database, "_config", lambda: config)
    assert restore(file, target) == 1
    assert file.read_bytes() == kept
    with closing(open_ledger(target)) as ledger:
        assert everything(ledger) == before
        with ledger.reading() as connection:
            assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == "9999"
