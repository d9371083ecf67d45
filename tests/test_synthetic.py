"""The invented reports are what a ledger would be given, and spread as the scale tests need them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from itertools import islice
from statistics import mean

import pytest
from jsonschema import Draft202012Validator

from benchmarks import synthetic
from elchi.model import Event, Official, Position, Record
from elchi.schema import record_schema

COUNT = 2000


@pytest.fixture(scope="module")
def made() -> list[Record]:
    return list(synthetic.records(COUNT))


def day(record: Record) -> date:
    return date.fromisoformat((record.report.published or "")[:10])


def test_records_keep_to_the_schema(made: list[Record]) -> None:
    validator = Draft202012Validator(json.loads(record_schema()))
    for record in made[::40]:
        validator.validate(json.loads(json.dumps(record.to_json())))


def test_each_row_stands_on_a_sentence_of_its_own(made: list[Record]) -> None:
    for record in made:
        rows: list[Event | Position | Official] = [*record.events, *record.positions, *record.officials]
        assert all(record.report.text[row.start:row.end] == row.evidence for row in rows)
        assert len({row.start for row in rows}) == len(rows) == 9
        assert [len(record.events), len(record.positions), len(record.officials)] == [3, 3, 3]
    assert mean(len(record.report.text) for record in made) == pytest.approx(2000, rel=0.02)


def test_reports_come_by_day_over_ten_years_and_no_two_alike(made: list[Record]) -> None:
    days = [day(record) for record in made]
    assert days == sorted(days)
    assert (days[0].year, days[-1].year) == (2016, 2025)
    assert len({r.report.url for r in made}) == len({r.report.text for r in made}) == COUNT


def test_the_same_arguments_give_the_same_records(made: list[Record]) -> None:
    assert list(islice(synthetic.records(COUNT), 50)) == made[:50]
    assert list(synthetic.records(1)) == list(synthetic.records(1))
    assert next(synthetic.records(COUNT, seed=1)) != made[0]
    assert list(synthetic.records(0)) == []


def test_the_accounts_of_a_happening_agree(made: list[Record]) -> None:
    accounts = defaultdict(list)
    for record in made:
        for number, event in zip(synthetic.happenings(record), record.events, strict=True):
            accounts[number].append((record, event))
    assert mean(map(len, accounts.values())) == pytest.approx(5, abs=0.2)
    for told in accounts.values():
        assert len({(e.type, e.actors, e.recipients, e.channel) for _, e in told}) == 1
        assert len({r.report.outlet for r, _ in told}) == len(told)
        days = [day(r) for r, _ in told]
        assert (max(days) - min(days)).days <= 1
        assert all(0 <= (d - date.fromisoformat(e.date)).days <= 1 for d in days for _, e in told if e.date)
    assert len({e.evidence for told in accounts.values() for _, e in told}) > 2 * len(accounts)


def test_words_parties_and_types_are_common_and_rare(made: list[Record]) -> None:
    events = [e for record in made for e in record.events]
    types = Counter(e.type for e in events)
    assert types["CONSULT"] / len(events) == pytest.approx(0.4, abs=0.03)
    assert sum(e.date is None for e in events) / len(events) == pytest.approx(0.5, abs=0.02)
    parties = Counter(c for e in events for c in (*e.actors, *e.recipients)).most_common()
    assert len(parties) > 150 and parties[0][1] > 30 * parties[100][1]
    words = Counter(word for record in made for word in set(record.report.text.split()))
    assert words["а"] > COUNT * 0.9 and min(words.values()) < COUNT * 0.002
    assert {"договор", "договора", "договору", "договором"} <= words.keys()
    names = Counter(o.name for record in made for o in record.officials)
    assert len(names) > 700
    assert any(e.persons and e.origin and e.destination for e in events) and any(e.due for e in events)
