"""The API as a program meets it: over HTTP, from a real server."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from elchi.desk.brake import SEARCHES
from elchi.ledger import members, queries
from elchi.ledger.database import Ledger, connect
from elchi.ledger.queries import Filter
from tests.desk.conftest import grave, serving

PAGED = ["happenings", "happenings?party=KAZ", "commitments", "positions?party=KAZ", "officials",
         "officials?party=central-asia", "search?q=переговоры", "changes?since=2020-01-01T00:00:00Z"]
LISTS = [*PAGED, "positions?on=energy", "happenings?topic=energy&type=CONSULT", "contacts?a=KAZ",
         "contacts?a=KAZ&b=central-asia", "evacuations", "parties", "topics"]


@pytest.fixture
def api(shown: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{shown}/api/v1/") as own:
        yield own


def _get(api: httpx.Client, path: str, **headers: str) -> Any:
    answer = api.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", PAGED)
def test_pages_hold_each_item_once_in_the_order_of_the_whole(api: httpx.Client, path: str) -> None:
    sep = "&" if "?" in path else "?"
    whole = _get(api, f"{path}{sep}limit=30")["items"]
    paged, after = list[Any](), ""
    while after is not None and len(paged) < len(whole):
        page = _get(api, f"{path}{sep}limit=7{after and f'&after={after}'}")
        assert 0 < len(page["items"]) <= 7
        paged, after = paged + page["items"], page["next"]
    assert len(whole) > 14 or path.startswith("search")
    assert paged[:len(whole)] == whole


def test_the_last_page_says_that_nothing_follows(api: httpx.Client) -> None:
    whole = _get(api, "happenings?party=KAZ&party=OMN&limit=500")
    assert whole["next"] is None
    exact = _get(api, f"happenings?party=KAZ&party=OMN&limit={len(whole['items'])}")
    assert exact == whole


def test_changes_are_asked_for_since_a_day_or_a_moment(api: httpx.Client) -> None:
    day, moment = (_get(api, f"changes?since=2020-01-01{rest}&limit=5") for rest in ("", "T00:00:00Z"))
    assert day == moment and len(day["items"]) == 5


def test_it_answers_what_the_command_line_answers(api: httpx.Client, filled: Path) -> None:
    ledger = connect(str(filled))
    asked = Filter([{"KAZ"}, {"OMN"}], ["CONSULT"])
    found = _get(api, "happenings?party=Казахстан&party=Оман&type=CONSULT")["items"]
    assert found and found == queries.timeline(ledger, asked)
    for own in found:
        why = _get(api, f"happenings/{own['id']}")
        assert why == queries.why(ledger, own["id"])
        for account in why["accounts"]:
            report = _get(api, f"reports/{account['report']}")
            assert report["text"][account["start"]:account["end"]] == account["evidence"]
    contacts = _get(api, "contacts?a=KAZ&b=OMN&limit=20")
    assert contacts == json.loads(json.dumps(queries.contacts(ledger, {"KAZ"}, {"OMN"})))
    person = _get(api, "officials?name=Kosherbayev")["items"][0]
    told = _get(api, f"officials/{person['id']}?limit=5")
    assert told["person"] == person and told["statements"][0]["evidence"]
    ledger.close()


@pytest.mark.parametrize("path", LISTS)
def test_csv_holds_the_rows_of_the_json(api: httpx.Client, path: str) -> None:
    whole = _get(api, path)
    by_header = api.get(path, headers={"Accept": "text/csv"})
    by_name = api.get(f"{path}{'&' if '?' in path else '?'}format=csv")
    assert by_header.headers["content-type"] == by_name.headers["content-type"] == "text/csv; charset=utf-8"
    assert by_header.text == by_name.text
    rows = list(csv.DictReader(io.StringIO(by_header.text)))
    wanted = (whole["newest"] if "b=" in path else whole["partners"] if "a=" in path else whole["items"])
    if path.startswith("officials"):
        wanted = [office for person in wanted for office in person["offices"]]
    assert len(rows) == len(wanted)
    for row, own in zip(rows, wanted, strict=True):
        plain = {name: value for name, value in own.items() if name in row and isinstance(value, str)}
        assert plain and all(row[name] == value for name, value in plain.items())


def test_csv_tells_the_next_page_by_a_link(api: httpx.Client) -> None:
    answer = api.get("happenings?limit=3&format=csv")
    link = answer.links["next"]["url"]
    second = api.get(f"{str(api.base_url).removesuffix('/api/v1/')}{link}").text
    assert second != answer.text and len(second.splitlines()) == 4


@pytest.mark.parametrize("path", ["happenings", "parties", "happenings?format=csv"])
def test_what_the_program_has_is_not_sent_again(api: httpx.Client, path: str) -> None:
    answer = api.get(path)
    tag = answer.headers["etag"]
    for told in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = api.get(path, headers={"If-None-Match": told})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    assert api.get(path, headers={"If-None-Match": '"other"'}).content == answer.content
    assert api.get("happenings?limit=1").headers["etag"] != tag


@pytest.mark.parametrize(("path", "status", "told"), [
    ("nothing", 404, "Not Found"), ("happenings/hx", 404, "hx: there is no such happening"),
    ("officials/px", 404, "px"), ("reports/sha256:0", 404, "sha256:0"), ("reports/", 404, "there is no such report"),
    ("happenings?party=Xyzland", 400, "Xyzland: no such party"), ("positions?on=xyzzy", 400, "xyzzy: no such topic"),
    ("positions", 400, "whose views"), ("happenings?after=hx", 400, "hx"), ("positions?party=KAZ&after=px", 400, "px"),
    ("officials?after=px", 400, "px"), ("search?q=мир&after=rx", 400, "rx"), ("search?q=-мир", 400, "no word"),
    ("commitments?after=hx", 400, "hx"), ("contacts?a=KAZ&since=2026-02-01&until=2026-01-01", 400, "no day"),
    ("happenings?limit=501", 422, "limit"), ("happenings?limit=0", 422, "limit"),
    ("happenings?since=soon", 422, "since"), ("happenings?partie=KAZ", 422, "partie"), ("search", 422, "q"),
    (f"search?q={'я' * 401}", 422, "q"), ("changes?since=2026-01-01T00:00:00", 422, "since"),
    ("changes?since=2026-01-01T00:00:00Z&after=x", 422, "after")])
def test_faults_have_one_shape(api: httpx.Client, path: str, status: int, told: str) -> None:
    answer = api.get(path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error.keys() == {"status", "told"} and error["status"] == status and told in error["told"]


@pytest.mark.parametrize(("path", "status"), [
    ("/", 200), ("/KAZ", 200), ("/static/desk.css", 200), ("/api/v1/happenings", 200), ("/api/v1/docs", 200),
    ("/api/v1/parties?format=csv", 200), ("/nowhere/at/all/none", 404), ("/api/v1/happenings/hx", 404)])
def test_a_head_is_that_of_the_answer_itself(client: httpx.Client, path: str, status: int) -> None:
    client.get("/")  # gives the cookie that all pages give
    whole = client.get(path)
    for _ in range(2):  # on one connection: a body would be taken for the next answer
        head = client.head(path)
        assert head.status_code == whole.status_code == status and head.content == b"" != whole.content
        told = [{name: value for name, value in one.headers.items() if name != "date"} for one in (head, whole)]
        assert told[0] == told[1]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_changed(api: httpx.Client, method: str) -> None:
    answer = api.request(method, "happenings")
    assert answer.status_code == 405 and answer.json()["error"]["status"] == 405 and answer.headers["allow"] == "GET"


def test_too_many_searches_at_once_are_sent_away(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    within, search = Barrier(SEARCHES.at_once + 1, timeout=20), queries.search

    def slow(*given: Any) -> Any:
        within.wait()
        within.wait()
        return search(*given)

    monkeypatch.setattr(queries, "search", slow)
    with ThreadPoolExecutor(SEARCHES.at_once) as pool:
        searching = [pool.submit(api.get, "search?q=мир") for _ in range(SEARCHES.at_once)]
        within.wait()
        answer = api.get("search?q=мир")
        assert answer.status_code == 429 and answer.json()["error"]["status"] == 429 and answer.headers["retry-after"]
        assert _get(api, "happenings?limit=1")["items"]
        within.wait()
        assert all(one.result().status_code == 200 for one in searching)
    monkeypatch.undo()
    assert api.get("search?q=мир").status_code == 200


def test_a_ledger_that_fails_is_told_as_such(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(sa.text("DROP TABLE search"))
    with serving(ledger) as address, httpx.Client(base_url=address) as own:
        answer = own.get("/api/v1/search?q=мир")
        assert answer.status_code == 503 and answer.json()["error"]["status"] == 503 and answer.headers["retry-after"]


def test_where_there_are_users_a_program_needs_a_token(ledger: Ledger) -> None:
    members.add(ledger, "aigul", "admin", "Tulip-Saddle-41-Ember", "aigul")
    token = members.make_token(ledger, "aigul", "table", 30)
    with serving(ledger) as address, httpx.Client(base_url=address) as own:
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            answer = own.get("/api/v1/happenings", headers=headers)
            assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
            assert answer.json() == {"error": {"status": 401, "told": "give a token: Authorization: Bearer …"}}
        assert _get(own, "/api/v1/happenings", Authorization=f"Bearer {token}")["items"]
        person = own.get("/api/v1/docs", headers={"Accept": "text/html"})
        assert person.status_code == 303 and person.headers["location"].startswith("/enter")


def test_a_sentence_is_no_formula_in_a_table(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(sa.text("UPDATE report SET outlet = '=1+1'"))
    with serving(ledger) as address, httpx.Client(base_url=address) as own:
        rows = list(csv.DictReader(io.StringIO(own.get("/api/v1/search?q=переговоры&format=csv").text)))
        assert rows and all(row["outlet"] == "'=1+1" for row in rows)


@pytest.mark.parametrize(("language", "heading"), [("en", "Parameters"), ("ru", "Параметры"), ("kk", "Параметрлер")])
def test_the_reference_names_every_question(tab: Page, shown: str, language: str, heading: str) -> None:
    described = httpx.get(f"{shown}/api/v1/openapi.json").json()
    asked = list[str]()
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{shown}/api/v1/docs?lang={language}")
    for path in described["paths"]:
        assert tab.get_by_role("heading", name=f"GET /api/v1{path}", exact=True).count() == 1
    assert tab.locator("caption", has_text=heading).count() >= len(described["paths"]) - 1
    assert all(url.startswith(shown) for url in asked)
    assert tab.locator("script").count() == 0


def test_the_reference_reads_well_aloud_and_on_a_phone(tab: Page, shown: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(f"{shown}/api/v1/docs")
    assert grave(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
