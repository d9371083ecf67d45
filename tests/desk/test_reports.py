"""Reports and happenings: evidence marked letter for letter, accounts side by side, decisions made and taken back."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from elchi.desk.changed import MOST_WORDS, changes
from elchi.desk.marked import harmless, segments
from elchi.desk.pages.happenings import named, unlike
from elchi.desk.reasons import of_match
from elchi.desk.words import words
from elchi.ledger import analyst, queries, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.model import Event, Official, Position, Record, Report, Source
from tests.desk.conftest import grave

ADDRESS = "https://steppe.example/news/7"
CALL = "Министр Казахстана Айдар Оспанов позвонил коллеге из Омана."
VIEW = "Оман поддержал переговоры."
REST = "Встречу готовят <script>alert(1)</script> послы\u202e."


def told(url: str = ADDRESS, channel: str = "call", type: str = "CONSULT", day: str = "2026-03-11", rest: str = REST,
         **about: Any) -> Record:
    """A report of a call on a day, and of a view, the two in words that partly are the same."""
    text = f"{CALL} {VIEW}\n\n{rest}"
    report = Report("x", text, url=url, outlet="Степной курьер", title="Звонок", author="Айгуль Сатпаева",
                    published="2026-03-12", updated="2026-03-13T10:00", views=12345, language="ru",
                    sources=(Source("Степной курьер", "outlet"), Source("МИД Омана", "official")), **about)
    officials = (Official("Айдар Оспанов", "KAZ", "foreign_minister", CALL, 0, len(CALL), "министр", 0.9),)
    whole = len(CALL) + 1 + len(VIEW)
    event = Event(type, None, ("KAZ",) if type == "AGREE" else ("KAZ", "OMN"), ("OMN",) if type == "AGREE" else (), day,
                  "past", None, None if type == "AGREE" else channel, (), CALL, 0, len(CALL), 0.31, ("acts/call",),
                  participants=officials)
    return Record(report, (event,), (Position(("OMN",), "supports", "переговоры", (), text[:whole], 0, whole, 0.2),),
                  officials)


def put(ledger: Ledger, *records: Record) -> list[str]:
    """Keep records; the ids of the events of each."""
    found = [queries.report(ledger, put.report.url or "") for put, _ in list(store.add(ledger, records))]
    return [one["events"][0]["uid"] for one in found if one]



@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=8))
def test_segments_are_the_text_with_the_rows_that_stand_on_each(text: str, spans: list[tuple[int, int]]) -> None:
    rows = {f"r{n}": span for n, span in enumerate(spans)}
    found = segments(text, [(a, b, uid) for uid, (a, b) in rows.items()])
    assert "".join(one.text for one in found) == text and all(one.text for one in found)
    at = 0
    for one in found:
        for place in range(at, at + len(one.text)):
            assert set(one.on) == {uid for uid, (a, b) in rows.items() if a <= place < b}
        at += len(one.text)
    standing = {uid for uid, (a, b) in rows.items() if max(a, 0) < min(b, len(text))}
    for told_of in ([uid for one in found for uid in one.begin], [uid for one in found for uid in one.end]):
        assert sorted(told_of) == sorted(standing)


@given(st.text(alphabet="аб \n", max_size=60), st.text(alphabet="аб \n", max_size=60))
def test_what_changed_tells_both_texts(old: str, new: str) -> None:
    found = changes(old, new)
    assert "".join(piece for kind, piece in found if kind != "new") == old
    assert "".join(piece for kind, piece in found if kind != "gone") == new


def test_long_texts_are_compared_by_lines() -> None:
    lines = [f"слово {n} " * 3 for n in range(MOST_WORDS)]
    found = changes("\n".join(lines), "\n".join([*lines[:9], "иначе", *lines[10:]]))
    assert [kind for kind, _ in found] == ["same", "gone", "new", "same"]


def test_a_report_shows_its_text_its_rows_and_whom_it_rests_on(ledger: Ledger, desk: str) -> None:
    event, = put(ledger, told())
    assert {httpx.get(f"{desk}/reports/{key}").status_code for key in (ADDRESS, "steppe.example/news/7")} == {200}
    page = httpx.get(f"{desk}/reports/r{event[1:13]}").text
    for piece in ("Айгуль Сатпаева", "12,345", "МИД Омана", "Official source", f'id="{event}"', f'id="at-{event}"'):
        assert piece in page
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page and "\u202e" not in page
    assert httpx.get(f"{desk}/reports/none").status_code == 404


@pytest.mark.parametrize("way", ["pointer", "keyboard"])
def test_a_row_lights_its_sentence_and_the_other_way_round(ledger: Ledger, desk: str, tab: Page, way: str) -> None:
    event, = put(ledger, told())
    tab.goto(f"{desk}/reports/r{event[1:13]}")
    row, lit = tab.locator(f"#{event}"), tab.locator("mark.lit")
    if way == "pointer":
        row.hover()
    else:
        row.get_by_role("link", name="Its sentence").focus()
    expect(lit).to_have_text(CALL)
    sentence = tab.locator("mark").nth(1)
    if way == "pointer":
        sentence.hover()
    else:
        tab.locator("a.ref").last.focus()
    expect(tab.locator(".row.lit")).to_have_count(1)
    expect(tab.locator(".row.lit")).to_contain_text("переговоры")
    tab.get_by_role("heading", level=1).hover() if way == "pointer" else tab.locator("#find").focus()
    expect(tab.locator(".lit")).to_have_count(0)


def test_without_scripts_links_lead_from_row_to_sentence_and_back(ledger: Ledger, desk: str, chromium: Browser) -> None:
    event, = put(ledger, told())
    own = chromium.new_context(java_script_enabled=False, locale="en")
    tab = own.new_page()
    tab.goto(f"{desk}/reports/r{event[1:13]}")
    tab.locator(f"#{event}").get_by_role("link", name="Its sentence").click()
    assert tab.url.endswith(f"#at-{event}")
    expect(tab.locator(".at:target ~ mark").first).to_have_text(CALL)
    tab.locator("a.ref").first.click()
    expect(tab.locator(".row:target")).to_have_count(1)
    own.close()


def test_earlier_revisions_show_what_changed(ledger: Ledger, desk: str) -> None:
    event, = put(ledger, told())
    put(ledger, told(rest="Встречу готовят послы в Маскате."))
    report = f"{desk}/reports/r{event[1:13]}"
    assert "What changed in revision 2" in httpx.get(report).text
    found = httpx.get(f"{report}/revisions/2").text
    assert "<ins> в Маскате.</ins>" in found or "Маскате.</ins>" in found
    assert "<del>" in found and "<script>alert" not in found
    assert CALL in httpx.get(f"{report}/revisions/1").text
    assert httpx.get(f"{report}/revisions/3").status_code == 404


def test_a_text_that_was_taken_out_is_not_shown(ledger: Ledger, desk: str) -> None:
    event, = put(ledger, told())
    store.purge(ledger, ADDRESS, "по просьбе")
    for path in ("", "/revisions/1"):
        page = httpx.get(f"{desk}/reports/r{event[1:13]}{path}")
        assert page.status_code == 200 and "taken out" in page.text and "Оспанов" not in page.text


def test_a_happening_shows_all_accounts_and_marks_where_they_differ(ledger: Ledger, desk: str, tab: Page) -> None:
    one, other = put(ledger, told(), told("https://harbour.example/1", "video"))
    uid = next(row["id"] for row in queries.timeline(ledger, limit=500) if row["id"][1:] in (one[1:], other[1:]))
    tab.goto(f"{desk}/happenings/{uid}")
    expect(tab.locator(".account")).to_have_count(2)
    expect(tab.locator(".account .differs")).to_have_count(2)
    expect(tab.get_by_role("region", name="What reports tell differently")).to_contain_text("Video")
    tab.locator(f"#{other} blockquote a").click()
    assert tab.url == f"{desk}/reports/r{other[1:13]}#at-{other}"
    gone = "h" + next(own for own in (one, other) if own[1:] != uid[1:])[1:]
    answer = httpx.get(f"{desk}/happenings/{gone}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/happenings/{uid}")


def test_accounts_are_split_joined_and_that_is_undone_without_scripts(
        ledger: Ledger, desk: str, chromium: Browser) -> None:
    one, other = put(ledger, told(), told("https://harbour.example/1"))
    own = chromium.new_context(java_script_enabled=False, locale="en")
    tab = own.new_page()
    tab.goto(f"{desk}/happenings/h{one[1:]}")
    tab.locator(f"input[name=account][value={other}]").check()
    tab.locator("#why-split").fill("другой разговор")
    tab.get_by_role("button", name="Split the chosen off").click()
    expect(tab.locator(".account")).to_have_count(1)
    tab.goto(f"{desk}/happenings/h{one[1:]}")
    expect(tab.locator(".account")).to_have_count(1)
    expect(tab.locator(".history li")).to_contain_text("другой разговор")
    tab.locator("#other").fill(f"{desk}/happenings/h{other[1:]}?lang=en")
    tab.get_by_role("button", name="See both side by side").click()
    expect(tab.get_by_role("heading", name="Are these one happening?")).to_be_visible()
    tab.locator("#why").fill("один разговор")
    tab.get_by_role("button", name="They are one").click()
    expect(tab.locator(".account")).to_have_count(2)
    expect(tab.locator(".history li").first).to_contain_text("один разговор")
    tab.locator(".history li").first.get_by_role("button").click()
    expect(tab.locator(".account")).to_have_count(1)
    tab.goto(f"{desk}/happenings/h{one[1:]}")
    expect(tab.locator(".account")).to_have_count(1)
    own.close()
    kinds = [(said["kind"], said["undone"] is None) for said in queries.history(ledger, one) or ()]
    assert kinds == [("apart", True), ("same", False)]


def test_a_promise_is_judged_and_noted_on(ledger: Ledger, desk: str, tab: Page) -> None:
    one, = put(ledger, told(type="AGREE"))
    tab.goto(f"{desk}/happenings/h{one[1:]}")
    tab.locator("#verdict").select_option("kept")
    tab.get_by_role("button", name="Keep the verdict").click()
    expect(tab.locator(".notice")).to_contain_text("Kept")
    tab.locator("#note").fill("сверено с <b>записью</b>")
    tab.get_by_role("button", name="Keep the note").click()
    expect(tab.locator(".history")).to_contain_text("сверено с <b>записью</b>")
    assert [said["kind"] for said in queries.why(ledger, f"h{one[1:]}")["decisions"]] == [  # type: ignore[index]
        "verdict", "note"]


@pytest.mark.parametrize("act", ["split", "join", "note", "verdict", "undo"])
def test_what_does_not_come_from_a_form_of_the_desk_changes_nothing(ledger: Ledger, desk: str, act: str) -> None:
    one, = put(ledger, told(type="AGREE"))
    answer = httpx.post(f"{desk}/happenings/h{one[1:]}/{act}", data={
        "account": one, "other": one, "text": "x", "value": "kept", "number": "1", "csrf": "guessed"})
    assert answer.status_code == 403
    assert queries.history(ledger, one) == []


def test_what_cannot_be_said_of_a_happening_is_told_on_its_page_which_keeps_what_was_put_in(
        ledger: Ledger, desk: str, tab: Page) -> None:
    one, other = put(ledger, told(), told("https://harbour.example/1"))
    tab.goto(f"{desk}/happenings/h{one[1:]}")
    split, alert = tab.get_by_role("button", name="Split the chosen off"), tab.get_by_role("alert")
    tab.locator("#why-split").fill("другой разговор")
    split.click()
    expect(alert).to_contain_text("no account is chosen")
    expect(tab.locator("#why-split")).to_have_value("другой разговор")
    for uid in (one, other):
        tab.locator(f"input[value={uid}]").check()
    split.click()
    expect(alert).to_contain_text("all accounts are chosen")
    expect(tab.locator(f"input[value={one}]")).to_be_checked()
    expect(tab.locator("#why-split")).to_have_value("другой разговор")
    for wrong, fault in (("h1", "there is no happening h1"), (other, "are one happening already")):
        tab.locator("#other").fill(wrong)
        tab.get_by_role("button", name="See both side by side").click()
        expect(alert).to_contain_text(fault)
        expect(tab.locator("#other")).to_have_value(wrong)
    tab.locator(f"input[name=account][value={other}]").check()
    split.click()
    analyst.undo(ledger, 1, "А. Сериков")
    tab.locator(".history").get_by_role("button").click()
    expect(alert).to_contain_text("there is no decision 1 in force")
    expect(tab.locator(".account")).to_have_count(2)


def test_two_happenings_are_shown_side_by_side_before_they_are_joined_and_that_is_one_act(
        ledger: Ledger, desk: str, tab: Page) -> None:
    one, _ = put(ledger, told(), told("https://harbour.example/1"))
    other, _ = put(ledger, told("https://harbour.example/2", day="2026-05-20"),
                   told("https://harbour.example/3", day="2026-05-20"))
    tab.goto(f"{desk}/happenings/h{one[1:]}")
    tab.locator("#other").fill(other.replace("e", "h", 1))
    tab.get_by_role("button", name="See both side by side").click()
    sides = tab.locator("section.account")
    expect(sides).to_have_count(2)
    for side, day in ((sides.first, "Mar 11, 2026"), (sides.last, "May 20, 2026")):
        for said in (day, "Kazakhstan", "Oman", "2 reports", CALL):
            expect(side).to_contain_text(said)
    assert grave(tab) == [] and queries.history(ledger, one) == []
    tab.get_by_role("button", name="They are one").click()
    expect(tab.locator(".account")).to_have_count(4)
    acts = tab.locator(".history li")
    expect(acts).to_have_count(1)
    assert len(queries.history(ledger, one) or []) > 1
    for day in ("Mar 11, 2026: Kazakhstan, Oman", "May 20, 2026: Kazakhstan, Oman"):
        expect(acts.get_by_role("link", name=day)).to_have_count(1)
    tab.goto(f"{desk}/review")
    expect(acts).to_have_count(1)
    acts.get_by_role("button").click()
    expect(tab.locator(".history .undone")).to_have_count(1)
    tab.goto(f"{desk}/happenings/h{one[1:]}")
    expect(tab.locator(".account")).to_have_count(2)


def test_reasons_are_told_in_the_language_of_the_reader(filled: Any) -> None:
    ledger = open_ledger(str(filled))
    found = {told_of for row in queries.timeline(ledger, limit=60) if row["reports"] > 1
             for match in queries.why(ledger, row["id"])["matches"] for told_of in match["reasons"]}  # type: ignore[index]
    ledger.close()
    assert len(found) > 5
    for language in ("ru", "kk"):
        assert [told_of for told_of in found if re.match("[a-z]", of_match(words(language), told_of))] == []


def test_only_what_differs_from_most_is_marked() -> None:
    values = [{"value": "call", "accounts": ["a", "b"]}, {"value": "video", "accounts": ["c"]}]
    assert unlike({"channel": values}) == {"c": {"channel"}}
    values[0]["accounts"] = ["a"]
    assert unlike({"channel": values}) == {"a": {"channel"}, "c": {"channel"}}


@pytest.mark.parametrize(("given_as", "uid"), [
    ("hnbnqiu2yjtxlltd46k", "hnbnqiu2yjtxlltd46k"), (" nothing ", "nothing"),
    ("https://desk.example/happenings/hnbnqiu2yjtxlltd46k?lang=kk#note", "hnbnqiu2yjtxlltd46k")])
def test_a_happening_is_named_by_id_or_address(given_as: str, uid: str) -> None:
    assert named(given_as) == uid


def test_texts_lose_what_could_deceive_the_eye() -> None:
    assert harmless("а\u202eб\x07\nв\u200fг") == "аб\nвг"


def test_they_can_be_read_by_everyone(ledger: Ledger, desk: str, chromium: Browser) -> None:
    one, _ = put(ledger, told(), told("https://harbour.example/1", "video"))
    put(ledger, told(rest="Встречу готовят послы."))
    own = chromium.new_context(viewport={"width": 320, "height": 700}, locale="ru")
    tab = own.new_page()
    for path in (f"/reports/r{one[1:13]}", f"/reports/r{one[1:13]}/revisions/2", f"/happenings/h{one[1:]}"):
        tab.goto(desk + path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert grave(tab) == [], path
    own.close()
