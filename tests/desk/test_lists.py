from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page

from elchi.ledger import watching
from elchi.ledger.database import Ledger
from elchi.ledger.queries import Filter, commitments, evacuations
from tests.desk.conftest import grave


@pytest.mark.parametrize("path", ["/commitments", "/evacuations", "/downloads", "/sources", "/submit", "/proposals"])
def test_pages_can_be_read_by_all(tab: Page, shown: str, path: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 700})
    tab.goto(shown + path)
    assert grave(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_commitments_and_evacuations_are_those_of_the_ledger(client: httpx.Client, ledger: Ledger) -> None:
    own = commitments(ledger, Filter([{"KAZ"}]), 30)
    told = client.get("/commitments", params={"party": "KAZ"}).text
    assert own and re.findall(r'class="when" href="/happenings/([^"]+)"', told) == [row["id"] for row in own]
    board = evacuations(ledger, limit=12)
    told = client.get("/evacuations").text
    assert board and told.count("<tr><th scope=\"row\">") == len(board)


def test_a_watched_feed_is_shown(desk: str, ledger: Ledger) -> None:
    assert "elchi watch feeds.toml" in httpx.get(f"{desk}/sources").text
    watching.begin(ledger, [("https://feed.example/<x>", "Лента")], 1.0)
    told = httpx.get(f"{desk}/sources").text
    assert "https://feed.example/&lt;x&gt;" in told and "Лента" in told


@pytest.mark.parametrize("form, begin", [
    ("happenings.csv", b"id,"), ("happenings.parquet", b"PAR1"), ("geojson", b"{"), ("ical", b"BEGIN:VCALENDAR"),
    ("atom", b"<?xml"), ("graphml", b"<"), ("polecat", b"")])
def test_a_view_is_downloaded(client: httpx.Client, form: str, begin: bytes) -> None:
    answer = client.get(f"/downloads/{form}", params={"party": "KAZ"})
    assert answer.status_code == 200 and answer.content.lstrip(b"\xef\xbb\xbf").startswith(begin) and answer.content
    assert answer.headers["content-disposition"].startswith("attachment")


def test_what_cannot_be_downloaded(client: httpx.Client) -> None:
    assert client.get("/downloads/none").status_code == 404
    assert client.get("/downloads/officials.csv", params={"type": "AGREE"}).status_code == 400
