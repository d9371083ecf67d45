"""Review: rows least sure first, judged by keyboard and by forms; what was said stays, and is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from elchi.desk.corrected import form, given
from elchi.desk.pages.review import PAGE
from elchi.ledger import analyst, checks, queries, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.queries import Filter
from elchi.ledger.queries.unsure import row, unsure
from elchi.ledger.rows import TABLES
from tests.desk.conftest import grave, serving
from tests.desk.test_reports import VIEW, put, told


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A tab of a browser that runs no scripts."""
    own = chromium.new_context(java_script_enabled=False, locale="en")
    yield own.new_page()
    own.close()


def state(ledger: Ledger, uid: str) -> str:
    found = row(ledger, uid)
    assert found
    return str(found["state"])


def kinds(ledger: Ledger, uid: str) -> list[tuple[str, bool]]:
    """What was said of a thing, and whether it is in force."""
    return [(one["kind"], one["undone"] is None) for one in queries.history(ledger, uid) or ()]


def test_the_least_sure_come_first_and_those_judged_no_more(ledger: Ledger) -> None:
    rows, count, reports = unsure(ledger, limit=10_000)
    assert len(rows) == count and reports == 300
    assert [one["confidence"] for one in rows] == sorted(one["confidence"] for one in rows)
    assert {one["kind"] for one in rows} == {*TABLES.values()} and {one["state"] for one in rows} == {"coded"}
    analyst.judge(ledger, rows[0]["uid"], "accept", "А. Сериков", "")
    assert unsure(ledger, limit=1)[0][0]["uid"] == rows[1]["uid"]
    own, *_ = unsure(ledger, Filter([{"KAZ"}]), limit=10_000)
    assert 0 < len({one["report"] for one in own}) < 300
    assert all(any("KAZ" in one["actors"] + one["recipients"] for one in found["events"])
               for key in {one["report"] for one in own} if (found := queries.report(ledger, key)))


def test_a_form_says_what_the_row_holds_and_no_more_than_was_changed(filled: Path) -> None:
    with closing(open_ledger(str(filled))) as ledger:
        rows, *_ = unsure(ledger, limit=1000)
    for one in rows:
        fields = {field.name: field.value for field in form(one["kind"], one)}
        assert given(one["kind"], one, fields) == {}
        assert {name: checks.value(one["kind"], name, value) for name, value in fields.items()} == {
            name: one.get(name) or ([] if name in one and one[name] == [] else checks.value(one["kind"], name, ""))
            for name in fields}
    least = next(one for one in rows if one["kind"] == "event")
    assert given("event", least, {"place": "OMN", "csrf": "x", "why": "y"}) == {"place": "OMN"}
    for odd in ("", "[]", "[" * 10_000, "null"):
        assert given("event", least, {"place": "OMN", "shown": odd}) == {"place": "OMN"}


def test_rows_are_judged_by_keyboard(ledger: Ledger, desk: str, tab: Page) -> None:
    put(ledger, told())
    first, second, third = [one["uid"] for one in unsure(ledger, limit=3)[0]]
    tab.goto(f"{desk}/review")
    expect(tab.locator(f"#{first}")).to_be_focused()
    for key, uid in (("j", second), ("j", third), ("k", second), ("k", first)):
        tab.keyboard.press(key)
        expect(tab.locator(f"#{uid}")).to_be_focused()
    tab.keyboard.press("?")
    expect(tab.get_by_text("They work while a row has the focus")).to_be_visible()
    tab.keyboard.press("a")
    expect(tab.locator(f"#{second}")).to_be_focused()
    assert state(ledger, first) == "accepted"
    tab.keyboard.press("r")
    expect(tab.locator(f"#{third}")).to_be_focused()
    assert state(ledger, second) == "rejected"
    tab.keyboard.press("n")
    tab.keyboard.type("ajk?")  # letters in a field are letters
    tab.locator(f"#{third} textarea").press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator(f"#{third}")).to_be_focused()
    assert kinds(ledger, third) == [("note", True)] and state(ledger, third) == "coded"
    tab.keyboard.press("e")
    expect(tab.get_by_role("heading", name="Correct it")).to_be_visible()
    assert third in tab.url


@pytest.mark.parametrize(("letter", "code"), [("ф", "KeyA"), ("Ф", "KeyA"), ("a", "KeyQ")])
def test_keys_are_those_of_the_keyboard_whatever_its_language(
        ledger: Ledger, desk: str, tab: Page, letter: str, code: str) -> None:
    first, second = [one["uid"] for one in unsure(ledger, limit=2)[0]]
    tab.goto(f"{desk}/review")
    expect(tab.locator(f"#{first}")).to_be_focused()
    keys = tab.context.new_cdp_session(tab)
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "о", "code": "KeyJ"})
    expect(tab.locator(f"#{second}")).to_be_focused()
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "л", "code": "KeyK"})
    expect(tab.locator(f"#{first}")).to_be_focused()
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": letter, "code": code})
    expect(tab.locator(f"#{second}")).to_be_focused()
    assert state(ledger, first) == "accepted"


def test_two_who_correct_a_row_take_nothing_back_from_each_other(ledger: Ledger, desk: str, plain: Page) -> None:
    event, = put(ledger, told())
    other = plain.context.new_page()
    for one, field, words in ((other, "date", "09.03.2026"), (plain, "place", "Оман")):
        one.goto(f"{desk}/rows/{event}")
        one.locator(f"#f-{field}").fill(words)
    for one in (other, plain):
        one.get_by_role("button", name="Keep the correction").click()
        expect(one.get_by_text("Corrected", exact=True)).to_be_visible()
    found = row(ledger, event)
    assert found and (found["date"], found["place"]) == ("2026-03-09", "OMN")

    other.goto(f"{desk}/rows/{event}")
    analyst.correct(ledger, event, {"date": "2026-03-10", "channel": "video"}, "А. Сериков", "по журналу")
    other.locator("#f-date").fill("2026-03-08")
    other.locator("#f-place").fill("QAT")
    other.locator("#why").fill("иначе")
    other.get_by_role("button", name="Keep the correction").click()
    for said in ("others changed the same meanwhile: Date", "А. Сериков", "Mar 10, 2026"):
        expect(other.get_by_role("alert")).to_contain_text(said)
    for field, words in (("f-date", "2026-03-08"), ("f-place", "QAT"), ("f-channel", "video"), ("why", "иначе")):
        expect(other.locator(f"#{field}")).to_have_value(words)
    found = row(ledger, event)
    assert found and (found["date"], found["place"]) == ("2026-03-10", "OMN")
    other.get_by_role("button", name="Keep the correction").click()
    expect(other.get_by_role("alert")).to_have_count(0)
    found = row(ledger, event)
    assert found and (found["date"], found["place"], found["channel"]) == ("2026-03-08", "QAT", "video")


def test_a_verdict_from_an_old_page_does_not_win_silently(ledger: Ledger, desk: str, plain: Page) -> None:
    event, = put(ledger, told())
    for path in ("/review?party=OMN", f"/rows/{event}"):
        plain.goto(desk + path)
        uid = event if "rows" in path else str(plain.locator(".unsure").first.get_attribute("id"))
        analyst.judge(ledger, uid, "reject", "А. Сериков", "этого нет в тексте")
        plain.get_by_role("button", name="Accept").first.click()
        for said in ("others decided on the row meanwhile", "Rejection", "А. Сериков", "этого нет в тексте"):
            expect(plain.get_by_role("alert")).to_contain_text(said)
        assert state(ledger, uid) == "rejected"
        plain.get_by_role("button", name="Accept").click()
        expect(plain.get_by_role("alert")).to_have_count(0)
        assert state(ledger, uid) == "accepted"


def test_what_was_undone_already_leaves_one_on_the_page(ledger: Ledger, desk: str, plain: Page) -> None:
    event, = put(ledger, told())
    analyst.judge(ledger, event, "reject", "А. Сериков", "")
    plain.goto(f"{desk}/rows/{event}")
    analyst.undo(ledger, 1, "А. Сериков")
    plain.locator(".history").get_by_role("button").click()
    expect(plain.get_by_role("alert")).to_contain_text("there is no decision 1 in force")
    expect(plain.get_by_role("heading", name="Correct it")).to_be_visible()


def test_closed_lists_are_chosen_from_and_what_is_free_says_how_it_is_written(
        ledger: Ledger, desk: str, plain: Page) -> None:
    event, = put(ledger, told())
    plain.goto(f"{desk}/rows/{event}")
    plain.get_by_role("button", name="Keep the correction").click()
    assert kinds(ledger, event) == []  # nothing was changed
    plain.get_by_role("group", name="Topics").locator("summary").click()
    for code in ("transport", "energy"):
        plain.locator(f"input[name=topics][value={code}]").check()
    for name, hint in (("actors", "KAZ, China"), ("place", "Kazakhstan"), ("date", "05.03.2026"), ("persons", "80-90"),
                       ("participants", "foreign_minister (")):
        told_by = plain.locator(f"#f-{name}").get_attribute("aria-describedby")
        expect(plain.locator(f"#{told_by}")).to_contain_text(hint)
    plain.locator("#f-actors").fill("қазақстан; Қатар")
    plain.locator("#f-persons").fill("80-90")
    plain.locator("#f-mode").select_option("visit")
    plain.get_by_role("button", name="Keep the correction").click()
    expect(plain.get_by_text("Corrected", exact=True)).to_be_visible()
    found = row(ledger, event)
    assert found and (found["actors"], found["persons"], found["mode"], sorted(found["topics"])) == (
        ["KAZ", "QAT"], {"low": 80, "best": 85, "high": 90}, "visit", ["energy", "transport"])
    for code in ("transport", "energy"):
        plain.locator(f"input[name=topics][value={code}]").uncheck()
    plain.get_by_role("button", name="Keep the correction").click()
    expect(plain.locator("input[name=topics]:checked")).to_have_count(0)
    found = row(ledger, event)
    assert found and not found["topics"]


def test_rows_are_judged_without_scripts(ledger: Ledger, desk: str, plain: Page) -> None:
    event, = put(ledger, told())
    plain.goto(f"{desk}/review?party=OMN")
    first, second = [one["uid"] for one in unsure(ledger, Filter([{"OMN"}]), limit=2)[0]]
    plain.locator(f"#{first}").get_by_role("button", name="Accept").click()
    expect(plain).to_have_url(f"{desk}/review?party=OMN#{second}")
    assert state(ledger, first) == "accepted"
    plain.locator(f"#{second}").get_by_role("button", name="Reject").click()
    expect(plain.locator(f"#{second}")).to_have_count(0)
    assert state(ledger, second) == "rejected"
    plain.locator(".history li").first.get_by_role("button").click()
    expect(plain.locator(f"#{second}")).to_have_count(1)
    assert plain.url == f"{desk}/review?party=OMN" and kinds(ledger, second) == [("reject", False)]
    plain.goto(f"{desk}/rows/{event}")
    plain.locator("#note").fill("сверить с посольством")
    plain.get_by_role("button", name="Keep the note").click()
    expect(plain.locator(".history")).to_contain_text("сверить с посольством")


def test_a_row_is_corrected_and_shows_what_the_machine_said(ledger: Ledger, desk: str, plain: Page) -> None:
    event, = put(ledger, told())
    plain.goto(f"{desk}/rows/{event}")
    plain.locator("#f-place").fill("OMN")
    plain.locator("#f-channel").select_option("video")
    plain.locator("#why").fill("по записям посольства")
    plain.get_by_role("button", name="Keep the correction").click()
    expect(plain.get_by_text("Corrected", exact=True)).to_be_visible()
    expect(plain.locator(".told").first).to_contain_text("Phone call")
    expect(plain.locator(".history li")).to_have_count(1)
    expect(plain.locator(".history li")).to_contain_text("Oman")
    found = row(ledger, event)
    assert found and (found["place"], found["channel"], found["state"]) == ("OMN", "video", "corrected")
    plain.locator(".history li").first.get_by_role("button").click()
    expect(plain.get_by_text("Coded by the machine", exact=True)).to_be_visible()
    assert state(ledger, event) == "coded"


def test_what_cannot_be_so_is_said_above_what_was_put_in(ledger: Ledger, desk: str, plain: Page) -> None:
    event, = put(ledger, told())
    plain.goto(f"{desk}/rows/{event}")
    plain.locator("#f-date").fill("2026-02-30")
    plain.locator("#f-place").fill("OMN")
    plain.get_by_role("button", name="Keep the correction").click()
    expect(plain.get_by_role("alert")).to_contain_text("2026-02-30")
    expect(plain.locator("#f-place")).to_have_value("OMN")
    assert kinds(ledger, event) == []


def test_rows_that_no_report_gives_any_more_stay_on_the_list_until_undone(
        ledger: Ledger, desk: str, plain: Page) -> None:
    put(ledger, told())
    view = queries.report(ledger, "steppe.example/news/7")["positions"][0]["uid"]  # type: ignore[index]
    analyst.judge(ledger, view, "accept", "А. Сериков", "")
    gone = told(rest="Встречу готовят.")
    text = gone.report.text.replace(VIEW, "Оман молчит.")
    assert [outcome for _, outcome in store.add(ledger, [type(gone)(
        type(gone.report)("x", text, url=gone.report.url, published="2026-03-12"), gone.events)])]
    plain.goto(f"{desk}/review")
    plain.get_by_role("link", name=view).first.click()
    expect(plain.locator(".notice")).to_contain_text("No report says this any more")
    plain.locator(".history").get_by_role("button").click()
    expect(plain.locator(".history .undone")).to_have_count(1)
    assert queries.review(ledger) == []


@pytest.mark.parametrize("act", ["accept", "reject", "correct", "note", "undo"])
def test_what_does_not_come_from_a_form_of_the_desk_changes_no_row(ledger: Ledger, desk: str, act: str) -> None:
    event, = put(ledger, told())
    sent = {"place": "OMN", "text": "x", "number": "1", "csrf": "guessed"}
    answer = httpx.post(f"{desk}/rows/{event}/{act}", data=sent)
    assert answer.status_code == 403
    assert kinds(ledger, event) == [] and state(ledger, event) == "coded"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/reviews", "/"])
def test_a_form_leads_nowhere_else(desk: str, ledger: Ledger, back: str) -> None:
    event, = put(ledger, told())
    page = httpx.get(f"{desk}/rows/{event}", params={"back": back})
    assert page.status_code == 200 and "Back to the review" not in page.text and f'value="{back}"' not in page.text


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "empty.db"))
    with serving(ledger) as address:
        assert "elchi add" in httpx.get(f"{address}/review").text
        assert "Look through the newest reports" in httpx.get(f"{address}/review?party=KAZ").text


def test_pages_are_light(client: httpx.Client) -> None:
    page = client.get("/review")
    assert page.text.count('class="unsure"') == PAGE and len(page.content) < 150_000


def test_it_can_be_read_by_everyone(ledger: Ledger, desk: str, chromium: Browser) -> None:
    event, = put(ledger, told())
    analyst.correct(ledger, event, {"place": "OMN"}, "А. Сериков", "")
    own = chromium.new_context(viewport={"width": 320, "height": 700}, locale="kk")
    tab = own.new_page()
    for path in ("/review", f"/rows/{event}"):
        tab.goto(desk + path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert grave(tab) == [], path
    own.close()
