"""Answers that are kept, by a real clock: what is slow here sleeps."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest

from elchi.desk import kept
from elchi.desk.kept import Kept
from elchi.ledger import analyst, queries
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.queries import Filter
from elchi.ledger.queries.said import state


@pytest.fixture
def empty(tmp_path: Path) -> Ledger:
    with closing(open_ledger(str(tmp_path / "e.db"))) as ledger:
        return ledger


def asking(seconds: float) -> tuple[Callable[..., int], list[object]]:
    """A question that takes so long, and says the how manieth time it is asked; what it was asked."""
    asked = list[object]()

    def question(_: Ledger, *of: object) -> int:
        sleep(seconds)
        asked.append(of)
        return len(asked)
    return question, asked


def test_what_took_long_is_not_asked_again_and_what_did_not_is(
        empty: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LONG", .5)  # more than a busy machine lets one wait for nothing
    own, (slow, _), (quick, _) = Kept(), asking(.6), asking(0)
    assert [own.answer(0, slow, empty, "KAZ") for _ in range(3)] == [1, 1, 1]
    assert [own.answer(0, quick, empty, "KAZ") for _ in range(3)] == [1, 2, 3]


def test_another_question_and_another_state_of_decisions_are_answered_anew(empty: Ledger) -> None:
    own, (slow, asked) = Kept(), asking(kept.LONG * 2)
    own.answer((0, 0), slow, empty, Filter([{"KAZ"}]))
    own.answer((0, 0), slow, empty, Filter([{"RUS"}]))
    own.answer((1, 0), slow, empty, Filter([{"RUS"}]))
    assert len(asked) == 3


def test_an_answer_is_kept_no_longer_than_it_is_worth(empty: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "TIMES", 1.5)
    own, (slow, _) = Kept(), asking(kept.LONG * 2)
    own.answer(0, slow, empty)
    sleep(kept.LONG * 2)
    assert own.answer(0, slow, empty) == 2


def test_who_asks_the_same_at_once_waits_for_one_answer(empty: Ledger) -> None:
    own, (slow, asked) = Kept(), asking(.3)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: own.answer(0, slow, empty), range(8))) == {1}
    assert len(asked) == 1


def test_no_more_answers_are_kept_than_is_said(empty: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    own, (slow, asked) = Kept(), asking(kept.LONG * 2)
    for party in ("KAZ", "RUS", "UZB", "KAZ"):
        own.answer(0, slow, empty, party)
    assert len(asked) == 4


def test_a_question_that_fails_is_asked_again(empty: Ledger) -> None:
    own, asked = Kept(), list[int]()

    def failing(_: Ledger) -> int:
        asked.append(1)
        raise ValueError
    for _ in range(2):
        with pytest.raises(ValueError):
            own.answer(0, failing, empty)
    assert len(asked) == 2


def test_each_decision_and_each_that_is_taken_back_is_another_state(ledger: Ledger) -> None:
    uid, states = queries.timeline(ledger, limit=1)[0]["id"], [state(ledger)]
    account = (queries.why(ledger, uid) or {})["accounts"][0]["uid"]
    analyst.judge(ledger, account, "accept", "a", "")
    states.append(state(ledger))
    number = (queries.history(ledger, account) or [])[0]["decision"]
    analyst.undo(ledger, number, "a")
    states.append(state(ledger))
    assert len(set(states)) == 3
