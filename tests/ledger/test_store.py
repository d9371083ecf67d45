"""What is put into a ledger stays in it, once, whole, and with its history."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from elchi.errors import LedgerError
from elchi.ledger import queries, schema, store
from elchi.ledger.address import canonical, key
from elchi.ledger.database import Ledger, open_ledger
from elchi.model import Event, Official, Position, Record, Report, Source

TEXT = "Министр Казахстана Айдар Оспанов позвонил коллеге из Омана. Оман поддержал переговоры."
CALL, VIEW = TEXT.split(". ")[0] + ".", TEXT.split(". ")[1]


def record(text: str = TEXT, url: str | None = "https://www.example.kz/news/1?utm_source=x#top", id: str | None = None,
           **changes: Any) -> Record:
    """A coded report, as the coder would give it."""
    report = Report(id="x", text=text, url=url, given_id=id, outlet="Пример", title="Звонок", published="2026-03-12",
                    language="ru", sources=(Source("МИД", "official"),))
    at = text.find("Министр")
    event = Event("CONSULT", "phone", ("OMN", "KAZ"), (), "2026-03-11", "past", None, "call", ("diplomatic",), CALL, at,
                  at + len(CALL), 0.8, ("acts/call",), topics=("diplomatic",))
    view = text.find("Оман под")
    return Record(report, (replace(event, **changes),),
                  (Position(("OMN",), "supports", "переговоры", (), VIEW, view, view + len(VIEW), 0.7),),
                  (Official("Айдар Оспанов", "KAZ", "foreign_minister", CALL, at, at + len(CALL), "министр", 0.9),))


def outcomes(ledger: Ledger, *records: Record) -> list[str]:
    return [outcome for _, outcome in store.add(ledger, records, together=200)]


def counts(ledger: Ledger) -> dict[str, int]:
    """How many rows each table holds."""
    with ledger.reading() as connection:
        return {t.name: connection.scalar(sa.select(sa.func.count()).select_from(t)) or 0
                for t in schema.METADATA.sorted_tables}


def asked(ledger: Ledger, wanted: str = "example.kz/news/1") -> dict[str, Any]:
    found = queries.report(ledger, wanted)
    assert found
    return found


def test_the_steps_make_the_tables_that_the_code_knows(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        steps = MigrationContext.configure(connection, opts={
            "include_name": lambda name, kind, _: kind != "table" or not name.startswith("search")})
        assert compare_metadata(steps, schema.METADATA) == []


def test_a_report_comes_out_as_it_went_in(ledger: Ledger) -> None:
    put = record()
    assert outcomes(ledger, put) == ["new"]
    found, told = asked(ledger), put.to_json()
    assert found["text"] == TEXT
    assert found["report"] == {**told["report"]}
    for table in ("events", "positions", "officials"):
        full = [{k: v for k, v in row.items() if v not in (None, [])} for row in told[table]]
        kept = [{k: v for k, v in row.items() if v not in (None, []) and k not in ("uid", "state")}
                for row in found[table]]
        assert kept == full


def test_adding_again_changes_nothing(ledger: Ledger) -> None:
    outcomes(ledger, record())
    before, found = counts(ledger), asked(ledger)
    assert outcomes(ledger, record(url="http://example.kz/news/1/")) == ["known"]
    assert (counts(ledger), asked(ledger)) == (before, found)


def test_another_text_at_the_address_is_a_new_revision(ledger: Ledger) -> None:
    outcomes(ledger, record())
    first = asked(ledger)
    assert outcomes(ledger, record("Обновлено. " + TEXT, recipients=("IRN",))) == ["changed"]
    found = asked(ledger)
    assert found["text"].startswith("Обновлено")
    assert [r["number"] for r in found["revisions"]] == [1, 2]
    assert found["positions"][0]["uid"] == first["positions"][0]["uid"]
    assert found["events"][0]["uid"] != first["events"][0]["uid"]
    with ledger.reading() as connection:
        texts = connection.scalars(sa.select(schema.revision.c.text).order_by(schema.revision.c.number)).all()
        assert texts[0] == TEXT
        gone = first["events"][0]["uid"]
        assert connection.scalars(sa.select(schema.withdrawn.c.uid)).all() == [gone, "h" + gone[1:]]


def test_texts_that_take_turns_at_an_address_are_kept_once(ledger: Ledger) -> None:
    one, other = record(), record(TEXT + " ")
    assert outcomes(ledger, one, other) == ["new", "changed"]
    assert outcomes(ledger, one, other) == ["known", "known"]


def test_two_writers_at_once_lose_nothing(url: str) -> None:
    ledger = open_ledger(url)
    many = [record(TEXT, url=f"https://example.kz/{n}") for n in range(40)]

    def put(records: list[Record]) -> list[str]:
        own = open_ledger(url)
        found = [str(outcome) for _, outcome in store.add(own, records)]
        own.close()
        return found

    with ThreadPoolExecutor(2) as pool:
        told = sorted(chain(*pool.map(put, [many[:30], many[10:]])))
    assert (told.count("new"), told.count("known")) == (40, 20)
    with ledger.reading() as connection:
        assert connection.scalars(sa.select(schema.happening.c.reports)).all() == [40]
    ledger.close()


def test_many_at_once_and_the_same_twice(ledger: Ledger) -> None:
    many = [record(TEXT + " " * n, url=f"https://example.kz/{n % 250}") for n in range(300)]
    assert outcomes(ledger, *many) == ["new"] * 250 + ["changed"] * 50
    assert counts(ledger)["report"] == 250
    assert counts(ledger)["event"] == 250


def test_what_a_report_is_known_by() -> None:
    assert key(record().report) == "example.kz/news/1"
    assert key(record(url=None, id="kz-7").report) == "kz-7"
    assert key(record(url=None).report).startswith("sha256:")
    assert key(record(url="-", id="kz-7").report) == "kz-7"


@pytest.mark.parametrize(("address", "wanted"), [
    ("HTTPS://M.Example.KZ:443/a/?b=2&a=1&utm_medium=rss", "example.kz/a?a=1&b=2"),
    ("http://example.kz:8080/a", "example.kz:8080/a"),
    ("https://example.kz/?id=5&from=main", "example.kz?id=5"), ("example.kz/a?utm_source=1", "example.kz/a"),
    ("https://example.kz/%D0%B0", "example.kz/%D0%B0"), ("https://example.kz/а", "example.kz/%D0%B0"),
    ("https://m.kz/", "m.kz"), ("http://[::1", "http://[::1"), ("nothing", "nothing"),
])
def test_addresses_of_one_page_are_one(address: str, wanted: str) -> None:
    assert canonical(address) == wanted


def test_a_purged_text_leaves_a_tombstone_and_does_not_come_back(ledger: Ledger) -> None:
    outcomes(ledger, record(), record(TEXT + " "))
    gone = [row["uid"] for table in ("events", "positions", "officials") for row in asked(ledger)[table]]
    assert store.purge(ledger, "https://www.example.kz/news/1", "суд") == 2
    found = asked(ledger)
    assert (found["text"], found["events"]) == (None, [])
    assert {r["reason"] for r in found["revisions"]} == {"суд"}
    kept = counts(ledger)
    assert {kept[t] for t in ("event", "position", "official", "block", "happening", "part", "contact", "view")} == {0}
    with ledger.reading() as connection:
        assert set(gone) <= set(connection.scalars(sa.select(schema.withdrawn.c.uid)))
    assert outcomes(ledger, record()) == ["purged"]
    with pytest.raises(LedgerError, match="there is no report nowhere"):
        store.purge(ledger, "nowhere", "суд")


def test_of_a_purged_text_no_word_is_left_in_the_file(tmp_path: Path) -> None:
    name = tmp_path / "elchi.db"
    file = open_ledger(str(name))
    outcomes(file, record(), *(record(f"{TEXT} Номер {n}.", f"https://example.kz/{n}") for n in range(40)))
    outcomes(file, record(f"{TEXT} Свидетель Qwxzvut.", "https://example.kz/secret"))
    held = [name, name.with_name(f"{name.name}-wal")]

    def hold() -> set[bytes]:
        everything = b"".join(own.read_bytes() for own in held if own.exists())
        return {word for word in (b"Qwxzvut", b"qwxzvut") if word in everything}

    assert hold() == {b"Qwxzvut", b"qwxzvut"}
    store.purge(file, "example.kz/secret", "суд")
    assert hold() == set()
    file.close()


def test_a_fault_leaves_nothing_half_done(ledger: Ledger) -> None:
    outcomes(ledger, record())
    before = counts(ledger)
    broken = record(url="https://example.kz/2", time=None)
    with pytest.raises(LedgerError):
        outcomes(ledger, broken)
    assert counts(ledger) == before


def test_a_newer_ledger_or_another_database_is_refused(url: str) -> None:
    opened = open_ledger(url)
    with opened.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="newer version"):
        open_ledger(url)
    with opened.writing() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(LedgerError, match="something else"):
        open_ledger(url)
    opened.close()


@pytest.mark.parametrize(("name", "fault"), [
    ("nowhere/l.db", "there is no folder"), ("mysql://x/y", "a ledger lies in"),
    ("postgresql+asyncpg://x/y", "a ledger lies in"), ("postgresql://u:secret@h:port/x", "no path and no database URL"),
    ("postgresql://elchi@127.0.0.1:1/x", "127.0.0.1"), ("https://", "no path and no database URL|a ledger lies")])
def test_a_ledger_that_cannot_be_opened_is_told_in_a_line(name: str, fault: str) -> None:
    with pytest.raises(LedgerError, match=fault) as told:
        open_ledger(name)
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_ledger_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    file.write_text("не база " * 200, encoding="utf-8")
    with pytest.raises(LedgerError, match="not a database"):
        open_ledger(str(file))
    assert file.read_text(encoding="utf-8").startswith("не база")
