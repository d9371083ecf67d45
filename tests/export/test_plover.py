from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import pytest

from elchi.export.plover import write_plover
from elchi.model import Json, Told
from tests.export.told import EVENT, HOSTILE, REPORT, STRIKE, VISIT, hostile, told


def objects(*rows: Told) -> list[Json]:
    out = io.StringIO()
    write_plover(rows, out)
    return [json.loads(line) for line in out.getvalue().split("\n")[:-1]]


def test_a_meeting_by_the_data_fields_of_the_manual() -> None:
    found = objects(told(EVENT))[0]
    where = found.pop("event_loc")
    assert where == {"name": "Актау", "cc3": "KAZ", "longitude": pytest.approx(51.16, abs=0.1),
                     "latitude": pytest.approx(43.65, abs=0.1)}
    assert found == {
        "id": "E7K", "date": "2026-04-07",
        "source": [
            {"code": "KAZ", "party": "KAZ", "identifier_text": "Kazakhstan"},
            {"code": "UZB", "party": "UZB", "identifier_text": "Uzbekistan", "sector": "GOV",
             "actor_text": "Бахтиёр Саидов", "office": "foreign_minister"},
            {"code": "TKM", "party": "TKM", "identifier_text": "Turkmenistan"}],
        "event": ["CONSULT"], "context": ["transport"], "quad_code": 1, "event_scale": 2.5,
        "event_text": [EVENT.evidence], "link": "H2Q",
        "text_info": {"start": 40, "end": 80, "hash": "ab" * 32},
        "cite_info": {"citation": "news.example/12", "url": "https://news.example/12", "title": "Гости в Актау",
                      "language": "ru", "publication": "Вестник Каспия", "published": "2026-04-08T09:30",
                      "coder": "Elchi 0.1.0", "codebook": "plover-base-0.8"},
        "coder": "Elchi 0.1.0", "confidence": 0.9, "state": "coded"}


def test_an_attack() -> None:
    found = objects(told(STRIKE))[0]
    assert found["source"] == [{"code": "IMG", "party": "NSA:Houthis", "identifier_text": "Houthis"}]
    assert [actor["code"] for actor in found["recipient"]] == ["ISR", "USA"]
    assert (found["mode"], found["quad_code"], found["event_scale"]) == (["drone"], 4, -9.5)
    assert "event_loc" not in found


def test_a_state_is_named_where_no_town_is() -> None:
    assert objects(told(VISIT))[0]["event_loc"] == {
        "name": "Kyrgyzstan", "cc3": "KGZ", "longitude": pytest.approx(74.6, abs=0.1),
        "latitude": pytest.approx(42.9, abs=0.1)}


@pytest.mark.parametrize(("told_date", "first", "last"), [
    ("2026-04-07", "2026-04-07", None), ("2026-02", "2026-02-01", "2026-02-28"), ("2024", "2024-01-01", "2024-12-31"),
    ("2026-04-07/2026-04-09", "2026-04-07", "2026-04-09"), ("2026-02/2026-03", "2026-02-01", "2026-03-31")])
def test_a_span_has_an_end(told_date: str, first: str, last: str | None) -> None:
    found = objects(told(replace(EVENT, date=told_date)))[0]
    assert (found["date"], found.get("enddate")) == (first, last)
    assert date.fromisoformat(first) <= date.fromisoformat(last or first)


def test_what_is_required_is_there_even_where_nothing_is_known() -> None:
    bare = replace(STRIKE, actors=(), recipients=(), contexts=(), time="background", confidence=0.0)
    found = objects(told(bare, report=replace(REPORT, published=None)))[0]
    assert {"id", "date", "source", "event"} <= set(found)
    assert (found["date"], found["source"], found["context"]) == (None, [], ["historical"])


@pytest.mark.parametrize(("time", "special"), [
    ("past", []), ("background", ["historical"]), ("future", ["future"]), ("hypothetical", ["hypothetical"]),
    ("negated", ["negation"])])
def test_contexts_tell_what_did_not_happen(time: str, special: list[str]) -> None:
    assert objects(told(replace(EVENT, time=time)))[0]["context"] == ["transport", *special]


def test_a_text_comes_along_only_where_the_row_has_it() -> None:
    assert "text" not in objects(told(EVENT))[0]
    assert objects(told(EVENT, report=replace(REPORT, text="Гости прибыли.")))[0]["text"] == "Гости прибыли."


def test_hostile_text_comes_back_letter_for_letter() -> None:
    out = io.StringIO()
    write_plover([hostile(), told(VISIT, "B")], out)
    out.getvalue().encode("utf-8")
    assert len(out.getvalue().splitlines()) == 2
    first, second = objects(hostile(), told(VISIT, "B"))
    assert first["event_text"] == [HOSTILE]
    assert first["cite_info"]["title"] == HOSTILE
    assert second["id"] == "B"
