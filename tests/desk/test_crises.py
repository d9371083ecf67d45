from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import httpx
import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page

from elchi.desk.pages.crisis_parts import map_of, matrix, network_of
from elchi.desk.words import FOLDER, words
from elchi.errors import LedgerError
from elchi.ledger import questions
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.queries import Filter, crises, positions, timeline
from tests.desk.conftest import grave, serving
from tests.happenings import happening

TEMPLATES = Path(__file__).parents[2] / "elchi" / "desk" / "templates"


@pytest.fixture(scope="module")
def kept(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk that keeps a crisis of Kazakhstan and an empty one."""
    own = tmp_path_factory.mktemp("crises") / "desk.db"
    own.write_bytes(filled.read_bytes())
    with closing(open_ledger(str(own))) as ledger:
        questions.keep(ledger, "steppe", "Степь <b>\u202e", "party=KAZ", "aidana")
        questions.keep(ledger, "quiet", "Quiet", "party=KAZ&since=1990-01-01&until=1990-02-01", "aidana")
        with serving(ledger) as address:
            yield address


def _secret(client: httpx.Client, path: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def test_a_question_is_kept_once_and_dropped(ledger: Ledger) -> None:
    questions.keep(ledger, "strait-2026", "  The\n strait ", "topic=transport", "aidana")
    found = questions.get(ledger, "strait-2026")
    assert found and (found["title"], found["asked"], found["who"]) == ("The strait", "topic=transport", "aidana")
    with pytest.raises(LedgerError, match="kept already"):
        questions.keep(ledger, "strait-2026", "Another", "party=KAZ", "dana")
    questions.keep(ledger, "later", "Later", "party=KAZ", "dana")
    assert [one["name"] for one in questions.every(ledger)] == ["later", "strait-2026"]
    questions.drop(ledger, "strait-2026", "a")
    assert questions.get(ledger, "strait-2026") is None
    with pytest.raises(LedgerError, match="no question"):
        questions.drop(ledger, "strait-2026", "a")


@pytest.mark.parametrize(("name", "title", "asked"), [
    ("Пролив", "Strait", ""), ("a/b", "Strait", ""), ("", "Strait", ""), ("strait", " ", ""),
    ("strait", "x" * 201, ""), ("strait", "Strait", "party=KAZ&" * 500)])
def test_what_cannot_be_kept_is_refused(ledger: Ledger, name: str, title: str, asked: str) -> None:
    with pytest.raises(LedgerError):
        questions.keep(ledger, name, title, asked, "aidana")
    assert questions.every(ledger) == []


def test_an_editor_keeps_a_view_and_drops_it(tab: Page, desk: str) -> None:
    tab.goto(f"{desk}/crises")
    tab.get_by_role("link", name="New crisis").click()
    assert tab.get_by_label("Title").count() == 0
    tab.get_by_label("Party or group").fill("Казахстан")
    tab.get_by_role("button", name="Show").click()
    tab.get_by_label("Title").fill("Каспий, весна")
    tab.get_by_role("button", name="Keep").click()
    assert tab.url == f"{desk}/crises/kaspiy-vesna"
    assert tab.get_by_role("heading", level=1).inner_text() == "Каспий, весна"
    cell = tab.locator("#positions ~ .wide td a").first
    count, address = int(cell.inner_text()), cell.get_attribute("href") or ""
    cell.click()
    assert tab.url.endswith(address) and tab.locator("#sentences blockquote").count() == min(count, 20) > 0
    tab.get_by_role("button", name="Keep this crisis no longer").click()
    assert tab.url == f"{desk}/crises" and tab.get_by_text("No crisis is kept yet").count() == 1


def test_what_cannot_be_kept_is_said(desk: str) -> None:
    with httpx.Client(base_url=desk, headers={"Accept": "text/html"}) as own:
        secret = _secret(own, "/crises/new?party=KAZ")

        def sent(**form: str) -> httpx.Response:
            return own.post("/crises", data={"csrf": secret, **form})

        assert sent(title="A", query="party=KAZ", csrf="another").status_code == 403
        for form in ({"title": "A", "query": "since=2026-01-01"}, {"title": "A", "query": "party=Атлантида"},
                     {"title": "", "query": "party=KAZ"}, {"query": "party=KAZ&since=soon", "title": "A"}):
            assert sent(**form).status_code == 400
        assert own.get("/crises/a").status_code == 404
        assert sent(title="New", query="party=KAZ").headers["location"] == "/crises/crisis"
        assert sent(title="Crisis", query="party=KAZ").status_code == 400
        assert own.post("/crises/none/drop", data={"csrf": secret}).status_code == 400
        assert own.post("/crises/crisis/drop").status_code == 403
        assert own.get("/crises/crisis").status_code == 200


def test_a_title_is_only_text(kept: str) -> None:
    for path in ("/crises", "/crises/steppe"):
        text = httpx.get(kept + path).text
        assert "Степь &lt;b&gt;" in text and "\u202e" not in text


@pytest.mark.parametrize("path", ["/crises", "/crises/new", "/crises/steppe", "/crises/quiet",
                                  "/crises/steppe?holder=KAZ&stance=denies", "/crises/steppe?holder=<b>&stance=<b>"])
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_page_is_whole_in_each_language(kept: str, path: str, language: str) -> None:
    answer = httpx.get(kept + path, headers={"Accept-Language": language})
    assert answer.status_code == 200 and len(answer.content) < 150_000
    assert "style=" not in answer.text and "<b>" not in answer.text


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_all_words_are_translated(language: str) -> None:
    told = set(re.findall(r'_\("([^"]+)"', "".join(
        path.read_text(encoding="utf-8") for path in TEMPLATES.glob("cris*.html"))))
    own = words(language).translations.gettext
    assert [one for one in told if own(one) == one and one not in ("%(party)s: %(stance)s",)] == []
    with (FOLDER / language / "LC_MESSAGES" / "crises.po").open("rb") as file:
        said = [(str(m.id), str(m.string)) for m in read_po(file, locale=language) if m.id and not m.pluralizable]
    places = re.compile(r"%\(\w+\)s")
    assert [one for one, other in said if sorted(places.findall(one)) != sorted(places.findall(other))] == []


def test_the_matrix_counts_what_positions_count(ledger: Ledger) -> None:
    told = {(one["party"], one["stance"]): one["count"] for one in positions(ledger, None, ["KAZ", "RUS"])["stances"]}
    assert told == {(one["party"], one["stance"]): one["count"]
                    for one in crises.stances(ledger, (), ["KAZ", "RUS"])} != {}
    for (party, stance), count in told.items():
        found = crises.sentences(ledger, party, stance, (), limit=1000)
        assert len(found) == count and all(one["stance"] == stance and party in one["holder"] for one in found)
        days = [one["published"][:10] for one in found]
        assert days == sorted(days, reverse=True)


def test_all_who_hold_a_view_on_a_topic_are_found(ledger: Ledger) -> None:
    for topic in {topic for one in timeline(ledger, limit=500) for topic in one["topics"]}:
        told = {(one["party"], one["stance"]): one["count"] for one in positions(ledger, topic)["stances"]}
        assert told == {(one["party"], one["stance"]): one["count"] for one in crises.stances(ledger, [topic], ())}


def test_a_position_on_two_topics_counts_once(ledger: Ledger) -> None:
    every = {topic for one in timeline(ledger, limit=500) for topic in one["topics"]}
    both = sum(one["count"] for one in crises.stances(ledger, every, ()))
    each = sum(one["count"] for topic in every for one in crises.stances(ledger, [topic], ()))
    assert 0 < both < each


def test_happenings_are_those_of_the_timeline_with_their_places(ledger: Ledger) -> None:
    found = crises.happened(ledger, Filter([{"KAZ"}]), 100, ["CONSULT"])
    told = timeline(ledger, Filter([{"KAZ"}]), 100)
    assert [(one["id"], one["actors"], one["place"]) for one in found] == [
        (one["id"], one["actors"], one["place"]) for one in told]
    assert [one["day"] for one in found] == [one["date"][-10:] for one in told]
    named = {one["type"] for one in found if one["place_name"]}
    assert named == {"CONSULT"} and all(one["place"] for one in found if one["place_name"])


def test_talk_has_no_pin_and_a_town_is_found() -> None:
    deed = {"type": "AID", "mode": None, "place": "TUR"}
    told = map_of([happening(place="TUR", place_name="Стамбуле", channel="meeting"), happening(**deed),
                   happening(place_name="Стамбуле", **deed), happening(place_name="Стамбул", **deed),
                   happening(time="future", **deed), happening(**deed | {"place": None})], words("en"))
    assert [(one["label"], one["count"]) for one in told["places"]] == [("Стамбул, Türkiye", 2), ("Türkiye", 1)]
    assert told["chart"].count("#place-") == 2


def test_the_network_is_of_contacts_that_were_held() -> None:
    told = network_of([happening(), happening(recipients=["OTH"]), happening(time="negated"),
                       happening(type="ACCUSE"), happening(actors=["KGZ"], recipients=["KAZ", "OMN"]),
                       happening(actors=[f"P{n:02}" for n in range(13)])], words("en"))
    assert told["pairs"] == [("KAZ", "OMN", 2), ("KAZ", "KGZ", 1), ("KGZ", "OMN", 1)]


def test_the_matrix_goes_from_assent_to_dissent_and_says_what_it_leaves_out() -> None:
    cells = [{"party": f"P{n:02}", "stance": stance, "count": n + 1} for n in range(30)
             for stance in ("condemns", "supports")]
    told = matrix(cells)
    assert told["stances"] == ["supports", "condemns"] and told["left"] == 5
    assert told["rows"][0] == ("P29", {"condemns": 30, "supports": 30})


def test_a_crisis_too_large_says_from_when_on(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'class="notice"' not in httpx.get(f"{kept}/crises/steppe").text
    monkeypatch.setattr("elchi.desk.pages.crises.MOST", 10)
    told = unescape(httpx.get(f"{kept}/crises/steppe").text)
    assert "newest 10 happenings" in told and told.count('class="happening"') == 10


@pytest.mark.parametrize("path", ["/crises", "/crises/new?party=KAZ", "/crises/steppe?holder=KAZ&stance=supports"])
def test_they_can_be_read_by_everyone(chromium: Browser, kept: str, path: str) -> None:
    own = chromium.new_context(viewport={"width": 320, "height": 700})
    tab = own.new_page()
    tab.goto(kept + path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    found = grave(tab)
    own.close()
    assert found == []
