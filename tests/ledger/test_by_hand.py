"""What analysts know of, or kept in a table, stands in a ledger beside what was coded, and is marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from elchi.errors import ElchiError, LedgerError
from elchi.ledger import analyst, by_hand, queries, store
from elchi.ledger.address import key
from elchi.ledger.database import Ledger
from elchi.model import Event, Persons, Record
from tests.ledger.test_merging import held, small
from tests.ledger.test_recode import found
from tests.ledger.test_store import asked, counts, outcomes, record

VISIT = {"type": "CONSULT", "mode": "visit", "actors": "OMN", "recipients": "KAZ", "date": "2026-03-02",
         "place": "KAZ", "channel": "visit"}


@pytest.fixture
def file() -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with small() as ledger:
        yield ledger


def put(ledger: Ledger, *told: dict[str, str]) -> list[str]:
    """What became of happenings that an analyst tells."""
    records = [by_hand.told(fields, "А. Сериков") for fields in told]
    return [str(outcome) for _, outcome in store.add(ledger, records, state=by_hand.STATE)]


def rows(folder: Path, table: str | bytes, **names: str) -> list[Record | LedgerError]:
    """What a table holds."""
    file = folder / "table.csv"
    file.write_bytes(table if isinstance(table, bytes) else table.encode())
    return list(by_hand.table(file, "А. Сериков", names))


def event(row: Record | LedgerError) -> Event:
    assert isinstance(row, Record), str(row)
    return row.events[0]


def test_a_happening_told_by_hand_is_asked_for_like_any_other_and_marked(file: Ledger) -> None:
    told = {**VISIT, "text": "Султан Омана прибыл в Астану.", "outlet": "Записки", "published": "2026-03-04 09:30"}
    assert put(file, told) == ["new"]
    happening, = queries.timeline(file, queries.Filter([{"OMN"}, {"KAZ"}], {"CONSULT"}))
    assert (happening["date"], happening["dated"], happening["channel"], happening["reports"]) == (
        "2026-03-02", True, "visit", 1)
    why = queries.why(file, happening["id"])
    assert why
    account, = why["accounts"]
    assert (account["state"], account["outlet"], account["published"], account["evidence"]) == (
        "added", "Записки", "2026-03-04T09:30", "Султан Омана прибыл в Астану.")
    assert asked(file, account["report"])["report"]["author"] == "А. Сериков"
    assert asked(file, account["report"])["revisions"][0]["coder"] is None


def test_told_again_it_is_known_whoever_tells_it_and_in_whatever_order(file: Ledger) -> None:
    assert put(file, VISIT, dict(reversed(VISIT.items())), {**VISIT, "due": " ", "type": " CONSULT "}) == [
        "new", "known", "known"]
    again = by_hand.told(VISIT, "Б. Ким")
    assert [o for _, o in store.add(file, [again], state=by_hand.STATE)] == ["known"]
    store.purge(file, again.report.id, "суд")
    assert put(file, VISIT) == ["purged"]
    assert counts(file)["event"] == 0


def test_it_joins_what_reports_tell_and_may_be_corrected_and_rejected(file: Ledger) -> None:
    outcomes(file, record())
    fields = {"type": "CONSULT", "mode": "phone", "actors": "KAZ; OMN", "date": "2026-03-11", "channel": "call"}
    assert put(file, fields) == ["new"]
    before, (happening,) = found(file), queries.timeline(file)
    assert happening["reports"] == 2
    own = key(by_hand.told(fields, "").report)
    uid = asked(file, own)["events"][0]["uid"]
    analyst.correct(file, uid, {"date": "2026-03-20"}, "Б. Ким", "")
    assert asked(file, own)["events"][0]["state"] == "corrected"
    assert len(held(file)) == 2
    analyst.undo(file, 1, "Б. Ким")
    assert found(file) == before
    analyst.judge(file, uid, "reject", "Б. Ким", "не было такого")
    assert [h["reports"] for h in queries.timeline(file)] == [1]


@pytest.mark.parametrize(("changes", "fault"), [
    ({"type": ""}, "type: it must not be empty$"), ({"type": "VISIT"}, "type: VISIT is not one of CONSULT, AGREE"),
    ({"actors": "", "recipients": ""}, "there are neither actors nor recipients$"),
    ({"actors": "Омания"}, "actors: Омания: no such party .*; there is .*Оман"),
    ({"date": "2026-02-29"}, "there is no such day"), ({"date": "2126-01-01"}, "date: 2126-01-01 is later than today$"),
    ({"kind": "x"}, "kind: events have"), ({"published": "4 марта"}, "published is no ISO date: 4 марта$"),
    ({"published": "2026-02-29"}, "published is no ISO date"), ({"evidence": "x"}, "evidence: events have"),
    ({"type": "AGREE", "mode": "", "channel": ""}, "place: "),
])
def test_what_cannot_be_is_told_in_a_line(changes: dict[str, str], fault: str) -> None:
    with pytest.raises(LedgerError, match=fault) as told:
        by_hand.told({**VISIT, **changes}, "А. Сериков")
    assert len(str(told.value)) < 400
    assert "\n" not in str(told.value)


def test_happenings_read_in_a_report_of_the_ledger_take_nothing_from_it(file: Ledger) -> None:
    outcomes(file, record())
    before = asked(file)
    there = {"url": "https://example.kz/news/1"}
    assert put(file, {**VISIT, **there}, {**VISIT, **there, "date": "2026-03-05"}) == ["new", "new"]
    assert asked(file) == before
    assert len(queries.timeline(file)) == 3


@pytest.mark.parametrize(("one", "other"), [
    ({"type": "CONSULT", "actors": "KAZ, OMN", "date": "2026-03-02", "channel": "call"},
     {"type": "CONSULT", "actors": "KAZ, OMN", "date": "2026-03-03", "channel": "call"}),
    *[[{"type": "AGREE", "actors": "KAZ, OMN", "contexts": "economic, energy, transport", "initiator": "KAZ",
        "place_name": "порт Сохар", "due": due} for due in ("2026-05", "2026-09")]]])
def test_two_rows_without_words_of_their_own_are_two_happenings(
        file: Ledger, one: dict[str, str], other: dict[str, str]) -> None:
    assert put(file, one, other) == ["new", "new"]
    assert len(held(file)) == 2


@pytest.mark.parametrize(("encoding", "table"), [
    ("utf-8", 'type,actors,text,date\nCONSULT,"KAZ,OMN","Сказал: ""да"", и ушёл",2026-03-02\n'),
    ("utf-8-sig", "type;actors;text;date\r\nCONSULT;KAZ,OMN;\"Сказал: \"\"да\"\", и ушёл\";2026-03-02\r\n"),
    ("utf-16", 'type\tactors\ttext\tdate\nCONSULT\tKAZ; OMN\tСказал: "да", и ушёл\t2026-03-02'),
    ("cp1251", 'date, type, actors, text\n2026-03-02, CONSULT, KAZ;OMN, "Сказал: ""да"", и ушёл"\n'),
])
def test_tables_of_each_form_are_read(tmp_path: Path, encoding: str, table: str) -> None:
    row, = rows(tmp_path, table.encode(encoding))
    assert isinstance(row, Record)
    own = event(row)
    assert (own.type, own.actors, own.date, own.time) == ("CONSULT", ("KAZ", "OMN"), "2026-03-02", "past")
    assert row.report.text == own.evidence == 'Сказал: "да", и ушёл'
    assert (own.start, own.end, own.confidence, row.report.author) == (0, 20, 1.0, "А. Сериков")


def test_columns_may_be_called_otherwise_and_others_are_passed_over(tmp_path: Path) -> None:
    many = '"{""low"": 1, ""best"": 2, ""high"": 3}"'
    row, = rows(tmp_path, f"№;Вид;Кто;Когда;Сколько;Прим.\n1;AID;KAZ;2026-03;{many};!\n", type="Вид", actors="Кто",
                date="Когда", persons="Сколько")
    assert (event(row).type, event(row).date, event(row).persons) == ("AID", "2026-03", Persons(1, 2, 3))


def test_rows_at_fault_are_told_with_their_line_and_the_others_are_read(tmp_path: Path) -> None:
    found = rows(tmp_path, "type,actors,text\nAID,KAZ,\"две\nстроки\"\nHELP,KAZ,а\n,,\n\nAID,KAZ\nAID,KAZ,а, б\n"
                           "AID,Конго,в\nAID,OMN,=cmd|' /C calc'!A0\n")
    where = f"{tmp_path / 'table.csv'}"
    assert [str(row).partition(" is not one of")[0] for row in found if isinstance(row, LedgerError)] == [
        f"{where}:4: type: HELP", f"{where}:8: there are more cells than columns",
        f"{where}:9: actors: Конго: it may mean COD or COG"]
    assert [row.report.text for row in found if isinstance(row, Record)] == [
        "две\nстроки", "actors: KAZ; type: AID", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize(("table", "names", "fault"), [
    ("actors\nKAZ\n", {}, "there is no column type$"), ("type,actors\nAID,KAZ\n", {"type": "Вид"}, "no column Вид$"),
    ("type,actors\nAID,KAZ\n", {"date": "Дата"}, "there is no column Дата$"),
    ("type,actors\nAID,KAZ\n", {"day": "actors"}, "day: a happening has actors, channel"),
    ("type,actors,text\nAID,KAZ,\"а\nAID,OMN,б\n", {}, r":3: unexpected end of data$"),
    ("type,actors,text\nAID,KAZ,\"а\" б\n", {}, r":2: ',' expected after"),
    ("type,text\nAID," + "а" * 200_000, {}, ":2: field larger than"), (" \n", {}, "white space only"),
    (b"type\0\0\0", {}, "binary file"), (b"", {}, "the file is empty"),
])
def test_what_is_no_table_is_told(tmp_path: Path, table: str | bytes, names: dict[str, str], fault: str) -> None:
    with pytest.raises(ElchiError, match=fault) as told:
        rows(tmp_path, table, **names)
    assert "\n" not in str(told.value)
    with pytest.raises(LedgerError, match="nowhere.csv: no such file"):
        list(by_hand.table(tmp_path / "nowhere.csv", "", {}))


def test_a_table_put_in_twice_adds_nothing(ledger: Ledger, tmp_path: Path) -> None:
    table = "type,actors,recipients,date,text\n" + "".join(
        f"AID,{code},KGZ,2026-0{1 + n % 9}-10,Помощь № {n}\n" for n, code in enumerate(("KAZ", "UZB", "TUR") * 3))

    read = [row for row in rows(tmp_path, table + "AID,KAZ,KGZ,2026-01-10,Помощь № 0\n") if isinstance(row, Record)]

    def imported() -> list[str]:
        return [outcome for row in read for _, outcome in store.add(ledger, [row], state=by_hand.STATE)]

    assert imported() == ["new"] * 9 + ["known"]
    before = counts(ledger)
    assert (before["report"], before["happening"]) == (9, 9)
    assert imported() == ["known"] * 10
    assert counts(ledger) == before
    assert {asked(ledger, row.report.id)["events"][0]["state"] for row in read} == {"added"}
