"""Parties, pairs and officials: what their pages tell is what the ledger tells."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from elchi.ledger import queries
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.queries import overview
from tests.desk.conftest import grave, serving

PAGES = ["/parties", "/KAZ", "/KAZ/OMN", "/central-asia", "/KAZ/TUV", "/officials"]
LONG = date(2020, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(("asked", "status", "home"), [
    ("/Казахстан", 308, "/KAZ"), ("/kaz", 308, "/KAZ"), ("/Казахстан/oman?since=2026-01-01", 308,
                                                        "/KAZ/OMN?since=2026-01-01"),
    ("/KAZ/Kazakhstan", 308, "/KAZ"), ("/central-asia", 200, None), ("/central-asia/RUS", 200, None),
    ("/Атлантида", 404, None), ("/KAZ/Атлантида", 404, None), ("/KAZ?since=never", 400, None),
    ("/KAZ?since=2026-02-01&until=2026-01-01", 400, None), ("/officials/nobody", 404, None),
    ("/officials?party=Атлантида", 400, None)])
def test_a_name_leads_to_its_page(client: httpx.Client, asked: str, status: int, home: str | None) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers.get("location")) == (status, home)


def test_names_that_look_like_it_are_told(client: httpx.Client) -> None:
    assert "Казахстан" in client.get("/Казахстон").text


def test_a_newcomer_finds_whom_a_country_talked_to_about_what_and_the_sentence(tab: Page, shown: str) -> None:
    tab.goto(f"{shown}/parties")
    tab.get_by_role("link", name="Kazakhstan", exact=True).first.click()
    first = tab.locator("h2").first
    assert first.inner_text() == "Talked to lately"
    told = tab.locator("#month ~ ul").first
    assert told.get_by_role("link", name="Oman").count() == 1
    assert told.locator(".topics a").count() >= 1
    sentence = told.locator("blockquote").first.inner_text()
    told.locator("blockquote a").first.focus()
    assert "Казахстан" in sentence or "Оман" in sentence
    tab.get_by_role("link", name="Oman").first.click()
    assert tab.url == f"{shown}/KAZ/OMN"
    assert "Contacts: " in tab.locator(".lead").inner_text()


def test_a_party_page_counts_as_contacts_are_counted(ledger: Ledger) -> None:
    for codes in (["KAZ"], ["RUS"], ["KAZ", "UZB", "KGZ"]):
        found = queries.contacts(ledger, codes, (), *LONG)
        told = overview.over_time(overview.meetings(ledger, codes, (), *LONG), *LONG, 500)
        assert told["total"] == found["total"] > 0
        assert {one["party"]: (one["count"], one["last"]) for one in told["partners"]} == {
            one["party"]: (one["count"], one["last"]) for one in found["partners"]}
        assert all(sum(one["months"]) == one["count"] for one in told["partners"])
        assert Counter({one["month"]: one["count"] for one in found["months"]}) == Counter(
            {month: sum(n for of, _, n in told["channels"] if of == month) for month, _, _ in told["levels"]})
        assert sum(told["days"].values()) == found["total"]


def test_the_busiest_are_those_with_most_contacts(ledger: Ledger) -> None:
    told = overview.busiest(ledger, *LONG)
    assert [one["count"] for one in told] == sorted((one["count"] for one in told), reverse=True)
    for one in told[:5]:
        assert one["count"] == queries.contacts(ledger, [one["party"]], (), *LONG)["total"]


def test_stances_are_those_of_the_ledger(ledger: Ledger) -> None:
    told = overview.stances(ledger, ["RUS"], *LONG)
    assert {one["stance"]: (one["count"], one["last"]) for one in told} == {
        one["stance"]: (one["count"], one["last"])
        for one in queries.positions(ledger, None, ["RUS"], *LONG)["stances"]}
    assert told and all(one["newest"]["evidence"] and "RUS" in one["newest"]["holder"] for one in told)


def test_what_shows_that_they_talked_is_an_account_of_their_contact(ledger: Ledger) -> None:
    met = overview.meetings(ledger, ["KAZ"], (), *LONG)
    for one in overview.talked(ledger, met, 9):
        sides = {*one["happening"]["actors"], *one["happening"]["recipients"]}
        assert {"KAZ", one["party"]} <= sides and one["account"]["evidence"]
        assert set(one["happening"]["topics"]) <= set(one["topics"])


def test_both_sides_positions_stand_side_by_side(client: httpx.Client) -> None:
    text = client.get("/KAZ/RUS?since=2020-01-01&until=2026-12-31").text
    table = text[text.index("<h2>Positions side by side"):text.index("<h2>Commitments between them")]
    assert '<th scope="col">Kazakhstan</th><th scope="col">Russia</th>' in table
    assert table.count("<blockquote>") >= 2


def test_an_official_is_found_by_party_and_by_name(client: httpx.Client) -> None:
    listed = client.get("/officials", params={"party": "Казахстан", "name": "Kosherbayev"}).text
    own = re.findall(r'href="(/officials/\w+)">', listed)
    assert own and "Кошербаев" in listed
    text = client.get(own[0]).text
    assert "<h1>Ермек Кошербаев</h1>" in text and "<blockquote>" in text
    assert 'class="happening"' in text[text.index("<h2>Contacts"):text.index("<h2>Newest statements")]
    assert client.get("/officials", params={"name": "Никто"}).text.count("/officials/") == 0
    by_name = client.get("/officials/Ермек Кошербаев")
    assert by_name.status_code == 303 and by_name.headers["location"].startswith("/officials")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_trend_is_said_in_the_readers_language(client: httpx.Client, language: str) -> None:
    text = client.get("/KAZ/OMN", headers={"Accept-Language": language}).text
    said = re.search(r'<p class="lead">([^<]+)', text)
    assert said and said[1].startswith({"ru": "Контактов: ", "kk": "Байланыс саны: "}[language])


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    with serving(open_ledger(str(tmp_path / "empty.db"))) as address:
        assert "elchi add" in httpx.get(f"{address}/parties").text
        assert "elchi add" in httpx.get(f"{address}/officials").text
        for path in ("KAZ", "KAZ/RUS"):
            answer = httpx.get(f"{address}/{path}")
            assert answer.status_code == 200 and 'class="empty"' in answer.text


def test_they_can_be_read_by_everyone(chromium: Browser, shown: str) -> None:
    own = chromium.new_context(viewport={"width": 320, "height": 700}, locale="kk")
    tab, found = own.new_page(), []
    official = re.search(r"/officials/\w+", httpx.get(f"{shown}/officials").text)
    for path in [*PAGES, official[0] if official else ""]:
        tab.goto(f"{shown}{path}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, path
        found += [(path, *fault) for fault in grave(tab)]
    own.close()
    assert found == []


def test_pages_are_light_and_have_no_style_of_their_own(client: httpx.Client) -> None:
    for path in PAGES:
        text = client.get(path).text
        assert len(text.encode()) < 150_000 and " style=" not in text and "<script" not in text


@pytest.mark.parametrize("path", ["/KAZ?since=2016-01-01", "/KAZ/RUS?since=2016-01-01"])
def test_each_chart_has_a_table_beside_it(client: httpx.Client, path: str) -> None:
    page = client.get(path).text
    assert page.count("<figure>") == page.count('<details class="figures">') > 1
