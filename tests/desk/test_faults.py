"""What is asked wrongly, or too much, ends in a page that says so, in the reader's language."""

from __future__ import annotations

import re
from threading import Thread

import httpx
import pytest
import sqlalchemy as sa

from elchi.desk.changed import changes
from elchi.desk.words import words
from elchi.errors import LedgerError, LedgerFault
from elchi.ledger import analyst, queries, store
from elchi.ledger.database import Ledger
from elchi.ledger.queries import Filter
from elchi.ledger.queries.said import state
from tests.desk.test_access import HTML


@pytest.mark.parametrize("path", [
    "/?party=Нигдения", "/?party=Казахстон", "/?since=вчера", "/?after=h1", "/?since=2026W10",
    "/officials?party=xx", "/commitments?after=h1", "/KAZ?since=2026-03-05&until=2026-03-01", "/brief?until=0001-01-03",
    "/KAZ?until=0001-01-05", "/KAZ?until=9999-12-31", "/search?q=а&after=x", "/?party=Конго"])
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_what_is_asked_wrongly_is_told_in_the_language_of_the_page(
        client: httpx.Client, path: str, language: str) -> None:
    answer = client.get(path, headers={**HTML, "Cookie": f"elchi-language={language}"})
    assert answer.status_code in (200, 400)
    told = re.search(r"</h1>\s*<p>([^<]+)</p>|class=\"notice[^>]*>(?:\s*<p>)?([^<]+)</p>", answer.text)
    assert told, answer.text[-2000:]
    assert not re.search(r"\b(no such|there is|written|no day|may mean)\b", told[1] or told[2])


@pytest.mark.parametrize(("told", "said"), [
    ("desk.db: there is no row e5", "Записи e5 нет"),
    ("actors: ['ZZZ'] is not one of ['KAZ']", "Кто действует: значения ['ZZZ'] нет; возможны: ['KAZ']"),
    ("a password has 12 characters at least, and 512 at most",
     "В пароле должно быть не меньше 12 и не больше 512 знаков"),
    ("date: 2026-03-05/2026-03-01 ends before it begins",
     "Дата: 2026-03-05/2026-03-01 кончается раньше, чем начинается"),
    ("something else", "something else"),
])
def test_a_fault_is_told_in_russian_where_the_catalogue_knows_it(told: str, said: str) -> None:
    assert words("ru").fault(LedgerError(told)) == said


def test_the_faults_of_the_catalogue_are_those_that_are_raised(ledger: Ledger) -> None:
    raised = list[str]()
    row = (queries.why(ledger, queries.timeline(ledger, limit=1)[0]["id"]) or {})["accounts"][0]["uid"]
    for call in (lambda: analyst.judge(ledger, "e5", "accept", "a", ""),
                 lambda: analyst.apart(ledger, "h1", [], "a", ""), lambda: analyst.undo(ledger, 99, "a"),
                 lambda: analyst.correct(ledger, row, {"date": "2026-99-99"}, "a", ""),
                 lambda: analyst.correct(ledger, row, {"date": "2026-03-05/2026-03-01"}, "a", ""),
                 lambda: analyst.correct(ledger, row, {"type": "DANCE"}, "a", ""),
                 lambda: analyst.correct(ledger, row, {"actors": "", "recipients": ""}, "a", ""),
                 lambda: queries.search(ledger, "!!"), lambda: queries.timeline(ledger, Filter(), 1, "h1")):
        with pytest.raises(LedgerError) as told:
            call()
        raised.append(str(told.value))
    assert [told for told in raised if words("kk").fault(told) == told] == []


def test_an_odd_parameter_is_passed_over_and_a_link_to_another_language_leads_there(client: httpx.Client) -> None:
    assert client.get("/?path=x&request=y&context=z").status_code == 200
    page = client.get("/search", params={"q": "мир", "path": "x"}).text
    link = re.search(r'href="(/search\?[^"]*lang=kk[^"]*)"', page)
    assert link and client.get(link[1].replace("&amp;", "&")).headers["content-language"] == "kk"


def test_a_report_whose_key_has_odd_letters_has_links_to_other_languages(client: httpx.Client, ledger: Ledger) -> None:
    key = queries.search(ledger, "министр", limit=1)[0]["report"]
    page = client.get(f"/reports/{key}?lang=en")
    link = re.search(r'href="([^"]*lang=ru[^"]*)"', page.text)
    assert link and client.get(link[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(("accepted", "language"), [("RU", "ru"), ("EN-us", "en"), ("kk-KZ,ru;q=0.5", "kk")])
def test_the_language_of_the_browser_is_taken_however_it_is_written(
        client: httpx.Client, accepted: str, language: str) -> None:
    assert client.get("/parties", headers={"Accept-Language": accepted}).headers["content-language"] == language


def counted(ledger: Ledger, steps: int) -> None:
    """Let the database count."""
    with ledger.reading() as connection:
        connection.execute(sa.text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :steps) "
                                   "SELECT count(*) FROM n"), {"steps": steps}).scalar_one()


def test_a_time_limit_is_of_the_question_alone(ledger: Ledger) -> None:
    limited, others = ledger.within(.3), [Thread(target=counted, args=(ledger, 900_000)) for _ in range(4)]
    for one in others:
        one.start()
    for _ in range(20):
        counted(limited, 1)
    for one in others:
        one.join(60)
        assert not one.is_alive()
    with pytest.raises(LedgerFault):
        counted(ledger.within(0), 9_000_000)


def test_texts_that_have_little_in_common_are_compared_in_no_time() -> None:
    old, new = (" ".join(f"{letter}{n}" for n in range(4000)) for letter in "ab")
    assert [kind for kind, _ in changes(old, new)] == ["gone", "new"]
    told = changes("Министр прибыл в Баку.", "Министр  прибыл в Тбилиси.")
    assert "".join(text for kind, text in told if kind != "gone") == "Министр  прибыл в Тбилиси."
    assert "".join(text for kind, text in told if kind != "new") == "Министр прибыл в Баку."


def test_what_is_taken_back_and_what_is_taken_out_makes_kept_answers_old(ledger: Ledger) -> None:
    one, other = (row["id"] for row in queries.timeline(ledger, Filter(types=["CONSULT"]), 2))
    states = [state(ledger)]
    account = (queries.why(ledger, one) or {})["accounts"][0]["uid"]
    for word in ("accept", "reject"):
        analyst.judge(ledger, account, word, "a", "")
        states.append(state(ledger))
    analyst.undo(ledger, (queries.history(ledger, account) or [])[-1]["decision"], "a")
    states.append(state(ledger))
    store.purge(ledger, queries.search(ledger, "министр", limit=1)[0]["report"], "asked for")
    states.append(state(ledger))
    assert len(set(states)) == len(states) and other


def test_who_asked_wrongly_finds_the_way_back(client: httpx.Client) -> None:
    page = client.get("/commitments?party=Нигдения", headers=HTML)
    assert page.status_code == 400 and 'href="/commitments"' in page.text.partition("<main")[2].partition("</main>")[0]


def test_a_page_that_a_form_showed_leads_to_that_of_the_form(client: httpx.Client) -> None:
    for path, page in (("/rows/e5/correct", "/rows/e5"), ("/happenings/h1/split", "/happenings/h1")):
        answer = client.get(f"{path}?lang=ru", headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, page)


@pytest.mark.parametrize(("site", "kept"), [
    ("same-origin", True), ("cross-site", False), ("none", False), (None, True)])
def test_a_link_that_was_sent_does_not_choose_the_language(
        client: httpx.Client, site: str | None, kept: bool) -> None:
    answer = client.get("/parties?lang=kk", headers={"Sec-Fetch-Site": site} if site else {})
    assert answer.headers["content-language"] == "kk" and ("elchi-language=kk" in str(answer.headers)) == kept
