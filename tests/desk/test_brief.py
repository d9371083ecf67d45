from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree

import httpx
from docx import Document

from elchi.export.brief import Line, Section, write_docx, write_markdown
from elchi.ledger.database import Ledger
from elchi.ledger.queries import Filter, digest, timeline

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
    told = [p.text for p in Document(BytesIO(out.getvalue())).paragraphs]
    assert told == ["T", "Day", "A → B: *talk*", "See [here](http://x) <b>", "http://a.example/"]


def test_the_desk_gives_each_form(client: httpx.Client) -> None:
    told = client.get("/brief", params={"party": "KAZ", "lang": "ru"}).text
    assert "Сводка" in told and "<blockquote>" in told
    assert client.get("/brief.md", params={"party": "KAZ"}).text.startswith("# ")
    assert client.get("/brief.docx").content.startswith(b"PK")
    feed = ElementTree.fromstring(client.get("/brief.atom", params={"party": "KAZ"}).content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) > 0
