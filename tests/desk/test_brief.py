from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree

import httpx
import pytest
from docx import Document

from elchi.export.brief import Line, Section, write_docx, write_markdown
from elchi.ledger import store
from elchi.ledger.database import Ledger
from elchi.ledger.queries import Filter, digest, timeline
from elchi.model import Event, Record, Report
from tests.desk.conftest import serving

HOSTILE = [Section("Day", (Line("A → B: *talk*", "See [here](http://x) <b>", "http://a.example/", "a.example"),))]


def test_a_brief_tells_its_days_alone(ledger: Ledger) -> None:
    newest = date.fromisoformat(timeline(ledger, limit=1)[0]["date"][-10:])
    found = digest(ledger, Filter([{"KAZ"}]), newest - timedelta(6), newest)
    assert found["happenings"] and all(row["date"][-10:] >= found["first"] for row in found["happenings"])
    assert found["count"] == sum(found["types"].values()) >= len(found["happenings"])
    assert all(row["evidence"] for row in found["happenings"])


def test_what_reports_say_is_no_mark() -> None:
    told = write_markdown("T", HOSTILE)
    assert r"\[here\]\(http://x\) \<b\>" in told and r"\*talk\*" in told


def test_a_document_of_word_is_read_again() -> None:
    out = BytesIO()
    write_docx("T", HOSTILE, out)
    made = Document(BytesIO(out.getvalue()))
    assert (made.core_properties.author, made.core_properties.comments) == ("Elchi", "")
    told = [p.text for p in made.paragraphs]
    assert told == ["T", "Day", "A → B: *talk*", "See [here](http://x) <b>", "http://a.example/"]


def test_the_desk_gives_each_form(client: httpx.Client) -> None:
    told = client.get("/brief", params={"party": ["KAZ", "central-asia"], "topic": "transport", "lang": "ru"}).text
    assert re.search("<h1>Сводка, [^<]+ · Казахстан · Центральная Азия · Транспорт", told) and "<blockquote>" in told
    assert client.get("/brief.md", params={"party": "KAZ"}).text.startswith("# ")
    assert client.get("/brief.docx").content.startswith(b"PK")
    feed = ElementTree.fromstring(client.get("/brief.atom", params={"party": "KAZ"}).content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) > 0


@pytest.mark.parametrize("query", ["since=2026-12-01&until=2026-01-01", "since=2020-01-01&until=2026-11-30"])
def test_a_brief_of_days_that_cannot_be_is_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/brief?{query}").status_code == 400


def test_a_report_of_the_next_century_makes_neither_brief_nor_chart_empty(ledger: Ledger) -> None:
    far = date.today() + timedelta(40_000)
    text, day = f"Казахстан и Узбекистан проведут саммит {far:%d.%m.%Y} в Астане.", far.isoformat()
    event = Event("CONSULT", None, ("KAZ", "UZB"), (), day, "planned", None, None, (), text, 0, len(text), .9)
    for _ in store.add(ledger, [Record(Report("far", text, given_id="far", language="ru"), (event,), (), ())]):
        pass
    assert timeline(ledger, limit=1)[0]["date"] == day
    with serving(ledger) as address:
        assert "<svg" in httpx.get(address).text
        assert "<blockquote>" in httpx.get(f"{address}/brief").text
