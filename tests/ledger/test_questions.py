"""What a ledger answers, each figure reckoned by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from elchi.errors import LedgerError
from elchi.ledger import analyst, store
from elchi.ledger.database import Ledger
from elchi.ledger.queries.changes import changes
from elchi.ledger.queries.commitments import commitments
from elchi.ledger.queries.contacts import contacts
from elchi.ledger.queries.evacuations import evacuations
from elchi.ledger.queries.filters import Filter
from elchi.ledger.queries.persons import officials
from elchi.ledger.queries.positions import positions
from elchi.model import Event, Official, Persons, Position, Record, Report

PAST = datetime(2000, 1, 1, tzinfo=UTC)
CENTRE = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}


def report(number: int, published: str, *rows: Event | Position | Official, **about: Any) -> Record:
    """A report whose text is made of the sentences of its rows."""
    text = " ".join(dict.fromkeys(row.evidence for row in rows))
    placed = [replace(row, start=text.index(row.evidence), end=text.index(row.evidence) + len(row.evidence))
              for row in rows]
    return Record(
        Report(f"r{number}", text, given_id=f"r{number}", published=published, **{"language": "ru", **about}),
        tuple(r for r in placed if isinstance(r, Event)), tuple(r for r in placed if isinstance(r, Position)),
        tuple(r for r in placed if isinstance(r, Official)))


def event(type: str, actors: str, recipients: str, day: str | None, evidence: str, **more: Any) -> Event:
    told: dict[str, Any] = {"mode": None, "time": "past", "place": None, "channel": None, "contexts": (), **more}
    return Event(type=type, actors=tuple(actors.split()), recipients=tuple(recipients.split()), date=day,
                 evidence=evidence, start=0, end=0, **{"confidence": 0.8, **told})


def talk(parties: str, day: str | None, channel: str | None = "call", level: str | None = None, **more: Any) -> Event:
    return event("CONSULT", parties, "", day, f"{parties} говорили: {day}.", channel=channel, level=level, **more)


def view(holder: str, stance: str, subject: str, *topics: str) -> Position:
    return Position(tuple(holder.split()), stance, subject, (), f"{holder}: {stance} {subject}.", 0, 0, 0.7,
                    topics=topics)


def post(name: str, country: str, role: str, office: str | None) -> Official:
    return Official(name, country, role, f"Выступил {office} {name}.", 0, 0, office, 0.9)


def put(ledger: Ledger, *records: Record) -> None:
    assert {outcome for _, outcome in store.add(ledger, records, together=50)} <= {"new", "changed"}


def figures(rows: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows]


TALKS = (
    report(1, "2026-01-10", talk("KAZ OMN", "2026-01-09", "call", "foreign_minister")),
    report(2, "2026-01-11", talk("KAZ OMN", "2026-01-09", "call", "foreign_minister")),
    report(3, "2026-02-03", talk("KAZ UZB OMN", "2026-02-02", "multilateral")),
    report(4, "2026-02-20", talk("OMN QAT", "2026-02-19", "meeting")),
    report(5, "2026-03-05", talk("KAZ QAT", "2026-03-04", None)),
    report(6, "2026-03-06", talk("KAZ OMN", "2026-03-05", "call", time="hypothetical")),
    report(7, "", talk("KAZ OMN", None, "letter", time="background")))


def test_contacts_of_a_party_count_happenings_not_reports(ledger: Ledger) -> None:
    put(ledger, *TALKS)
    found = contacts(ledger, {"KAZ"})
    assert found["total"] == 4
    assert figures(found["partners"]) == [
        ("OMN", 3, "2026-01-09", "2026-02-02"), ("QAT", 1, "2026-03-04", "2026-03-04"),
        ("UZB", 1, "2026-02-02", "2026-02-02")]
    assert figures(found["channels"]) == [(None, 1), ("call", 1), ("letter", 1), ("multilateral", 1)]
    assert figures(found["levels"]) == [(None, 3), ("foreign_minister", 1)]
    assert figures(found["months"]) == [(None, 1), ("2026-01", 1), ("2026-02", 1), ("2026-03", 1)]
    assert "trend" not in found
    assert contacts(ledger, {"KAZ"}, since=date(2026, 2, 1), until=date(2026, 2, 28))["total"] == 1


def test_a_contact_with_several_of_a_group_counts_once(ledger: Ledger) -> None:
    put(ledger, *TALKS)
    found = contacts(ledger, CENTRE)
    assert found["total"] == 4
    assert [(row["party"], row["count"]) for row in found["partners"]] == [("OMN", 3), ("QAT", 1)]
    both = contacts(ledger, CENTRE, {"OMN", "QAT"}, limit=2)
    assert both["total"] == 4
    assert [row["date"] for row in both["newest"]] == ["2026-03-04", "2026-02-02"]
    assert contacts(ledger, CENTRE, CENTRE)["total"] == 1


def test_the_trend_of_a_pair_leaves_out_what_was_recalled(ledger: Ledger) -> None:
    first = date(2024, 1, 15)
    days = [first + timedelta(30 * month + 3 * n) for month in range(24) for n in range(1 + month // 6)]
    put(ledger, *(report(n, str(day), talk("KAZ OMN", str(day))) for n, day in enumerate(days)),
        report(900, "2024-01-20", talk("KAZ OMN", "1995-05-05", time="background")),
        report(901, "2026-01-02", talk("QAT ARM", "2025-12-31")))
    found = contacts(ledger, {"KAZ"}, {"OMN"})
    assert found["total"] == len(days) + 1 == 61
    trend = found["trend"]
    assert (trend["total"], trend["verdict"], trend["months"][0]["start"]) == (60, "more frequent", "2024-01-15")
    assert trend["days"] == (date(2025, 12, 31) - first).days + 1
    assert trend["sentence"]["ru"].startswith("Контактов: 60 за 717 дн.")
    half = contacts(ledger, {"KAZ"}, {"OMN"}, since=date(2024, 1, 1), until=date(2024, 6, 30))["trend"]
    assert (half["total"], half["days"]) == (6, 182)
    assert contacts(ledger, {"KAZ"}, {"ARM"})["trend"] is None


def test_unknown_parties_and_topics_are_told(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="KZA: no such party"):
        contacts(ledger, {"KZA"})
    with pytest.raises(LedgerError, match="midle-east: no such topic; there is middle-east"):
        positions(ledger, "midle-east")
    with pytest.raises(LedgerError, match="no such topic"):
        commitments(ledger, Filter(topics={"xyzzy"}))
    for wanted in (evacuations, commitments):
        with pytest.raises(LedgerError, match="no such party"):
            wanted(ledger, Filter([{"QQQ"}]))
    with pytest.raises(LedgerError, match="no such party"):
        officials(ledger, {"QQQ"})
    with pytest.raises(LedgerError, match="no day is from 2026-02-01 to 2026-01-01"):
        contacts(ledger, {"KAZ"}, since=date(2026, 2, 1), until=date(2026, 1, 1))
    with pytest.raises(LedgerError, match="No party is given"):
        contacts(ledger, ())
    with pytest.raises(LedgerError, match="Give a topic or a party"):
        positions(ledger, None)


VIEWS = (
    report(1, "2026-01-01", view("QAT", "supports", "новая газовая сделка", "energy")),
    report(2, "2026-01-12", view("QAT", "supports", "новая газовая сделка", "energy")),
    report(3, "2026-02-01", view("QAT", "opposes", "газовая сделка", "energy"),
           view("OMN", "calls_for", "мир", "gaza")),
    report(4, "2026-02-15", view("QAT", "condemns", "новая газовая сделка", "energy", "legal")),
    report(5, "2026-02-16", view("KAZ QAT", "neutral", "сделка", "legal")))


def test_positions_by_party_and_stance_with_their_shifts(ledger: Ledger) -> None:
    put(ledger, *VIEWS)
    found = positions(ledger, "energy", limit=2)
    assert figures(found["stances"]) == [
        ("QAT", "supports", 2, "2026-01-01", "2026-01-12"), ("QAT", "condemns", 1, "2026-02-15", "2026-02-15"),
        ("QAT", "opposes", 1, "2026-02-01", "2026-02-01")]
    shift, = found["shifts"]
    assert [shift[name] for name in ("party", "from", "to", "left", "came")] == [
        "QAT", "for", "against", "2026-01-12", "2026-02-01"]
    assert [row["report"] for row in (*shift["before"], *shift["after"])] == ["r1", "r2", "r3", "r4"]
    assert found["shifts_since"] == {"QAT": None}
    assert [(row["report"], row["evidence"]) for row in found["newest"]] == [
        ("r4", "QAT: condemns новая газовая сделка."), ("r3", "QAT: opposes газовая сделка.")]


def test_positions_of_parties_on_anything_and_a_joint_one_once(ledger: Ledger) -> None:
    put(ledger, *VIEWS)
    found = positions(ledger, None, {"KAZ", "QAT"}, since=date(2026, 2, 2))
    assert figures(found["stances"]) == [
        ("KAZ", "neutral", 1, "2026-02-16", "2026-02-16"), ("QAT", "condemns", 1, "2026-02-15", "2026-02-15"),
        ("QAT", "neutral", 1, "2026-02-16", "2026-02-16")]
    assert [row["report"] for row in found["newest"]] == ["r5", "r4"]
    assert found["shifts"] == []


def test_changes_are_told_in_their_order_page_by_page(ledger: Ledger) -> None:
    put(ledger, report(1, "2026-01-10", talk("KAZ OMN", "2026-01-09"), post("Омар Сапаров", "KAZ", "envoy", "посол")))
    put(ledger, report(2, "2026-01-11", talk("KAZ OMN", "2026-01-09")))
    every = changes(ledger, PAST)
    assert sorted((one["change"], one["kind"]) for one in every["changes"] if one["change"] == "added") == [
        ("added", "event"), ("added", "event"), ("added", "happening"), ("added", "official")]
    assert every["next"] is None
    paged, after = [], None
    for _ in range(10):
        page = changes(ledger, PAST, limit=1, after=after)
        paged += page["changes"]
        if not (after := page["next"]):
            break
    assert paged == every["changes"]
    moment, row = datetime.now(UTC), next(one["id"] for one in paged if one["kind"] == "official")
    analyst.correct(ledger, row, {"role": "ambassador"}, "Айгуль", "посол")
    assert [(one["change"], one["id"]) for one in changes(ledger, moment)["changes"]] == [("changed", row)]


def test_changes_say_what_became_of_a_happening(ledger: Ledger) -> None:
    put(ledger, report(1, "2026-01-10", talk("KAZ OMN", "2026-01-09")),
        report(2, "2026-01-11", talk("KAZ OMN", "2026-01-09", "meeting")))
    one, other = (h["id"] for h in changes(ledger, PAST)["changes"] if h["kind"] == "happening")
    moment = datetime.now(UTC)
    analyst.same(ledger, one, other, "Айгуль", "одна встреча")
    found = changes(ledger, moment)["changes"]
    gone, = (c for c in found if c["change"] == "withdrawn")
    kept, = (c for c in found if c["change"] == "changed")
    assert {gone["id"], kept["id"]} == {one, other}
    assert gone["now"] == kept["id"]
    put(ledger, report(1, "2026-01-10", talk("KAZ QAT", "2026-01-09")))
    later = {(c["change"], c["kind"]) for c in changes(ledger, moment)["changes"]}
    assert later >= {("withdrawn", "event"), ("added", "event"), ("added", "happening")}
    assert changes(ledger, datetime.now(UTC))["changes"] == []
    with pytest.raises(LedgerError, match="time zone"):
        changes(ledger, datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(LedgerError, match="no page"):
        changes(ledger, moment, after="x")


PLEDGES = (
    report(1, "2026-01-10", event("AGREE", "KAZ", "OMN", "2026-01-09", "Министр Казахстана посетит Оман с визитом.",
                                  due="2026-02-10")),
    report(2, "2026-01-12", event("AGREE", "UZB", "AFG", "2026-01-11", "Узбекистан обещал Афганистану помощь.",
                                  contexts=("disasters",))),
    report(3, "2026-01-13", event("CONCEDE", "THA KHM", "", "2026-01-12", "Стороны согласились на перемирие.")),
    report(4, "2026-01-14", event("AGREE", "OMN", "QAT", "2026-01-13", "Оман приглашён с визитом.", time="negated")),
    report(5, "2026-02-11", event("CONSULT", "KAZ", "OMN", "2026-02-10", "Министр прибыл в Маскат.", channel="visit",
                                  mode="visit")),
    report(6, "2026-02-12", event("CONSULT", "KAZ QAT", "", "2026-02-10", "Был визит в Доху.", channel="visit")),
    report(7, "2026-02-20", event("ASSAULT", "KHM", "THA", "2026-02-19", "Обстреляна застава.")),
    report(8, "2026-03-20", event("RETREAT", "THA", "", "2026-03-19", "Наступило перемирие.")))


def test_commitments_stand_by_what_followed_and_by_what_analysts_say(ledger: Ledger) -> None:
    put(ledger, *PLEDGES)
    truce, relief, visit = commitments(ledger, today=date(2026, 4, 1))
    assert [own["verdict"] for own in (truce, relief, visit)] == ["broken", "open", "kept"]
    assert (visit["promised"], visit["actors"], visit["recipients"], visit["report"]) == (
        ["meeting"], ["KAZ"], ["OMN"], "r1")
    sign, = visit["signs"]
    assert (sign["keeps"], sign["reasons"][1]) == (True, "when it was due")
    assert [(sign["keeps"], sign["reasons"][0]) for sign in truce["signs"]] == [
        (True, "RETREAT: THA, 2026-03-19"), (False, "ASSAULT: KHM → THA, 2026-02-19")]
    analyst.verdict(ledger, relief["id"], "partly", "Айгуль", "половина")
    analyst.verdict(ledger, relief["id"], "kept", "Тимур", "доставлено")
    one, = commitments(ledger, Filter([{"UZB"}]), today=date(2026, 4, 1))
    assert (one["verdict"], one["machine"], one["analyst"]["who"]) == ("kept", "open", "Тимур")
    put(ledger, report(9, "2026-03-02", event("AGREE", "GEO", "", "2026-03-01", "Грузия планирует вывоз граждан.")),
        report(10, "2026-03-02", event("AGREE", "OTH", "", "2026-03-01", "Община пригласила с визитом.")),
        report(11, "2026-03-09", evacuation("AID", "GEO", "", "2026-03-08", "Грузия вывезла граждан.")))
    alone = commitments(ledger, Filter(since=date(2026, 2, 1)), today=date(2026, 4, 1))
    assert sorted((own["actors"], own["verdict"]) for own in alone) == [(["GEO"], "kept"), (["OTH"], "open")]
    early, = commitments(ledger, Filter([{"OMN"}], topics=()), today=date(2026, 2, 1))
    assert (early["verdict"], early["signs"]) == ("pending", [])


def evacuation(type: str, actors: str, recipients: str, day: str, text: str, **more: Any) -> Event:
    return event(type, actors, recipients, day, text, contexts=("evacuation",), topics=("evacuation",), **more)


def test_evacuations_with_all_figures_and_who_helped(ledger: Ledger) -> None:
    put(ledger,
        report(1, "2026-03-02", evacuation("AID", "KAZ", "", "2026-03-01", "Казахстан вывез граждан.", origin="IRN",
                                           via="TKM", persons=Persons(100, 120, 130))),
        report(2, "2026-03-02", evacuation("AID", "KAZ", "", "2026-03-01", "Казахстан вывез 150 граждан.",
                                           origin="IRN", persons=Persons(150, 150, 150)),
               evacuation("SUPPORT", "KAZ", "TKM", "2026-03-02", "Казахстан благодарит Туркменистан за эвакуацию.")),
        report(3, "2025-03-02", evacuation("AID", "QAT", "", "2025-03-01", "Катар вывез граждан.")),
        report(4, "2026-03-02", event("AID", "KAZ", "TKM", "2026-03-01", "Казахстан передал зерно.")))
    now, before = evacuations(ledger)
    assert (now["by"], now["citizens"], now["origin"], now["via"], now["date"]) == (
        ("KAZ",), ("KAZ",), ("IRN",), ("TKM",), "2026-03-01")
    assert (now["persons"], len(now["figures"])) == ({"low": 100, "best": 120, "high": 150}, 2)
    thanks, = now["thanked"]
    assert (thanks["by"], thanks["to"]) == (("KAZ",), ("TKM",))
    assert sorted((own["report"], own["type"]) for own in now["accounts"]) == [
        ("r1", "AID"), ("r2", "AID"), ("r2", "SUPPORT")]
    assert before["by"] == ("QAT",)
    assert [own["by"] for own in evacuations(ledger, Filter(since=date(2026, 1, 1)))] == [("KAZ",)]
    assert evacuations(ledger, Filter([{"ARM"}])) == []


def test_an_official_with_offices_over_time_and_statements(ledger: Ledger) -> None:
    put(ledger,
        report(1, "2024-05-01", post("Омар Сапаров", "KAZ", "ambassador", "посол в Омане")),
        report(2, "2025-05-01", post("Омар Сапаров", "KAZ", "foreign_minister", "глава МИД")),
        report(3, "2026-05-01", post("Омар Сапаров", "KAZ", "foreign_minister", None)),
        report(4, "2026-05-02", post("Omar Saparov", "KAZ", "foreign_minister", "minister")),
        report(5, "2026-06-01", post("Салех Вельский", "QAT", "envoy", "посланник")))
    assert [p["name"] for p in officials(ledger)["persons"]] == ["Салех Вельский", "Омар Сапаров"]
    found = officials(ledger, {"KAZ"}, limit=3)
    person, = found["persons"]
    assert person["statements"] == 4
    assert figures(person["spellings"]) == [("Омар Сапаров", 3), ("Omar Saparov", 1)]
    assert figures(person["offices"]) == [
        ("KAZ", "ambassador", "посол в Омане", "2024-05-01", "2024-05-01", 1),
        ("KAZ", "foreign_minister", "minister", "2025-05-01", "2026-05-02", 3)]
    assert [own["report"] for own in found["statements"]] == ["r4", "r3", "r2"]
    assert found["statements"][0]["evidence"] == "Выступил minister Omar Saparov."
    for name in ("Омар Сапаров", "Сапаров", "O. Saparov", person["id"]):
        assert officials(ledger, name=name, limit=3) == found
    assert officials(ledger, {"KAZ"}, "Вельский") == {"persons": [], "statements": []}
    analyst.judge(ledger, found["statements"][0]["uid"], "reject", "Айгуль", "другой человек")
    person, = officials(ledger, name="Сапаров")["persons"]
    assert figures(person["spellings"]) == [("Омар Сапаров", 3)]
