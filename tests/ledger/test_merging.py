"""Happenings of a ledger hang on the reports that it holds, not on how or in what order these came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.errors import LedgerError
from elchi.ledger import analyst, schema, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.pool import MET, decisions, entries, every_match
from elchi.ledger.queries.happenings import told_by
from elchi.ledger.rows import parts
from elchi.merge.decide import happenings
from elchi.model import Event, Official, Record, Report

TEXT = "Министры говорили вновь долго и подробно о разных делах."
MINISTERS = tuple(Official(name, "KAZ", "foreign_minister", "", 0, 0) for name in ("Айдар Оспанов", "Сами аль-Харти"))
Happenings = dict[str, tuple[Any, ...]]


def call(number: int, published: int, dated: bool | str, parties: tuple[str, ...], words: int = 0,
         type: str = "CONSULT", named: bool = False) -> Record:
    """A report with one event, of that day of March 2026; 0: without a day of publication."""
    text = f"Отчёт {number}. {TEXT}" + " Сверили график поездок." * words
    date = dated if isinstance(dated, str) else f"2026-03-{published:02d}" if dated else None
    date = None if not published and dated is True else date
    event = Event(type, None, parties, (), date, "past", None,
                  "call" if number % 2 else None, (), text, 0, len(text), round(number / 100, 2),
                  participants=MINISTERS if named else ())
    return Record(Report(f"r{number}", text, published=f"2026-03-{published:02d}" if published else None,
                         given_id=f"r{number}"), (event,))


def several(number: int, *records: Record) -> Record:
    """A report that tells what these do."""
    text = "\n".join(r.report.text for r in records)
    starts = [sum(len(r.report.text) + 1 for r in records[:n]) for n in range(len(records))]
    return Record(replace(records[0].report, id=f"s{number}", given_id=f"s{number}", text=text), tuple(
        replace(r.events[0], start=at, end=at + len(r.report.text)) for r, at in zip(records, starts, strict=True)))


def held(ledger: Ledger) -> Happenings:
    """The happenings of a ledger by their ids, with all that is kept of them, the ids of their events and their parties
    last."""
    with ledger.reading() as connection:
        found = {row.id: row for row in connection.execute(sa.select(schema.happening))}
        told = told_by(connection, found)
        finding = connection.execute(sa.select(schema.part)).all()
    assert {(p.happening_id, p.last, p.side, p.code) for p in finding} == {
        (n, row.last, side, code) for n, row in found.items() for side in ("actors", "recipients")
        for code in parts(getattr(row, side))}
    return {row.uid: (*(value for name, value in row._asdict().items() if name not in ("id", "uid", "made", "altered")),
                      tuple(sorted(own["uid"] for own in told[n])), parts(row.actors) + parts(row.recipients))
            for n, row in found.items()}


def in_one_go(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """What the happenings should be: all events looked at together."""
    with ledger.reading() as connection:
        every = {e.account.uid: e for e in entries(connection, connection.scalars(sa.select(schema.event.c.id)).all())}
        accounts = [e.account for e in every.values()]
        found = happenings(accounts, every_match(connection, every), *decisions(connection, every))
    return {h.uid: tuple(sorted(h.accounts)) for h in found}


def check_order(records: list[Record], order: Any, gone: int, seen: Callable[[Ledger], Any]) -> None:
    """What is seen of a ledger is the same in whatever order reports come, and where some came and were taken out."""
    shuffled = list(records)
    order.shuffle(shuffled)
    with small() as one, small() as other, small() as rest:
        filled(one, records)
        filled(other, shuffled)
        assert seen(one) == seen(other)
        for record in shuffled[:gone]:
            store.purge(other, record.report.id, "суд")
        assert {uid: h[-2] for uid, h in held(other).items()} == in_one_go(other)
        filled(rest, shuffled[gone:])
        assert seen(rest) == seen(other)


@cache
def empty() -> bytes:
    """The file of an empty ledger."""
    with TemporaryDirectory() as folder:
        open_ledger(str(Path(folder) / "l.db")).close()
        return Path(folder, "l.db").read_bytes()


@contextmanager
def small() -> Iterator[Ledger]:
    """An empty ledger in a file of its own."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "l.db")
        file.write_bytes(empty())
        ledger = open_ledger(str(file))
        yield ledger
        ledger.close()


def filled(ledger: Ledger, records: list[Record]) -> Happenings:
    list(store.add(ledger, records))
    return held(ledger)


def test_reports_of_one_call_are_one_happening(ledger: Ledger) -> None:
    found = filled(ledger, [call(1, 3, True, ("KAZ", "OMN")), call(2, 4, False, ("OMN", "KAZ")),
                            call(3, 20, True, ("KAZ", "OMN")), call(4, 3, True, ("KAZ", "QAT"))])
    assert sorted(len(h[-2]) for h in found.values()) == [1, 1, 2]
    one, = (h for h in found.values() if len(h[-2]) == 2)
    assert (one[0], one[-3], set(one[-1])) == ("CONSULT", 2, {"KAZ", "OMN"})


def test_a_report_without_any_day_goes_to_the_call_that_it_tells_of(ledger: Ledger) -> None:
    undated = call(9, 0, False, ("OMN", "KAZ"), named=True)
    found = filled(ledger, [undated, call(1, 3, True, ("KAZ", "OMN"), named=True), call(5, 20, True, ("KAZ", "OMN"))])
    assert sorted(len(h[-2]) for h in found.values()) == [1, 2]
    store.purge(ledger, "r1", "суд")
    assert sorted(len(h[-2]) for h in held(ledger).values()) == [1, 1]
    assert [uid for uid, h in held(ledger).items() if uid[1:] != h[-2][0][1:]] == []
    store.purge(ledger, "r9", "суд")
    assert len(held(ledger)) == 1


def test_ministers_who_meet_often_tell_no_occasion_from_another() -> None:
    calls = [call(n, 1, f"{2000 + n // 12}-{n % 12 + 1:02}-05", ("KAZ", "OMN"), named=True) for n in range(MET + 1)]
    undated = call(999, 0, False, ("OMN", "KAZ"), named=True)

    def reports(ledger: Ledger) -> list[int]:
        with ledger.reading() as connection:
            return sorted(connection.scalars(sa.select(schema.happening.c.reports)))

    with small() as one, small() as other:
        list(store.add(one, [undated, *calls[:-1]], together=100))
        assert reports(one) == [1] * (MET - 1) + [2]
        list(store.add(one, calls[-1:]))
        assert reports(one) == [1] * (MET + 2)
        list(store.add(other, [*reversed(calls), undated], together=100))
        assert held(other) == held(one)
        store.purge(other, calls[3].report.id, "суд")
        assert reports(other) == [1] * (MET - 1) + [2]


def test_a_changed_report_leaves_its_happening(ledger: Ledger) -> None:
    first = call(1, 3, True, ("KAZ", "OMN"))
    filled(ledger, [first, call(2, 3, True, ("KAZ", "OMN"))])
    found = filled(ledger, [call(1, 20, True, ("KAZ", "QAT"), words=1)])
    assert sorted(len(h[-2]) for h in found.values()) == [1, 1]
    store.purge(ledger, "r1", "суд")
    store.purge(ledger, "r2", "суд")
    assert held(ledger) == {}


def test_what_an_analyst_decided_holds(ledger: Ledger) -> None:
    one, other = call(1, 3, True, ("KAZ", "OMN")), call(2, 20, True, ("KAZ", "OMN"))
    first, second = filled(ledger, [one, other])
    analyst.same(ledger, first, second, "А. Сериков", "одна поездка")
    uids, = (h[-2] for h in held(ledger).values())
    assert len(uids) == 2
    filled(ledger, [call(3, 20, True, ("KAZ", "OMN"))])
    assert [len(h[-2]) for h in held(ledger).values()] == [3]
    joined, = held(ledger)
    analyst.apart(ledger, joined, [uids[0]], "Б. Ким", "разные звонки")
    assert sorted(len(h[-2]) for h in held(ledger).values()) in ([1, 2], [1, 1, 1])
    apart = {uid: h[-2] for uid, h in held(ledger).items()}
    assert apart == in_one_go(ledger)
    with pytest.raises(LedgerError, match="is not made of"):
        analyst.apart(ledger, next(iter(apart)), ["eno"], "Б. Ким", "")
    with ledger.reading() as connection:
        numbers = connection.scalars(sa.select(schema.decision.c.id).where(schema.decision.c.undone.is_(None))).all()
    analyst.undo(ledger, numbers[0], "А. Сериков")
    assert {uid: h[-2] for uid, h in held(ledger).items()} == in_one_go(ledger) != apart


CALLS = st.builds(
    call, st.integers(1, 40), st.integers(0, 9), st.sampled_from([True, False, "2026-03", "2026-02"]),
    st.sampled_from([("KAZ", "OMN"), ("KAZ", "OMN", "QAT"), ("OMN", "QAT")]), st.integers(0, 1),
    st.sampled_from(["CONSULT", "CONSULT", "COOPERATE"]), st.booleans())
RECORDS = st.lists(
    CALLS | st.builds(several, st.integers(1, 9), CALLS, CALLS), max_size=14, unique_by=lambda r: r.report.id)


@given(records=RECORDS, order=st.randoms(), gone=st.integers(0, 3))
@settings(deadline=None, max_examples=12)
def test_the_order_of_arrival_changes_nothing(records: list[Record], order: Any, gone: int) -> None:
    check_order(records, order, gone, held)


def test_many_reports_of_a_busy_pair() -> None:
    with small() as ledger:
        many = [call(n, 1 + n % 25, n % 3 > 0, ("RUS", "USA", "CHN")[:2 + (n % 4 == 0)]) for n in range(1, 80)]
        found = filled(ledger, many)
        assert {uid: h[-2] for uid, h in found.items()} == in_one_go(ledger)
