"""Coding a ledger's reports anew: what the coder says otherwise changes, what analysts said stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest
import sqlalchemy as sa

from elchi.ledger import analyst, by_hand, queries, schema, search, store
from elchi.ledger.database import Ledger
from elchi.ledger.recode import TOGETHER, Recoded, recode, waiting
from elchi.model import Record, Report
from elchi.version import coder
from tests.ledger.test_merging import held, small
from tests.ledger.test_store import CALL, TEXT, asked, outcomes, record

KEY = "example.kz/news/1"


@pytest.fixture
def file() -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with small() as ledger:
        yield ledger


def outdate(ledger: Ledger) -> None:
    """Let another coder have coded all that was not put in by hand."""
    with ledger.writing() as connection:
        connection.execute(schema.revision.update().where(schema.revision.c.coder.is_not(None)).values(coder="0.0+0"))


class Coder:
    """A coder that gives these records for reports with their texts, and remembers what it was asked to code."""

    def __init__(self, *records: Record) -> None:
        self._records = {r.report.text: r for r in records}
        self.asked: list[Report] = []

    def __call__(self, reports: Iterable[Report]) -> Iterator[Record]:
        for report in reports:
            self.asked.append(report)
            yield replace(self._records[report.text], report=report)


def coded_anew(ledger: Ledger, *records: Record) -> list[Recoded]:
    """What changed as a coder that gives these records coded all anew."""
    outdate(ledger)
    return list(recode(ledger, Coder(*records)))


def found(ledger: Ledger) -> Any:
    """All that a ledger tells of what reports say, and how it is found: but for numbers, times and decisions."""
    with ledger.reading() as connection:
        keys = connection.scalars(sa.select(schema.report.c.key).order_by(schema.report.c.key)).all()
        tables = [sorted(map(str, connection.execute(sa.select(*(c for c in t.c if not c.name.endswith("id")))).all()))
                  for t in schema.METADATA.sorted_tables if "id" not in t.c]
        words = "SELECT id FROM search WHERE words @@ to_tsquery('simple', :w)" if "postgresql" in ledger.name else \
            "SELECT rowid FROM search WHERE search MATCH :w"
        hits = sorted(connection.scalars(sa.text(words), {"w": search.words("министру")}))
    reports = [queries.report(ledger, key) or {} for key in keys]
    return [{**report, "revisions": [{**revision, "coded": None} for revision in report["revisions"]]}
            for report in reports], held(ledger), tables, hits


def times(ledger: Ledger) -> dict[str, list[tuple[int, int]]]:
    """When the rows of each table were made and altered last."""
    tables = [schema.METADATA.tables[name] for name in ("event", "position", "official", "happening")]
    with ledger.reading() as connection:
        return {t.name: sorted((row.made, row.altered) for row in connection.execute(sa.select(t.c.made, t.c.altered)))
                for t in tables}


def several(number: int) -> list[Record]:
    """Reports of as many happenings."""
    states = ("KGZ", "UZB", "TJK", "TKM", "AZE", "ARM", "GEO", "TUR", "IRN", "IRQ", "KWT", "QAT", "OMN", "YEM", "JOR")
    pairs = list(combinations(states, 2))[:number]
    return [record(f"{TEXT} № " + " ".join(f"{n}.{k}" for k in range(40)), url=f"https://example.org/{n}", actors=pair)
            for n, pair in enumerate(pairs)]


def test_what_changed_is_told_and_what_analysts_said_stays(ledger: Ledger) -> None:
    outcomes(ledger, record(), record(url="https://example.org/2"))
    event, position, official = (asked(ledger)[table][0]["uid"] for table in ("events", "positions", "officials"))
    analyst.judge(ledger, position, "accept", "А. Сериков", "верно")
    own = record(channel="video", mode=None)
    told = coded_anew(ledger, replace(own, positions=(), officials=(replace(own.officials[0], role="minister"),)))
    assert [t.report for t in told] == [KEY, "example.org/2"]
    assert [(len(t.added), len(t.changed), len(t.withdrawn), len(t.kept)) for t in told] == [(1, 2, 1, 1), (1, 1, 2, 0)]
    assert told[0].withdrawn == (official,)
    assert set(told[0].changed) == {event, position}
    assert told[0].kept == (position,)
    rows = asked(ledger)
    assert (rows["events"][0]["uid"], rows["events"][0]["channel"]) == (event, "video")
    assert rows["officials"][0]["uid"] == told[0].added[0]
    assert rows["revisions"][0]["coder"] == coder()
    kept, = rows["positions"]
    assert (kept["uid"], kept["state"]) == (position, "review")
    happening, = queries.timeline(ledger)
    assert (happening["channel"], happening["reports"]) == ("video", 2)
    with ledger.reading() as connection:
        assert set(told[1].withdrawn) | {official} == set(connection.scalars(
            sa.select(schema.withdrawn.c.uid).where(schema.withdrawn.c.uid.not_like("h%"))))
        assert connection.scalars(sa.select(schema.view.c.stance)).all() == ["supports"]


def test_nothing_changes_where_the_coder_says_the_same(file: Ledger) -> None:
    outcomes(file, *several(3))
    before, then, moment = found(file), times(file), datetime.now(UTC)
    told = coded_anew(file, *several(3))
    assert [(t.added, t.changed, t.withdrawn, t.kept) for t in told] == [((), (), (), ())] * 3
    assert (found(file), times(file)) == (before, then)
    assert queries.changes(file, moment)["changes"] == []
    assert asked(file, "example.org/0")["revisions"][0]["coder"] == coder()


def test_coding_broken_off_goes_on_where_it_was(file: Ledger) -> None:
    outcomes(file, *several(5))
    outdate(file)
    one, other = Coder(*several(5)), Coder(*several(5))
    running = recode(file, one)
    first = [next(running).report for _ in range(2)]
    running.close()  # type: ignore[attr-defined]  # it is a generator
    assert waiting(file) == 3
    rest = [told.report for told in recode(file, other)]
    assert len(one.asked) == 2
    assert (waiting(file), len(rest), {*first, *rest}) == (0, 3, {f"example.org/{n}" for n in range(5)})
    assert list(recode(file, other)) == []


def test_many_reports_are_coded_anew_in_several_goes(file: Ledger) -> None:
    many = several(TOGETHER + 2)
    outcomes(file, *many)
    assert [told.report for told in coded_anew(file, *many)] == [f"example.org/{n}" for n in range(len(many))]
    assert waiting(file) == 0


def test_the_coder_is_asked_for_the_newest_texts_with_all_that_is_known_of_them(file: Ledger) -> None:
    outcomes(file, record(), record("Обновлено. " + TEXT))
    store.add(file, [by_hand.told({"type": "AID", "actors": "KAZ", "date": "2026-03"}, "А")], state=by_hand.STATE)
    outdate(file)
    asked_for = Coder(record("Обновлено. " + TEXT))
    assert len(list(recode(file, asked_for))) == 1
    report, = asked_for.asked
    assert (report.text, report.url, report.outlet, report.title, report.published, report.language) == (
        "Обновлено. " + TEXT, record().report.url, "Пример", "Звонок", "2026-03-12", "ru")


def test_a_report_that_goes_while_it_is_coded_is_passed_over(file: Ledger) -> None:
    outcomes(file, *several(3))
    outdate(file)

    def code(reports: Iterable[Report]) -> Iterator[Record]:
        for number, coded in enumerate(Coder(*several(3))(reports)):
            if number == 0:
                store.purge(file, "example.org/0", "суд")
                outcomes(file, record("Иначе. " + TEXT, url="https://example.org/1"))
            yield coded

    assert [told.report for told in recode(file, code)] == ["example.org/2"]
    assert asked(file, "example.org/0")["events"] == []
    assert asked(file, "example.org/1")["text"].startswith("Иначе")


def test_rows_that_analysts_stand_for_stay_while_their_words_do(file: Ledger) -> None:
    outcomes(file, record())
    event, position, official = (asked(file)[table][0]["uid"] for table in ("events", "positions", "officials"))
    analyst.correct(file, event, {"place": "OMN"}, "А. Сериков", "")
    analyst.judge(file, position, "accept", "А. Сериков", "")
    analyst.judge(file, official, "reject", "А. Сериков", "")
    nothing = Record(record().report)
    assert coded_anew(file, nothing)[0].withdrawn == (official,)
    assert [asked(file)[t][0]["state"] for t in ("events", "positions")] == ["review"] * 2
    assert asked(file)["events"][0]["place"] == "OMN"
    assert queries.review(file) == [
        {"uid": event, "state": "review", "report": KEY, "evidence": CALL},
        {"uid": position, "state": "review", "report": KEY, "evidence": TEXT.removeprefix(CALL + " ")}]
    assert len(queries.timeline(file)) == 1
    assert coded_anew(file, nothing)[0].changed == ()
    outcomes(file, replace(nothing, report=replace(nothing.report, text="Вчера. " + CALL)))
    assert [(r["uid"], r["state"]) for r in queries.review(file)] == [(event, "review"), (position, "gone")]
    assert asked(file)["events"][0]["start"] == 7
    assert asked(file)["positions"] == []
    outcomes(file, record("Вновь. " + TEXT))
    assert queries.review(file) == []
    assert [asked(file)[t][0]["state"] for t in ("events", "positions", "officials")] == [
        "corrected", "accepted", "rejected"]


def test_a_row_stays_in_review_only_while_an_analyst_stands_for_it(file: Ledger) -> None:
    outcomes(file, record())
    uid = asked(file)["events"][0]["uid"]
    analyst.judge(file, uid, "accept", "А. Сериков", "")
    coded_anew(file, Record(record().report))
    assert asked(file)["events"][0]["state"] == "review"
    analyst.undo(file, 1, "А. Сериков")
    assert asked(file)["events"] == queries.review(file) == queries.timeline(file) == []


def test_a_row_that_was_rejected_in_review_is_not_told_to_be_gone(file: Ledger) -> None:
    outcomes(file, record())
    uid = asked(file)["events"][0]["uid"]
    analyst.judge(file, uid, "accept", "А. Сериков", "")
    coded_anew(file, Record(record().report))
    analyst.judge(file, uid, "reject", "Б. Ким", "")
    assert queries.review(file) == queries.timeline(file) == []
    analyst.undo(file, 2, "Б. Ким")
    assert [row["state"] for row in asked(file)["events"]] == ["review"]
