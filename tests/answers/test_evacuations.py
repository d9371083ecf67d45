"""An evacuation has its figures, its way, its helpers and its thanks, whatever carried the people."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.answers.evacuations import Evacuation, Row, board
from elchi.model import Persons

MARCH = date(2026, 3, 1).toordinal()


def row(happening: str, report: str, kind: str, actors: str, recipients: str = "", day: int = 0, people: int = 0,
        **more: Any) -> Row:
    """A row of that day; the figure, where there is one, is told as it is."""
    return Row(**{"id": f"e-{happening}-{report}", "happening": happening, "report": report, "type": kind,
                  "actors": tuple(actors.split()), "recipients": tuple(recipients.split()),
                  "days": (MARCH + day, MARCH + day), "persons": Persons(people, people, people) if people else None,
                  "evidence": f"{actors} {kind} {recipients}".strip(), **more})


def one(*rows: Row) -> Evacuation:
    found, = board(rows)
    return found


BUSES = [
    row("buses", "r1", "AID", "GEO", people=180, origin="IRN", via="ARM"),
    row("buses", "r2", "AID", "GEO", people=200, origin="IRN", via="AZE", destination="GEO"),
    row("buses", "r3", "AID", "GEO", origin="IRN", via="ARM", persons=Persons(150, 185, 210), days=(MARCH - 2, MARCH))]
"""Georgia brings its citizens home from Iran across a neighbour's border, as three reports tell it."""


def test_figures_that_differ_stand_side_by_side() -> None:
    found = one(*BUSES)
    assert (found.by, found.citizens) == (("GEO",), ("GEO",))
    assert found.persons == Persons(150, 185, 210)
    assert [(f.report, f.persons.best) for f in found.figures] == [("r1", 180), ("r2", 200), ("r3", 185)]
    assert (found.origin, found.via, found.destination) == (("IRN",), ("ARM", "AZE"), ("GEO",))
    assert found.days == (MARCH, MARCH)


def test_the_best_figure_is_one_that_was_told_and_one_report_does_not_move_it() -> None:
    told = [row("ship", f"r{n}", "AID", "IND", people=p, origin="SDN") for n, p in enumerate((300, 310, 30_000, 320))]
    assert one(*told).persons == Persons(300, 310, 30_000)


def test_days_that_differ_are_kept() -> None:
    told = [row("flight", "r1", "AID", "JPN", day=1), row("flight", "r2", "AID", "JPN", day=3),
            row("flight", "r3", "AID", "JPN", days=(MARCH - 20, MARCH + 20)),
            row("flight", "r4", "AID", "JPN", days=None)]
    assert one(*told).days == (MARCH + 1, MARCH + 3)


def test_help_thanks_offers_and_requests_go_to_the_evacuation() -> None:
    found = one(*BUSES, row("pass", "r1", "AID", "ARM", "GEO", people=90),
                row("pass", "r5", "AID", "ARM", "GEO", people=80),
                row("thanks", "r6", "SUPPORT", "GEO", "ARM", day=6), row("offer", "r7", "AGREE", "TUR", "GEO", day=-3),
                row("plea", "r2", "REQUEST", "GEO", "AZE"))
    helped, = found.helped
    assert (helped.by, helped.to, helped.persons) == (("ARM",), ("GEO",), Persons(80, 80, 90))
    assert helped.rows == ("e-pass-r1", "e-pass-r5")
    assert [(p.by, p.to) for p in found.thanked] == [(("GEO",), ("ARM",))]
    assert [(p.by, p.evidence) for p in found.offered] == [(("TUR",), "TUR AGREE GEO")]
    assert [p.to for p in found.asked] == [("AZE",)]
    assert found.persons == Persons(150, 185, 210)
    assert set(found.rows) == {"e-buses-r1", "e-buses-r2", "e-buses-r3", "e-pass-r1", "e-pass-r5", "e-thanks-r6",
                               "e-offer-r7", "e-plea-r2"}


def test_a_military_plane_that_takes_others_citizens_is_an_evacuation_by_its_state() -> None:
    found = one(row("plane", "r1", "AID", "TUR", "AZE KGZ", people=64, origin="SDN", destination="TUR"),
                row("thanks", "r2", "SUPPORT", "KGZ", "TUR", day=2))
    assert (found.by, found.citizens, found.helped) == (("TUR",), ("AZE", "KGZ"), ())
    assert [p.by for p in found.thanked] == [("KGZ",)]


def test_two_flights_are_two_evacuations_and_words_go_to_the_nearer() -> None:
    later, first = board([row("one", "r1", "AID", "TUR", "AZE", 0, 40, origin="SDN"),
                          row("two", "r2", "AID", "TUR", "AZE", 9, 60, origin="SDN"),
                          row("thanks", "r3", "SUPPORT", "AZE", "TUR", 8)])
    assert [e.persons and e.persons.best for e in (later, first)] == [60, 40]
    assert (len(later.thanked), len(first.thanked)) == (1, 0)


def test_thanks_go_to_the_evacuation_whose_way_led_over_the_thanked() -> None:
    found = board([row("east", "r1", "AID", "UZB", origin="IRN", via="TKM"),
                   row("west", "r2", "AID", "UZB", origin="ISR", via="JOR"),
                   row("thanks", "r3", "SUPPORT", "UZB", "JOR", 1)])
    assert {e.origin: len(e.thanked) for e in found} == {("IRN",): 0, ("ISR",): 1}


def test_a_neighbour_on_whose_soil_it_was_helps_though_it_is_told_how_many() -> None:
    found = one(row("border", "r1", "AID", "TKM", "KAZ", people=300, origin="IRN", via="TKM"))
    assert (found.by, found.citizens, found.persons) == ((), ("KAZ",), Persons(300, 300, 300))
    assert [p.by for p in found.helped] == [("TKM",)]
    assert one(row("leave", "r1", "AID", "OMN", "KAZ", origin="OMN")).by == ()


def test_help_from_elsewhere_or_long_after_is_another_matter() -> None:
    flight = row("flight", "r1", "AID", "KAZ", origin="ISR")
    for other in (row("border", "r1", "AID", "AZE", "KAZ", origin="IRN"), row("border", "r2", "AID", "AZE", "KAZ", 40),
                  row("border", "r1", "AID", "AZE", "MNG")):
        assert len(board([flight, other])) == 2


def test_thanks_and_offers_alone_stand_for_an_evacuation() -> None:
    found = one(row("help", "r1", "AID", "AZE TKM", "KAZ", time="background"),
                row("thanks", "r1", "SUPPORT", "KAZ", "AZE TKM"), row("offer", "r1", "AGREE", "AZE KAZ TKM"))
    assert (found.by, found.citizens, found.persons) == ((), ("KAZ",), None)
    assert [p.by for p in (*found.helped, *found.thanked, *found.offered)] == [
        ("AZE", "TKM"), ("KAZ",), ("AZE", "KAZ", "TKM")]
    assert one(row("offer", "r1", "AGREE", "AZE KAZ TKM")).citizens == ()


def test_what_did_not_happen_and_what_is_none_is_left_out() -> None:
    assert board([row("a", "r1", "AID", "GEO", time="negated"), row("b", "r1", "AID", "GEO", time="hypothetical"),
                  row("c", "r1", "CONSULT", "GEO", "ARM"), row("d", "r1", "ASSAULT", "GEO")]) == []


def test_an_evacuation_without_a_day_is_found_by_its_report() -> None:
    flight = row("flight", "r1", "AID", "KAZ", days=None)
    assert len(one(flight, row("thanks", "r1", "SUPPORT", "KAZ", "GEO")).thanked) == 1
    assert len(board([flight, row("thanks", "r2", "SUPPORT", "KAZ", "GEO")])) == 2


STATES = st.sampled_from(["KAZ", "UZB", "TKM", "IRN"])
ROWS = st.lists(st.builds(
    lambda n, report, actor, recipient, origin, day, people: row(
        f"h{n}", f"r{report}", ("AID", "SUPPORT", "AGREE", "REQUEST")[n % 4], actor, recipient or "", day, people,
        origin=origin),
    st.integers(0, 7), st.integers(0, 3), STATES, st.none() | STATES, st.none() | STATES, st.integers(0, 30),
    st.integers(0, 500)), max_size=12, unique_by=lambda r: r.id)


@given(rows=ROWS, order=st.randoms())
@settings(deadline=None)
def test_the_order_of_rows_changes_nothing_and_none_is_lost(rows: list[Row], order: Any) -> None:
    shuffled = list(rows)
    order.shuffle(shuffled)
    found = board(rows)
    assert board(shuffled) == found
    assert {uid for e in found for uid in e.rows} == {r.id for r in rows}
    for e in found:
        assert e.persons is None or e.persons.low <= e.persons.best <= e.persons.high
        assert e.rows and not (e.by and not e.citizens)
