from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from elchi.errors import LedgerError
from elchi.export.calendar import write_calendar
from tests.happenings import HOSTILE, happening, name, visit

ANNOUNCED = {"type": "AGREE", "mode": None, "channel": None, "due": "2026-04-20"}


def written(*found: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    write_calendar(found, out, name)
    return out.getvalue()


def entries(*found: dict[str, Any]) -> list[Any]:
    return read(written(*found))


def read(raw: bytes) -> list[Any]:
    return list(Calendar.from_ical(raw).walk("VEVENT"))


def test_what_is_announced_takes_its_day() -> None:
    entry, = entries(visit(), visit(**ANNOUNCED))
    assert entry["UID"] == "h7bzc@elchi"
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2026, 4, 20), date(2026, 4, 21))
    assert entry["SUMMARY"] == "Кыргызстан → Турция: agree"
    assert entry["DESCRIPTION"] == visit()["evidence"]
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert entry["URL"] == "https://example.org/news/7?a=1&b=2"
    assert entry["CATEGORIES"].cats == ["diplomatic", "energy"]


@pytest.mark.parametrize(("due", "first", "after"), [
    ("2026-04-20/2026-04-22", date(2026, 4, 20), date(2026, 4, 23)), ("2026-02", date(2026, 2, 1), date(2026, 3, 1)),
    ("2027", date(2027, 1, 1), date(2028, 1, 1)), ("2026-12-31", date(2026, 12, 31), date(2027, 1, 1))])
def test_a_span_ends_the_day_after_its_last(due: str, first: date, after: date) -> None:
    entry, = entries(visit(**ANNOUNCED | {"due": due}))
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (first, after)


@pytest.mark.parametrize(("time", "status"), [
    ("past", "CONFIRMED"), ("hypothetical", "TENTATIVE"), ("negated", "CANCELLED")])
def test_what_will_not_be_is_cancelled(time: str, status: str) -> None:
    entry, = entries(visit(**ANNOUNCED, time=time))
    assert entry["STATUS"] == status


def test_it_is_a_calendar_even_where_nothing_is_announced() -> None:
    told = Calendar.from_ical(written(happening()))
    assert (told["VERSION"], told["PRODID"], told.subcomponents) == ("2.0", "-//Elchi//Ledger//EN", [])


def test_the_same_happenings_give_the_same_bytes() -> None:
    assert written(visit(**ANNOUNCED)) == written(visit(**ANNOUNCED))


@pytest.mark.parametrize("url", [None, "page:7", "javascript:alert(1)", "https://example.org/\r\nATTENDEE:mailto:a@b.c"])
def test_only_addresses_of_the_web_are_linked(url: str | None) -> None:
    entry, = entries(visit(**ANNOUNCED, url=url))
    assert "URL" not in entry


def test_hostile_text_ends_no_entry() -> None:
    hostile = {"id": HOSTILE, "evidence": HOSTILE, "actors": [HOSTILE], "contexts": [HOSTILE, "a,b"]}
    raw = written(visit(**ANNOUNCED | hostile), visit(**ANNOUNCED))
    first, second = read(raw)
    assert raw.count(b"\r\nEND:VEVENT\r\n") == 2
    assert first["DESCRIPTION"].startswith('Он сказал: "=1+1", и')
    assert first["CATEGORIES"].cats[1] == "a,b"
    assert second["DESCRIPTION"] == visit()["evidence"]
    assert not set(raw) & set(range(0x20)) - set(b"\t\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75


def test_a_happening_must_say_when_it_was_altered() -> None:
    with pytest.raises(LedgerError, match="h7bzc"):
        written(visit(**ANNOUNCED, altered=None))
