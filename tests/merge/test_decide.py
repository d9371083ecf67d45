"""Accounts of one happening come together, whatever the order in which they came, and look-alikes stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.merge.accounts import Account, stems, window
from elchi.merge.compare import Match, compare
from elchi.merge.decide import Pair, happenings

MARCH = 739_700
"""A day."""
CALL = Account("e1", "r1", "CONSULT", frozenset({"KAZ", "OMN"}), frozenset(), "past", MARCH, MARCH, True, MARCH, "call",
               persons=frozenset({"оспанов", "аль-харти"}), stems=stems("Оспанов позвонил министру Омана аль-Харти"))


def told(**changes: Any) -> Account:
    """The call again, by another report."""
    return replace(CALL, **{"uid": "e2", "report": "r2", **changes})


def undated(published: int, **changes: Any) -> Account:
    """The call as a report of that day tells it without its date."""
    first, last, dated = window(None, None, published, "past")
    return replace(CALL, **{"uid": "e2", "report": "r2", "first": first, "last": last, "dated": dated,
                            "published": published, **changes})


def matches(accounts: Iterable[Account]) -> dict[Pair, Match]:
    """Which of these accounts match."""
    return {(a.uid, b.uid): found for a, b in combinations(sorted(accounts, key=lambda a: a.uid), 2)
            if (found := compare(a, b))}


def groups(*accounts: Account, **decisions: Any) -> list[set[str]]:
    return [set(h.accounts) for h in happenings(accounts, matches(accounts), **decisions)]


@pytest.mark.parametrize("other", [
    told(), told(stems=frozenset(), persons=frozenset()), told(actors=frozenset({"KAZ", "OMN", "QAT"})),
    told(time="background"), told(channel=None), undated(MARCH + 1), undated(MARCH, persons=frozenset()),
    told(first=MARCH + 1, last=MARCH + 1)],
    ids=["the same", "other words", "one party more", "recalled", "no channel", "no date", "no date, no names",
         "another day, the same words"])
def test_two_accounts_of_one_call_are_one(other: Account) -> None:
    assert groups(CALL, other) == [{"e1", "e2"}]


@pytest.mark.parametrize("other", [
    told(first=MARCH + 7, last=MARCH + 7, published=MARCH + 7), undated(MARCH + 7), told(time="hypothetical"),
    told(type="AGREE", channel=None), told(channel="visit"), told(actors=frozenset({"KAZ", "QAT"})),
    told(time="negated"), told(report="r1"),
    told(first=MARCH + 1, last=MARCH + 1, stems=stems("Министры говорили вновь")),
    told(persons=frozenset({"токаев", "хайсам"}), stems=stems("Президент Казахстана говорил с султаном")),
    undated(MARCH, time="background", first=None, last=None)],
    ids=["a week later", "reported a week later", "a call that may be", "its announcement", "a visit",
         "another partner", "a call that was not", "the same report", "the next day", "other persons",
         "recalled, no date"])
def test_look_alikes_stay_apart(other: Account) -> None:
    assert groups(CALL, other) == [{"e1"}, {"e2"}]


def test_two_sides_accounts_of_an_accusation() -> None:
    blame = replace(CALL, type="ACCUSE", actors=frozenset({"KAZ"}), recipients=frozenset({"OMN"}), channel=None)
    back = replace(blame, uid="e2", report="r2", actors=frozenset({"OMN"}), recipients=frozenset({"KAZ"}))
    assert groups(blame, back) == [{"e1"}, {"e2"}]
    assert groups(blame, replace(blame, uid="e2", report="r2")) == [{"e1", "e2"}]


def test_an_account_without_a_day_joins_one_happening_and_bridges_none() -> None:
    later = told(uid="e3", report="r3", first=MARCH + 1, last=MARCH + 1, stems=stems("вновь"))
    assert groups(CALL, undated(MARCH + 1), later) == [{"e1", "e2"}, {"e3"}]


def test_one_report_tells_two_calls() -> None:
    second = replace(CALL, uid="e4", stems=frozenset())
    assert groups(CALL, second, told()) == [{"e1", "e2"}, {"e4"}]


def test_what_an_analyst_says_counts_more() -> None:
    later = told(first=MARCH + 7, last=MARCH + 7)
    assert groups(CALL, later, same=[("e1", "e2")]) == [{"e1", "e2"}]
    assert groups(CALL, told(), apart=[("e1", "e2")]) == [{"e1"}, {"e2"}]
    third = told(uid="e3", report="r3")
    assert {"e1", "e2"} not in [g & {"e1", "e2"} for g in groups(CALL, told(), third, apart=[("e1", "e2")])]


def test_a_happening_says_why_and_is_called_by_its_first_account() -> None:
    happening, = happenings([CALL, told()], matches([CALL, told()]))
    assert happening.uid == "h1"
    (pair, match), = happening.held.items()
    assert pair == ("e1", "e2")
    assert "the same parties" in match.reasons
    assert "both name аль-харти, оспанов" in match.reasons


ACCOUNTS = st.lists(st.builds(
    lambda n, report, day, dated, published, parties, words: Account(
        f"e{n:03d}", f"r{report}", "CONSULT", frozenset(parties), frozenset(), "past",
        *((day, day, True) if dated else (published - 2, published, False)), published, stems=frozenset(words)),
    st.integers(0, 999), st.integers(0, 6), st.integers(0, 3), st.booleans(), st.integers(0, 4),
    st.lists(st.sampled_from(["KAZ", "OMN", "QAT"]), min_size=2, max_size=3, unique=True),
    st.lists(st.integers(0, 3), max_size=3)), max_size=9, unique_by=lambda a: a.uid)


@given(accounts=ACCOUNTS, order=st.randoms())
@settings(deadline=None)
def test_the_order_of_arrival_changes_nothing(accounts: list[Account], order: Any) -> None:
    shuffled = list(accounts)
    order.shuffle(shuffled)
    found = happenings(accounts, matches(accounts))
    assert happenings(shuffled, matches(shuffled)) == found
    report = {a.uid: a.report for a in accounts}
    assert sorted(uid for h in found for uid in h.accounts) == sorted(report)
    assert all(len({report[uid] for uid in h.accounts}) == len(h.accounts) for h in found)
