"""A party's side is told to have changed where it changed for good, and not for a stray row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.answers.shifts import Held, Row, Shift, Stand, stands

TOPIC = "расширение альянса"


def rows(*told: tuple[int | None, str], party: str = "TUR", subject: str = TOPIC) -> list[Row]:
    return [Row(f"p{party}{n}", party, stance, day, subject) for n, (day, stance) in enumerate(told)]


def stand(*told: tuple[int | None, str]) -> Stand:
    found, = stands(rows(*told))
    return found


def test_stances_are_counted_with_their_days() -> None:
    found = stand((9, "supports"), (3, "supports"), (None, "supports"), (None, "condoles"), (5, "calls_for"))
    assert found.stances == (Held("supports", 3, 3, 9), Held("calls_for", 1, 5, 5), Held("condoles", 1, None, None))
    assert found.shifts == ()


def test_a_lasting_change_is_a_shift() -> None:
    found = stand((1, "opposes"), (20, "condemns"), (40, "supports"), (60, "offers"))
    assert found.shifts == (Shift("against", "for", 20, 40, ("pTUR0", "pTUR1"), ("pTUR2", "pTUR3"), 1.0),)


@pytest.mark.parametrize("told", [
    [(1, "supports"), (20, "supports"), (30, "opposes"), (40, "supports"), (60, "supports")],
    [(1, "supports"), (20, "supports"), (30, "opposes")],
    [(1, "supports"), (20, "supports"), (30, "opposes"), (30, "opposes"), (32, "condemns")],
    [(1, "supports"), (20, "opposes"), (40, "supports"), (60, "opposes"), (80, "supports")],
    [(1, "supports"), (20, "supports"), (30, "calls_for"), (50, "expects"), (70, "condoles")],
    [(1, "supports"), (20, "supports"), (30, "opposes"), (30, "supports"), (60, "opposes"), (60, "offers")]],
    ids=["a stray row", "one new row", "some days only", "to and fro", "no side taken", "days of two minds"])
def test_what_does_not_last_is_no_shift(told: list[tuple[int | None, str]]) -> None:
    assert stand(*told).shifts == ()


def test_a_stray_row_hides_no_shift() -> None:
    found = stand((1, "opposes"), (5, "supports"), (20, "opposes"), (22, "opposes"), (30, "supports"), (31, "offers"),
                  (33, "denies"), (50, "supports"))
    shift, = found.shifts
    assert (shift.old, shift.new, shift.left, shift.came) == ("against", "for", 22, 30)
    assert shift.before == ("pTUR0", "pTUR2", "pTUR3")
    assert shift.after == ("pTUR4", "pTUR5", "pTUR7")


def test_each_change_is_told_and_worry_is_a_side() -> None:
    found = stand((1, "supports"), (9, "thanks"), (20, "concerned"), (30, "concerned"), (50, "opposes"), (60, "denies"))
    assert [(s.old, s.new) for s in found.shifts] == [("for", "concerned"), ("concerned", "against")]


def test_another_subject_is_no_change_of_mind() -> None:
    before, after = rows((1, "supports"), (20, "supports")), rows((30, "condemns"), (50, "condemns"))
    blame = [Row(f"q{r.id}", r.party, r.stance, r.day, "обстрел порта") for r in after]
    found, = stands(before + blame)
    assert found.shifts == ()
    near = [Row(f"q{r.id}", r.party, r.stance, r.day, "второе расширение") for r in after]
    found, = stands(before + near)
    assert [s.alike for s in found.shifts] == [pytest.approx(1 / 3)]


def test_parties_stand_by_themselves() -> None:
    turn = [(1, "opposes"), (20, "opposes"), (40, "supports"), (60, "supports")]
    found = stands([*rows(*turn, party="TUR"), *rows(*turn[:2], party="HUN")])
    assert [(s.party, len(s.shifts)) for s in found] == [("HUN", 0), ("TUR", 1)]


ROWS = st.lists(st.builds(
    lambda n, party, stance, day, subject: Row(f"p{n}", party, stance, day, subject), st.integers(0, 99),
    st.sampled_from(["TUR", "HUN"]), st.sampled_from(["supports", "opposes", "condemns", "concerned", "expects"]),
    st.none() | st.integers(1, 90), st.sampled_from([TOPIC, "расширение", "=обстрел\x00\n", ""])),
    max_size=20, unique_by=lambda r: r.id)


@given(told=ROWS, order=st.randoms())
@settings(deadline=None)
def test_the_order_of_rows_changes_nothing(told: list[Row], order: Any) -> None:
    shuffled = list(told)
    order.shuffle(shuffled)
    found = stands(told)
    assert stands(shuffled) == found
    assert sum(h.count for s in found for h in s.stances) == len(told)
    for s in found:
        for shift in s.shifts:
            assert shift.old != shift.new and shift.left < shift.came and 0 < shift.alike <= 1
            assert set(shift.before).isdisjoint(shift.after)
