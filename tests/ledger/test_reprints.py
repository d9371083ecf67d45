"""Reprints of one text are found, whatever the order in which they come, and are one happening."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.ledger import queries, schema, store
from elchi.ledger.database import Ledger
from elchi.model import Event, Record, Report
from tests.ledger.test_merging import check_order, filled, held, small
from tests.ledger.test_store import counts, outcomes

CONTACT = "Министры иностранных дел Казахстана и Омана встретились в Маскате и говорили об открытии прямых рейсов."
STORIES = (
    "Стороны сверили график поездок на год и условились о встрече деловых кругов в порту Сохар. Отдельно шла речь о "
    "поставках зерна, о складах у моря и о том, кто возьмёт на себя страхование грузов в пути.",
    "После беседы гости осмотрели старый город, крепость и новый музей, где им показали карты торговых путей. Вечером "
    "посольство устроило приём, на который пришли студенты, врачи и музыканты из обеих стран.")
NEWS = f"{CONTACT} {STORIES[0]}"


@pytest.fixture
def file() -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with small() as ledger:
        yield ledger


def report(number: int, day: int | None, text: str = NEWS, dated: str | None = None,
           parties: tuple[str, ...] = ("KAZ", "OMN")) -> Record:
    """A report of March 2026 that tells of the contact."""
    published, start = f"2026-03-{day:02d}" if day else None, text.index(CONTACT)
    event = Event("CONSULT", None, parties, (), dated, "past", None, None, (), CONTACT, start, start + len(CONTACT),
                  round(number / 100, 2))
    return Record(Report(f"r{number}", text, published=published, given_id=f"r{number}", outlet=f"Вестник {number}"),
                  (event,))


def copies(ledger: Ledger) -> set[tuple[str, str]]:
    """Which reports are copies of which, by their keys; told from both sides or not at all."""
    one, other, p = schema.report.alias(), schema.report.alias(), schema.reprint.c
    with ledger.reading() as connection:
        found = {(str(a), str(b)) for a, b in connection.execute(sa.select(one.c.key, other.c.key).select_from(
            schema.reprint.join(one, p.one == one.c.revision_id).join(other, p.other == other.c.revision_id)))}
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.reprint)) == len(found)
    assert {(b, a) for a, b in found} == found
    return found


def test_a_reprint_without_a_date_joins_though_it_comes_days_later(ledger: Ledger) -> None:
    (uid, own), = filled(ledger, [
        report(1, 4, dated="2026-03-03"), report(2, 9, f"Лента новостей\n\n{NEWS} Фото: пресс-служба.")]).items()
    why = queries.why(ledger, uid)
    assert why
    assert why["reprints"] == [list(own[-2])]
    assert (why["date"], why["reports"], [a["report"] for a in why["accounts"]]) == ("2026-03-03", 2, ["r1", "r2"])
    assert "the same words in a reprint" in why["matches"][0]["reasons"]
    assert copies(ledger) == {("r1", "r2"), ("r2", "r1")}
    store.purge(ledger, "r2", "суд")
    assert copies(ledger) == set()
    assert counts(ledger)["copy"] == 8
    why = queries.why(ledger, *held(ledger))
    assert why and (why["reprints"], why["reports"]) == ([], 1)


@pytest.mark.parametrize(("one", "other", "together"), [
    (report(1, 4, dated="2026-03-03"), report(2, 9), True),
    (report(1, 4), report(2, 9), True),
    (report(1, None), report(2, None), True),
    (report(1, 4, dated="2026-03-03"), report(2, 29), False),  # too late for a reprint
    (report(1, 4, dated="2026-03-03"), report(2, 9, dated="2026-03-08"), False),  # both give their day
    (report(1, 4, dated="2026-03-03"), report(2, 9, f"{CONTACT} {STORIES[1]}"), False),  # other texts, same sentence
    (report(1, 4, dated="2026-03-03"), report(2, 9, parties=("KAZ", "QAT")), False),
])
def test_what_a_reprint_joins(file: Ledger, one: Record, other: Record, together: bool) -> None:
    assert len(filled(file, [one, other])) == (1 if together else 2)


def test_a_text_that_changes_is_no_reprint_any_more(file: Ledger) -> None:
    assert len(filled(file, [report(1, 4, dated="2026-03-03"), report(2, 9), report(3, 11)])) == 1
    assert len(copies(file)) == 6
    assert outcomes(file, report(2, 9, f"{CONTACT} {STORIES[1]}")) == ["changed"]
    assert copies(file) == {("r1", "r3"), ("r3", "r1")}
    assert sorted(len(h[-2]) for h in held(file).values()) == [1, 2]
    assert outcomes(file, report(2, 9, f"{NEWS} Обновлено.")) == ["changed"]
    assert len(copies(file)) == 6
    assert len(held(file)) == 1


def test_groups_of_copies_of_several_texts_are_told_apart(file: Ledger) -> None:
    second, third = f"{CONTACT} {STORIES[1]}", f"{CONTACT} {' '.join(reversed(STORIES[0].split()))}"
    uid, = filled(file, [report(1, 4, dated="2026-03-03"), report(2, 9), report(3, 4, second, "2026-03-03"),
                         report(4, 10, second), report(5, 4, third, "2026-03-03")])
    why = queries.why(file, uid)
    assert why
    by_uid = {a["uid"]: a["report"] for a in why["accounts"]}
    assert sorted(sorted(by_uid[uid] for uid in text) for text in why["reprints"]) == [["r1", "r2"], ["r3", "r4"]]


def test_a_text_of_any_words_can_be_kept(file: Ledger) -> None:
    assert outcomes(file, report(1, 4, f"{NEWS} абга даии жжзе")) == ["new"]


REPORTS = st.lists(st.builds(
    report, st.integers(1, 30), st.sampled_from([1, 2, 6, 9, 12, 20, None]),
    st.sampled_from([NEWS, f"Лента. {NEWS}", f"{NEWS} {STORIES[1]}", f"{CONTACT} {STORIES[1]}"]),
    st.sampled_from([None, None, "2026-03-01", "2026-03-08"])), max_size=6, unique_by=lambda r: r.report.id)


@given(records=REPORTS, order=st.randoms(), gone=st.integers(0, 2))
@settings(deadline=None, max_examples=8)
def test_the_order_of_arrival_changes_nothing(records: list[Record], order: Any, gone: int) -> None:
    check_order(records, order, gone, lambda ledger: (held(ledger), copies(ledger)))
