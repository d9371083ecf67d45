from __future__ import annotations

from contextlib import ExitStack

import httpx
import pytest
from playwright.sync_api import Page

from elchi.desk.brake import SEARCHES
from elchi.desk.pages.search import pieces
from elchi.errors import LedgerFault
from elchi.ledger.database import Ledger
from tests.desk.conftest import grave


def test_a_party_is_offered_first_and_words_are_marked(client: httpx.Client) -> None:
    told = client.get("/search", params={"q": "Казахстан", "lang": "en"}).text
    assert 'href="/KAZ"' in told and "<mark>Казахстан" in told
    assert "/KAZ\"" not in client.get("/search", params={"q": "граждан"}).text.partition("<nav class=\"columns\"")[0]


def test_facets_narrow_what_is_found(tab: Page, shown: str) -> None:
    tab.goto(f"{shown}/search?q=Казахстан&lang=en")
    first = tab.locator("nav.columns a").first
    name = first.inner_text()
    first.click()
    assert "outlet=" in tab.url
    outlets = {told.split(" · ")[0] for told in tab.locator(".happening > .soft").all_inner_texts()}
    assert outlets == {name}
    assert grave(tab) == []


def test_words_that_are_none_and_too_many_at_once(client: httpx.Client, ledger: Ledger) -> None:
    assert client.get("/search", params={"q": "!!"}).status_code == 200
    with ExitStack() as held:
        for _ in range(SEARCHES.at_once):
            held.enter_context(SEARCHES.held(ledger))
        answer = client.get("/search", params={"q": "саммит"})
    assert client.get("/search", params={"q": "саммит"}).status_code == 200
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")


def test_pieces_put_together_are_the_sentence() -> None:
    told = pieces({"text": "Саммит <b> прошёл", "start": 10, "words": [[10, 16]]})
    assert told == [("Саммит", True), (" <b> прошёл", False)]


def test_a_question_that_takes_too_long_is_ended(ledger: Ledger) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(LedgerFault), ledger.within(.2).reading() as connection:
        connection.exec_driver_sql(endless)
    with ledger.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM report").scalar()
