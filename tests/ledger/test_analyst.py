"""What analysts say of rows and happenings holds wherever a ledger is asked, is kept, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from elchi.errors import LedgerError
from elchi.ledger import analyst, queries, store
from elchi.ledger.database import Ledger
from elchi.ledger.queries import Filter
from tests.ledger.test_merging import call, filled, held, small
from tests.ledger.test_recode import KEY, coded_anew, found, times
from tests.ledger.test_store import TEXT, asked, counts, outcomes, record

OTHER = "https://example.org/2"


@pytest.fixture
def file() -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with small() as ledger:
        yield ledger


@pytest.fixture(scope="module")
def kept() -> Iterator[Ledger]:
    """A ledger with a report, of which nothing is to be changed."""
    with small() as ledger:
        outcomes(ledger, record())
        yield ledger


def only(ledger: Ledger, table: str = "events", key: str = KEY) -> dict[str, Any]:
    """The one row that a report has in a table."""
    row, = asked(ledger, key)[table]
    return dict(row)


def parties(ledger: Ledger) -> list[set[str]]:
    return sorted(({*h["actors"], *h["recipients"]} for h in queries.timeline(ledger)), key=sorted)


def kinds(ledger: Ledger, uid: str) -> list[tuple[str, bool]]:
    """What was said of a thing, and whether it is in force."""
    return [(one["kind"], one["undone"] is None) for one in queries.history(ledger, uid) or ()]


def test_a_correction_shows_everywhere_and_is_taken_back_without_a_trace(ledger: Ledger) -> None:
    outcomes(ledger, record(), record(url=OTHER))
    before, own, moment = found(ledger), only(ledger), datetime.now(UTC)
    analyst.correct(ledger, own["uid"], {"actors": "KAZ, QAT", "date": "2026-03-10"}, "А. Сериков", "речь о Катаре")
    now = only(ledger)
    assert (now["uid"], now["state"], now["actors"], now["date"]) == (
        own["uid"], "corrected", ["KAZ", "QAT"], "2026-03-10")
    assert now["machine"] == {"actors": ["OMN", "KAZ"], "date": "2026-03-11"}
    assert parties(ledger) == [{"KAZ", "OMN"}, {"KAZ", "QAT"}]
    happening, = queries.timeline(ledger, Filter([{"QAT"}]))
    assert (happening["id"], happening["date"]) == ("h" + own["uid"][1:], "2026-03-10")
    said = queries.history(ledger, own["uid"]) or []
    assert [(s["who"], s["why"], s["field"], s["value"]) for s in said] == [
        ("А. Сериков", "речь о Катаре", "actors", ["KAZ", "QAT"]),
        ("А. Сериков", "речь о Катаре", "date", "2026-03-10")]
    assert all(s["at"] and s["undone"] is None for s in said)
    why = queries.why(ledger, happening["id"])
    assert why and why["decisions"] == said
    changed = queries.changes(ledger, moment)["changes"]
    assert ("changed", own["uid"]) in [(one["change"], one["id"]) for one in changed]
    assert {one["id"] for one in changed if one["kind"] != "happening"} == {own["uid"]}
    analyst.undo(ledger, said[0]["decision"], "Б. Ким")
    assert found(ledger) == before
    assert [(s["undone"] is None, s["undone_by"]) for s in queries.history(ledger, own["uid"]) or ()] == [
        (False, "Б. Ким")] * 2


def test_a_correction_holds_when_the_report_is_coded_anew_or_changes(ledger: Ledger) -> None:
    outcomes(ledger, record())
    own = only(ledger)
    analyst.correct(ledger, own["uid"], {"channel": "video", "mode": ""}, "А. Сериков", "")
    now = only(ledger)
    assert (now["channel"], now["mode"]) == ("video", None)
    coded_anew(ledger, record())
    assert only(ledger) == now
    assert outcomes(ledger, record("Обновлено. " + TEXT)) == ["changed"]
    moved = only(ledger)
    assert moved == {**now, "start": now["start"] + 11, "end": now["end"] + 11}
    coded_anew(ledger, record("Обновлено. " + TEXT, place="OMN"))
    assert only(ledger) == {**moved, "place": "OMN"}
    analyst.undo(ledger, 1, "А. Сериков")
    assert (only(ledger)["state"], only(ledger)["channel"]) == ("coded", "call")


def test_happenings_follow_corrections(file: Ledger) -> None:
    filled(file, [call(1, 3, True, ("KAZ", "OMN")), call(3, 20, True, ("KAZ", "OMN"))])
    before = held(file)
    assert len(before) == 2
    analyst.correct(file, only(file, key="r3")["uid"], {"date": "2026-03-03"}, "А. Сериков", "опечатка")
    joined, = held(file).values()
    assert (joined[-3], len(joined[-2])) == (2, 2)
    analyst.correct(file, only(file, key="r3")["uid"], {"type": "AGREE", "channel": "", "mode": ""}, "Б. Ким", "")
    assert len(held(file)) == 2
    analyst.undo(file, 3, "Б. Ким")
    assert list(held(file).values()) == [joined]
    analyst.undo(file, 1, "Б. Ким")
    assert held(file) == before


def test_the_last_correction_of_a_field_counts_until_it_is_taken_back(file: Ledger) -> None:
    outcomes(file, record())
    uid = only(file)["uid"]
    for day in ("2026-03-08", "2026-03-09"):
        analyst.correct(file, uid, {"date": day}, "А. Сериков", "")
    assert (only(file)["date"], only(file)["machine"]) == ("2026-03-09", {"date": "2026-03-11"})
    analyst.undo(file, 2, "Б. Ким")
    assert only(file)["date"] == "2026-03-08"
    analyst.undo(file, 1, "Б. Ким")
    assert (only(file)["date"], only(file)["state"], only(file).get("machine")) == ("2026-03-11", "coded", None)
    with pytest.raises(LedgerError, match="there is no decision 1 in force"):
        analyst.undo(file, 1, "Б. Ким")


def test_what_is_said_last_of_a_row_is_its_state(file: Ledger) -> None:
    outcomes(file, record())
    uid = only(file, "positions")["uid"]
    steps: tuple[Callable[[], None], ...] = (
        partial(analyst.judge, file, uid, "accept", "А", ""), partial(analyst.judge, file, uid, "reject", "А", ""),
        partial(analyst.correct, file, uid, {"stance": "offers"}, "А", ""),
        partial(analyst.judge, file, uid, "accept", "А", ""),
        *(partial(analyst.undo, file, number, "А") for number in (4, 3, 1, 2)))
    states = []
    for step in steps:
        step()
        states.append(only(file, "positions")["state"])
    assert states == ["accepted", "rejected", "corrected", "accepted", "corrected", "rejected", "rejected", "coded"]
    assert only(file, "positions")["stance"] == "supports"


def test_times_tell_what_was_altered(file: Ledger) -> None:
    outcomes(file, record(), record(url=OTHER, actors=("KAZ", "QAT")))
    before = times(file)
    analyst.correct(file, only(file)["uid"], {"place": "OMN"}, "А. Сериков", "")
    after = times(file)
    for table in ("event", "happening"):
        same, (made, altered) = after[table]
        assert before[table] == [same, (made, made)]
        assert altered > made
    assert (after["position"], after["official"]) == (before["position"], before["official"])
    analyst.undo(file, 1, "А. Сериков")
    assert times(file)["event"][1][1] > altered


@pytest.mark.parametrize(("table", "finding"), [
    ("events", ("happening", "part", "contact", "subject", "block")), ("positions", ("view",)), ("officials", ())])
def test_a_rejected_row_counts_nowhere_and_is_shown(file: Ledger, table: str, finding: tuple[str, ...]) -> None:
    outcomes(file, record())
    before, full = found(file), counts(file)
    uid = only(file, table)["uid"]
    analyst.judge(file, uid, "reject", "А. Сериков", "этого нет в тексте")
    assert only(file, table)["state"] == "rejected"
    assert [only(file, t)["state"] for t in ("events", "positions", "officials") if t != table] == ["coded"] * 2
    now = counts(file)
    assert {name for name in now if full[name] and not now[name]} == set(finding)
    assert len(queries.timeline(file)) == queries.contacts(file, {"KAZ"})["total"] == (table != "events")
    assert len(queries.positions(file, None, {"OMN"})["stances"]) == (table != "positions")
    assert len(queries.officials(file)["persons"]) == (table != "officials")
    assert (queries.why(file, "h" + only(file)["uid"][1:]) is None) == (table == "events")
    coded_anew(file, record())
    assert only(file, table)["state"] == "rejected"
    assert counts(file)["view"] == (table != "positions")
    analyst.undo(file, 1, "Б. Ким")
    assert found(file) == before


def test_of_two_same_rows_of_a_report_one_is_corrected(file: Ledger) -> None:
    own = record()
    twice = replace(own, events=own.events * 2, positions=own.positions * 2, officials=own.officials * 2)
    outcomes(file, twice)
    for table in ("events", "positions", "officials"):
        assert len({row["uid"] for row in asked(file)[table]}) == 2
    one, other = asked(file)["events"]
    analyst.correct(file, other["uid"], {"date": "2026-03-05"}, "А. Сериков", "второй звонок")
    assert [(e["uid"], e["date"], e["state"]) for e in asked(file)["events"]] == [
        (one["uid"], "2026-03-11", "coded"), (other["uid"], "2026-03-05", "corrected")]
    assert {h["date"] for h in queries.timeline(file)} == {"2026-03-05", "2026-03-11"}
    coded_anew(file, twice)
    assert [e["date"] for e in asked(file)["events"]] == ["2026-03-11", "2026-03-05"]
    coded_anew(file, own)
    assert [(e["date"], e["state"]) for e in asked(file)["events"]] == [
        ("2026-03-11", "coded"), ("2026-03-05", "review")]


@pytest.mark.parametrize(("table", "fields", "fault"), [
    ("events", {"actor": "KAZ"}, "actor: events have actors, channel"),
    ("events", {"evidence": "Иное."}, "evidence: events have"),
    ("events", {"type": "TALK"}, "type: TALK is not one of CONSULT, AGREE"),
    ("events", {"type": ""}, "type: it must not be empty$"),
    ("events", {"type": "ACCUSE"}, "mode: phone is not one of disapprove, investigate, allege$"),
    ("events", {"type": "AGREE"}, "mode: it cannot be phone$"),
    ("events", {"actors": "KAZ, Омания"}, "actors: Омания: no such party .*; there is .*Оман"),
    ("events", {"actors": "Конго"}, "actors: Конго: it may mean COD or COG$"),
    ("events", {"actors": "Орталық Азия"}, "actors: Орталық Азия: it means KAZ, KGZ, TJK, TKM, UZB; name one party$"),
    ("events", {"actors": ""}, "actors: there are neither actors nor recipients$"),
    ("events", {"actors": "KAZ, Казахстан"}, "actors: one is named twice$"),
    ("events", {"actors": "KAZ, OMN", "recipients": "QAT, Оман"}, "^OMN: no party is actor and recipient at once$"),
    ("events", {"place": "Маскат"}, "place: Маскат: no such party"),
    ("events", {"place": "ЕС"}, "place: it cannot be EU$"),
    ("events", {"date": "11 марта"}, "date: 11 марта: a day is written like 2026-03-05"),
    ("events", {"date": "2026-02-30"}, "date: there is no such day as 2026-02-30$"),
    ("events", {"date": "30.02.2026"}, "date: there is no such day as 2026-02-30$"),
    ("events", {"date": "0000"}, "date: there is no such day as 0000$"),
    ("events", {"date": "2126-01-01"}, "date: 2126-01-01 is later than the report$"),
    ("events", {"date": "2026-03-14"}, "date: 2026-03-14 is later than the report$"),
    ("events", {"due": "2026-05/2026-04"}, "due: 2026-05/2026-04 ends before it begins$"),
    ("events", {"persons": "много"}, "persons: много: a number of people is written like 86, 80-90 or 80, 86, 90$"),
    ("events", {"persons": "1,200"}, "persons: 1,200: a number of people is written like"),
    ("events", {"persons": "90-80"}, "persons: the lowest number comes first, the highest last$"),
    ("events", {"persons": '{"low": 1}'}, 'persons: it cannot be {"low": 1}$'),
    ("events", {"persons": "{12}"}, "persons: .12. is no JSON$"),
    ("events", {"participants": "[" * 10_000}, "participants: .* is no JSON$"),
    ("events", {"participants": '[{"name": " ", "country": "KAZ", "role": "envoy"}]'}, "participants: a name is blank"),
    ("events", {"participants": "Айдар Оспанов"}, "participants: Айдар Оспанов: a participant is written like"),
    ("events", {"participants": "Айдар Оспанов; KAZ; boss"}, "participants: boss is not one of head_of_state"),
    ("events", {"topics": "Ближний Восток"}, "topics: Ближний Восток: no such topic$"),
    ("events", {"topics": "energy, milltary"}, "topics: milltary: no such topic; there is military"),
    ("events", {"contexts": "foo"}, "contexts: foo: no such topic"),
    ("positions", {"holder": ""}, "holder: it must not be empty$"),
    ("positions", {"subject": " "}, "subject: it must not be empty$"),
    ("positions", {"actors": "KAZ"}, "actors: positions have"),
    ("positions", {"topics": '["foo"]'}, "topics: foo: no such topic"),
    ("officials", {"role": "boss"}, "role: boss is not one of"),
])
def test_what_cannot_be_is_told_in_a_line_and_changes_nothing(
        kept: Ledger, table: str, fields: dict[str, str], fault: str) -> None:
    with pytest.raises(LedgerError, match=fault) as told:
        analyst.correct(kept, only(kept, table)["uid"], fields, "А. Сериков", "")
    assert len(str(told.value)) < 400
    assert "\n" not in str(told.value)
    assert (counts(kept)["decision"], only(kept, table)["state"]) == (0, "coded")


def test_what_holds_members_is_told_as_json_and_words_as_they_are(file: Ledger) -> None:
    outcomes(file, record())
    event, position, official = (only(file, table)["uid"] for table in ("events", "positions", "officials"))
    analyst.correct(file, event, {
        "persons": '{"low": 3, "best": 4, "high": 5}', "participants": '[{"name": "Айдар Оспанов", "country": "KAZ", '
        '"role": "foreign_minister"}]', "speaker": "Айдар Оспанов", "place_name": "[Маскат], {порт}",
        "mediators": "NSA:Hamas; QAT", "contexts": "energy; transport"}, "А. Сериков", "")
    own = only(file)
    assert own["persons"] == {"low": 3, "best": 4, "high": 5}
    assert (own["speaker"], own["place_name"]) == ({"name": "Айдар Оспанов"}, "[Маскат], {порт}")
    assert (own["mediators"], own["contexts"]) == (["NSA:Hamas", "QAT"], ["energy", "transport"])
    assert own["participants"][0]["role"] == "foreign_minister"
    hostile = "=1+1;\n\"'; DROP TABLE event; --\x1b[31m"
    analyst.correct(file, position, {"subject": hostile}, hostile, hostile)
    assert only(file, "positions")["subject"] == hostile.strip()
    assert [(s["who"], s["why"]) for s in queries.history(file, position) or ()] == [(hostile, hostile)]
    analyst.correct(file, official, {"name": "Айдар Оспан", "role": "envoy"}, "А. Сериков", "")
    assert (only(file, "officials")["name"], only(file, "officials")["machine"]) == (
        "Айдар Оспан", {"name": "Айдар Оспанов", "role": "foreign_minister"})


@pytest.mark.parametrize(("field", "told", "value"), [
    ("actors", "оман, kaz", ["OMN", "KAZ"]), ("actors", "Қытай; Kazakhstan", ["CHN", "KAZ"]),
    ("mediators", "ЕС, nsa:hamas, NSA:New Front", ["EU", "NSA:Hamas", "NSA:New Front"]), ("place", "Оман", "OMN"),
    ("date", "9.03.2026", "2026-03-09"), ("date", "05.03.2026 – 07.03.2026", "2026-03-05/2026-03-07"),
    ("date", "2026-03-13", "2026-03-13"), ("due", "01.12.2126", "2126-12-01"),
    ("persons", "1 200", {"low": 1200, "best": 1200, "high": 1200}),
    ("persons", "80–90", {"low": 80, "best": 85, "high": 90}),
    ("persons", "80,86,90", {"low": 80, "best": 86, "high": 90}), ("topics", "Energy", ["energy"]),
    ("participants", "Айдар Оспанов; Казахстан; envoy\n", [
        {"name": "Айдар Оспанов", "country": "KAZ", "role": "envoy"}]),
])
def test_a_field_is_written_as_people_write(file: Ledger, field: str, told: str, value: Any) -> None:
    outcomes(file, record())
    analyst.correct(file, only(file)["uid"], {field: told}, "А. Сериков", "")
    assert only(file)[field] == value


def test_what_is_planned_may_be_later_than_its_report(file: Ledger) -> None:
    outcomes(file, record())
    analyst.correct(file, only(file)["uid"], {"time": "future", "date": "2126-01-01"}, "А. Сериков", "")
    assert only(file)["date"] == "2126-01-01"
    with pytest.raises(LedgerError, match="date: 2126-01-01 is later than the report"):
        analyst.correct(file, only(file)["uid"], {"time": "past"}, "А. Сериков", "")


def test_nobody_decides_unawares_on_what_others_decided_meanwhile(file: Ledger) -> None:
    outcomes(file, record())
    uid = only(file)["uid"]
    analyst.correct(file, uid, {"date": "2026-03-09"}, "А. Сериков", "", seen=())
    late: tuple[Callable[..., None], ...] = (
        partial(analyst.correct, file, uid, {"place": "OMN"}, "Б. Ким", ""),
        partial(analyst.judge, file, uid, "accept", "Б. Ким", ""),
        partial(analyst.judge, file, uid, "reject", "Б. Ким", ""))
    for say in late:
        for seen in ((), (2,), (1, 2)):
            with pytest.raises(analyst.Meanwhile):
                say(seen=seen)
    assert kinds(file, uid) == [("correct", True)]
    analyst.note(file, uid, "В. Ли", "это не решение")
    analyst.judge(file, uid, "accept", "Б. Ким", "", seen=(1,))
    analyst.undo(file, 3, "Б. Ким")
    with pytest.raises(analyst.Meanwhile):
        analyst.judge(file, uid, "reject", "А. Сериков", "", seen=(1, 3))
    analyst.judge(file, uid, "reject", "А. Сериков", "", seen=(1,))
    assert only(file)["state"] == "rejected"


@pytest.mark.parametrize("uid", ["", "h", "нет", "e" * 19, "e" + "a" * 18, "x" + "a" * 18])
def test_what_is_not_there_is_told(kept: Ledger, uid: str) -> None:
    own = only(kept)["uid"]
    steps: tuple[tuple[Callable[[], None], str], ...] = (
        (partial(analyst.judge, kept, uid, "accept", "А", ""), "there is no row"),
        (partial(analyst.correct, kept, uid, {"place": "OMN"}, "А", ""), "there is no row"),
        (partial(analyst.note, kept, uid, "А", "о"), f"there is no {uid}"),
        (partial(analyst.verdict, kept, uid, "kept", "А", ""), "there is no happening"),
        (partial(analyst.same, kept, uid, own, "А", ""), "there is no happening"),
        (partial(analyst.apart, kept, uid, [own], "А", ""), "there is no happening"))
    for say, fault in steps:
        with pytest.raises(LedgerError, match=fault):
            say()
    assert queries.history(kept, uid) is None
    assert counts(kept)["decision"] == 0


def test_notes_stand_beside_rows_and_happenings_and_change_nothing(file: Ledger) -> None:
    outcomes(file, record())
    before, uid = found(file), only(file)["uid"]
    analyst.note(file, uid, "А. Сериков", "проверить по сайту")
    analyst.note(file, "h" + uid[1:], "Б. Ким", "важно")
    assert found(file) == before
    said = queries.history(file, "h" + uid[1:]) or []
    assert [(s["kind"], s["about"], s["why"]) for s in said] == [
        ("note", [uid], "проверить по сайту"), ("note", ["h" + uid[1:]], "важно")]
    why = queries.why(file, "h" + uid[1:])
    assert why and why["decisions"] == said
    analyst.undo(file, 1, "Б. Ким")
    assert kinds(file, uid) == [("note", False)]


def test_what_was_said_of_rows_that_are_gone_can_be_taken_back(file: Ledger) -> None:
    outcomes(file, record())
    uid = only(file)["uid"]
    analyst.correct(file, uid, {"place": "OMN"}, "А. Сериков", "")
    store.purge(file, KEY, "суд")
    analyst.undo(file, 1, "А. Сериков")
    assert kinds(file, uid) == [("correct", False)]
    assert asked(file)["events"] == []


def test_what_was_said_of_a_purged_report_holds_when_it_returns_with_another_text(file: Ledger) -> None:
    outcomes(file, record())
    uid = only(file)["uid"]
    analyst.correct(file, uid, {"place": "OMN"}, "А. Сериков", "")
    store.purge(file, KEY, "суд")
    assert outcomes(file, record(f"{TEXT} Дополнено.")) == ["changed"]
    assert (only(file)["uid"], only(file)["place"], only(file)["state"]) == (uid, "OMN", "corrected")


def test_a_party_named_twice_on_a_side_makes_no_other_row(file: Ledger) -> None:
    outcomes(file, record(actors=("OMN", "KAZ", "OMN")))
    uid = only(file)["uid"]
    analyst.correct(file, uid, {"place": "OMN"}, "А. Сериков", "")
    analyst.note(file, uid, "А. Сериков", "ещё раз")
    analyst.correct(file, uid, {"channel": "video"}, "А. Сериков", "")
    assert (only(file)["uid"], only(file)["place"], only(file)["channel"]) == (uid, "OMN", "video")
