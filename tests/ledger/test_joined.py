"""What analysts say of happenings, that two are one or one is two, holds; what reports tell differently is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
import sqlalchemy as sa

from elchi.errors import LedgerError
from elchi.export.answers import write_why
from elchi.ledger import analyst, queries, schema, store
from elchi.ledger.database import Ledger
from elchi.model import Persons, Record
from tests.ledger.test_merging import call, filled, held, small
from tests.ledger.test_recode import coded_anew


@pytest.fixture
def file() -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with small() as ledger:
        yield ledger


def numbers(ledger: Ledger, kind: str) -> list[int]:
    """The decisions of a kind that are in force."""
    d = schema.decision.c
    with ledger.reading() as connection:
        return list(connection.scalars(sa.select(d.id).where(d.kind == kind, d.undone.is_(None)).order_by(d.id)))


def test_a_verdict_is_kept_with_its_happening(file: Ledger) -> None:
    promise, = filled(file, [call(1, 3, True, ("KAZ", "OMN"), type="AGREE")])
    analyst.verdict(file, promise, "pending", "А. Сериков", "")
    analyst.verdict(file, promise, "kept", "Б. Ким", "визит состоялся")
    with pytest.raises(LedgerError, match="done: a verdict is one of pending, kept, partly, broken"):
        analyst.verdict(file, promise, "done", "Б. Ким", "")
    said = queries.history(file, promise) or []
    assert [(s["kind"], s["value"], s["who"]) for s in said] == [
        ("verdict", "pending", "А. Сериков"), ("verdict", "kept", "Б. Ким")]
    coded_anew(file, call(1, 3, True, ("KAZ", "OMN"), type="AGREE"))
    why = queries.why(file, promise)
    assert why and why["decisions"] == said


def test_what_was_said_of_a_happening_stays_with_it_when_it_joins_another(file: Ledger) -> None:
    one, other = sorted(filled(file, [call(1, 3, True, ("KAZ", "OMN")), call(3, 20, True, ("KAZ", "OMN"))]))
    analyst.verdict(file, other, "kept", "А. Сериков", "")
    analyst.same(file, one, other, "А. Сериков", "")
    why = queries.why(file, one)
    assert why and [said["kind"] for said in why["decisions"]] == ["verdict", "same"]


def calls(*ones: int) -> list[Record]:
    """Reports of one call, told by these."""
    return [call(2 * n + 1, 3, True, ("KAZ", "OMN")) for n in ones]


def test_a_split_stays_and_is_taken_back_as_a_whole(ledger: Ledger) -> None:
    (uid, own), = filled(ledger, calls(1, 2, 3)).items()
    before, gone = held(ledger), own[-2][2]
    analyst.apart(ledger, uid, [gone], "А. Сериков", "другой разговор")
    assert sorted(len(h[-2]) for h in held(ledger).values()) == [1, 2]
    filled(ledger, calls(4, 5))
    coded_anew(ledger, *calls(1, 2, 3, 4, 5))
    found = [h[-2] for h in held(ledger).values()]
    assert len(found) == 2
    assert all(len({gone, *own[-2][:2]} & set(accounts)) < 3 for accounts in found)
    for report in ("r9", "r11"):
        store.purge(ledger, report, "суд")
    analyst.undo(ledger, numbers(ledger, "apart")[1], "Б. Ким")
    assert numbers(ledger, "apart") == []
    assert held(ledger) == before


def test_a_join_stays_and_is_taken_back(file: Ledger) -> None:
    late = call(9, 20, True, ("KAZ", "OMN"))
    before = filled(file, [*calls(1, 2), late])
    one, other = before
    analyst.same(file, one, other, "А. Сериков", "одна поездка")
    filled(file, calls(3))
    coded_anew(file, *calls(1, 2, 3), late)
    filled(file, [call(9, 21, True, ("KAZ", "OMN"))])  # a text that is known already
    joined, = held(file).values()
    assert len(joined[-2]) == 4
    with pytest.raises(LedgerError, match="are one happening already"):
        analyst.same(file, one, other, "А. Сериков", "")
    store.purge(file, "r7", "суд")
    analyst.undo(file, 1, "Б. Ким")
    assert held(file) == before


def test_what_a_decision_put_out_of_force_comes_back_with_its_end(file: Ledger) -> None:
    (uid, own), = filled(file, calls(1, 2, 3)).items()
    analyst.apart(file, uid, own[-2][2:], "А. Сериков", "")
    split = held(file)
    one, other = split
    analyst.same(file, one, other, "Б. Ким", "всё же один")
    assert len(held(file)) == 1
    assert numbers(file, "apart") == []
    analyst.undo(file, numbers(file, "same")[0], "Б. Ким")
    assert held(file) == split
    assert len(numbers(file, "apart")) == 2


def test_what_reports_tell_differently_is_kept_and_shown(file: Ledger) -> None:
    def told(number: int, **changes: Any) -> Record:
        own = call(number, 5, "2026-03-04", ("KAZ", "OMN"))
        return replace(own, events=(replace(own.events[0], **changes),))

    filled(file, [
        told(1, persons=Persons(10, 12, 15), initiator="KAZ", place="OMN"), told(3, initiator="OMN", place="OMN"),
        told(5, persons=Persons(90, 90, 90), date="2026-03-04/2026-03-05")])
    happening, = queries.timeline(file)
    why = queries.why(file, happening["id"])
    assert why
    r1, r3, r5 = (next(a["uid"] for a in why["accounts"] if a["report"] == key) for key in ("r1", "r3", "r5"))
    shown = {name: {str(one["value"]): one["accounts"] for one in values} for name, values in why["differ"].items()}
    assert shown == {
        "date": {"2026-03-04": sorted((r1, r3), key=[a["uid"] for a in why["accounts"]].index),
                 "2026-03-04/2026-03-05": [r5]},
        "initiator": {"KAZ": [r1], "OMN": [r3]},
        "persons": {"{'low': 10, 'best': 12, 'high': 15}": [r1], "{'low': 90, 'best': 90, 'high': 90}": [r5]}}
    assert [a.get("persons") for a in why["accounts"] if a["uid"] == r5] == [{"low": 90, "best": 90, "high": 90}]
    analyst.correct(file, r3, {"initiator": "KAZ"}, "А. Сериков", "")
    why = queries.why(file, happening["id"])
    assert why and "initiator" not in why["differ"]


def test_a_person_is_told_what_differs_and_what_was_decided(file: Ledger) -> None:
    one, other = call(1, 5, "2026-03-04", ("KAZ", "OMN")), call(3, 5, "2026-03-04", ("KAZ", "OMN"))
    filled(file, [one, replace(other, events=(
        replace(other.events[0], initiator="OMN", date="2026-03-04/2026-03-05"),))])
    happening, = queries.timeline(file)
    analyst.note(file, happening["id"], "А. Сериков", "проверить")
    why, words = queries.why(file, happening["id"]), StringIO()
    assert why
    write_why(why, words, {"KAZ": "Казахстан", "OMN": "Оман"}.get)  # type: ignore[arg-type]
    first, second = (own["uid"] for own in why["accounts"])
    told = words.getvalue()
    assert f"date differs: 2026-03-04 ({first}); 2026-03-04/2026-03-05 ({second})\n" in told
    assert f"reprints of one text: {', '.join(sorted((first, second)))}\n" in told
    assert told.endswith(f"А. Сериков: note {happening['id']} (проверить)\n")
    assert "initiator" not in told


def test_a_party_stands_on_one_side_of_a_talk(file: Ledger) -> None:
    one, other = call(1, 5, "2026-03-04", ("KAZ", "OMN")), call(3, 5, "2026-03-04", ("KAZ", "OMN"))
    filled(file, [one, replace(other, events=(replace(other.events[0], actors=("OMN",), recipients=("KAZ",)),))])
    happening, = queries.timeline(file)
    assert (happening["reports"], happening["actors"], happening["recipients"]) == (2, ["KAZ", "OMN"], [])
