from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Browser, Page

from elchi.ledger.database import open_ledger
from tests.desk.conftest import grave, serving


def test_a_view_can_be_sent_as_a_link(client: httpx.Client) -> None:
    whole, own = client.get("/").text, client.get("/", params={"party": "Казахстан", "type": "CONSULT"}).text
    assert "no happening" not in own and own.count('class="happening"') < whole.count('class="happening"')
    assert all('href="/KAZ"' in part for part in own.split('class="happening"')[1:])


def test_pages_follow_one_another_and_miss_nothing(client: httpx.Client) -> None:
    seen: list[str] = []
    address: str | None = "/"
    while address:
        text = client.get(address).text
        seen += re.findall(r'class="when" href="/happenings/(\w+)"', text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        address = found[1] if found else None
    told = client.get("/").text
    assert len(seen) == len(set(seen)) > 200
    assert seen[:50] == re.findall(r'class="when" href="/happenings/(\w+)"', told)


@pytest.mark.parametrize(("query", "status"), [
    ("party=Атлантида", 400), ("since=yesterday", 400), ("after=h0", 400), ("party=KAZ&since=2026-03-01", 200)])
def test_what_cannot_be_asked_is_said(client: httpx.Client, query: str, status: int) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == status
    assert "<h1>" in answer.text


@pytest.mark.parametrize(("language", "title"), [("ru", "Что произошло"), ("kk", "Не болды"), ("en", "What happened")])
def test_it_speaks_three_languages(client: httpx.Client, language: str, title: str) -> None:
    told = client.get("/", headers={"Accept-Language": f"{language};q=0.9, fr;q=0.8"}).text
    assert title in told and f'<html lang="{language}">' in told
    assert title in client.get(f"/?lang={language}", headers={"Accept-Language": "fr"}).text


def test_an_empty_ledger_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    ledger = open_ledger(str(tmp_path_factory.mktemp("empty") / "empty.db"))
    with serving(ledger) as address:
        assert "elchi add" in httpx.get(address).text
        assert "Show all" in httpx.get(f"{address}/?party=KAZ").text


def test_it_can_be_read_by_everyone(chromium: Browser, shown: str) -> None:
    own = chromium.new_context(viewport={"width": 320, "height": 700})
    tab = own.new_page()
    tab.goto(shown)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    found = grave(tab)
    own.close()
    assert found == []


def test_no_page_asks_others_for_anything(tab: Page, shown: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(shown)
    assert asked and all(url.startswith((shown, "data:")) for url in asked)
