"""One row for one happening."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from elchi.coding import same
from elchi.model import Event, Official, Position

CALL = Event("CONSULT", "phone", ("KAZ", "OMN"), (), None, "past", None, "call", (), "а", 0, 1, rules=("acts/a",))
BLAME = Event("ACCUSE", "disapprove", ("KAZ",), ("IRN",), None, "past", None, None, (), "б", 10, 11, rules=("acts/b",))
HOPE = Position(("KAZ",), "expects", "мир", (), "а", 0, 1)


def merged(*events: Event) -> tuple[Event, ...]:
    return same.events([(e, True) for e in events])


def test_contact_told_twice_is_one_with_all_that_either_tells() -> None:
    again = replace(CALL, actors=("OMN", "KAZ"), date="2026-03-04", place="OMN", start=20, end=21, rules=("acts/c",))
    found, = merged(CALL, again)
    assert (found.date, found.place, found.channel) == ("2026-03-04", "OMN", "call")
    assert found.rules == ("acts/a", "acts/c")


def test_contacts_of_other_parties_dates_or_kinds_are_apart() -> None:
    for other in (replace(CALL, actors=("KAZ", "QAT")), replace(CALL, type="COOPERATE", mode=None, channel=None)):
        assert len(merged(CALL, other)) == 2
    assert len(merged(replace(CALL, date="2026-03-04"), replace(CALL, date="2026-03-05"))) == 2


def test_meeting_is_no_part_of_a_larger_call() -> None:
    meeting = replace(CALL, actors=("KAZ", "OMN", "QAT"), mode="multilateral", channel="multilateral")
    assert len(merged(CALL, meeting)) == 2


def test_deed_without_its_victim_is_the_one_told_with_it() -> None:
    found, = merged(replace(BLAME, recipients=()), replace(BLAME, start=30, end=31))
    assert found.recipients == ("IRN",)


def test_blame_in_turn_is_apart() -> None:
    assert len(merged(BLAME, replace(BLAME, actors=("IRN",), recipients=("KAZ",)))) == 2


def test_the_bodys_account_takes_the_place_of_the_titles() -> None:
    body = replace(BLAME, evidence="тело", start=50, end=54)
    found, = same.events([(BLAME, False), (body, True)])
    assert (found.start, found.evidence) == (50, "тело")


def test_position_told_twice_in_a_sentence_is_one() -> None:
    others = (replace(HOPE, start=5, end=6), replace(HOPE, stance="offers"), replace(HOPE, holder=("OMN",)))
    found = same.positions([(p, True) for p in (HOPE, replace(HOPE, subject="покой"), *others)])
    assert found == (HOPE, *others)


def test_position_of_the_title_stands_only_where_the_body_has_none_like_it() -> None:
    body = replace(HOPE, start=5, end=6)
    assert same.positions([(HOPE, False), (body, True)]) == (body,)
    assert same.positions([(HOPE, False), (replace(body, stance="offers"), True)])[0] == HOPE


EVENTS = st.builds(
    replace, st.sampled_from([CALL, BLAME]), actors=st.sampled_from([("KAZ",), ("KAZ", "OMN"), ("OMN",)]),
    recipients=st.sampled_from([(), ("IRN",)]), date=st.sampled_from([None, "2026-03-04"]), start=st.integers(0, 99))


@given(st.lists(st.tuples(EVENTS, st.booleans()), max_size=12))
def test_merging_makes_nothing_up(found: list[tuple[Event, bool]]) -> None:
    kept = same.events(found)
    assert len(kept) <= len(found)
    assert {e.type for e in kept} == {e.type for e, _ in found}
    assert {c for e in kept for c in (*e.actors, *e.recipients)} <= {
        c for e, _ in found for c in (*e.actors, *e.recipients)}


def test_who_took_part_is_kept_from_whichever_account_names_them() -> None:
    named = replace(CALL, level="foreign_minister", initiator="KAZ", confidence=.4,
                    participants=(Official("А. Б.", "KAZ", "foreign_minister", "а", 0, 1),))
    found, = merged(named, replace(CALL, confidence=.9, start=20, end=21))
    assert (found.start, found.level, found.initiator, found.participants) == (
        20, "foreign_minister", "KAZ", named.participants)
