from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import pytest

from elchi import lexicon
from elchi.annotate.parties import is_state
from elchi.export import columns
from elchi.export.geojson import locate, write_geojson
from elchi.export.ontology import table
from elchi.model import Told
from tests.happenings import HOSTILE, happening, name, visit
from tests.records import APPEAL, CALL, REPORT


def features(rows: Iterable[columns.Row]) -> list[dict[str, Any]]:
    """The features written, held to what RFC 7946 asks of a collection of points."""
    out = io.StringIO()
    write_geojson(rows, out, name)
    found = json.loads(out.getvalue())
    assert set(found) == {"type", "features"}
    assert found["type"] == "FeatureCollection"
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        assert isinstance(feature["properties"], dict)
        assert set(feature["geometry"]) == {"type", "coordinates"}
        assert feature["geometry"]["type"] == "Point"
        east, north = feature["geometry"]["coordinates"]
        assert -180 <= east <= 180
        assert -90 <= north <= 90
    return list(found["features"])


def test_a_visit_lies_in_the_town_named() -> None:
    found, = features(columns.happenings([visit()]))
    assert found["geometry"]["coordinates"] == pytest.approx([28.95, 41.01], abs=0.05)
    told = found["properties"]
    assert (told["located"], told["name"]) == ("town", "Кыргызстан → Турция: consult visit")
    assert (told["first"], told["actors"], told["made"]) == ("2026-02-11", ["KGZ"], "2026-03-02T19:30:00+00:00")


def test_without_a_town_it_lies_in_the_capital_and_says_so() -> None:
    found, = features(columns.happenings([visit(place_name=None)]))
    assert found["geometry"]["coordinates"] == pytest.approx([32.85, 39.92], abs=0.05)
    assert found["properties"]["located"] == "state"


def test_what_has_no_place_has_no_feature() -> None:
    found = features(columns.happenings([happening(), visit(id="h2"), happening(place="UN"), happening(place="Луна")]))
    assert [feature["id"] for feature in found] == ["h2"]
    assert features([]) == []


def test_events_of_reports_lie_on_the_map_too() -> None:
    told = [Told(uid, row, REPORT, "page:7", "ab" * 32, "0.1.0") for uid, row in (("e1", CALL), ("e2", APPEAL))]
    found, = features(columns.told(told, "events"))
    assert (found["id"], found["properties"]["located"]) == ("e1", "town")
    assert found["properties"]["name"] == "Казахстан, KWT: consult phone"
    assert found["properties"]["title"] == REPORT.title
    assert found["properties"]["participants"] == ["Ермек Кошербаев"]


def test_hostile_text_is_no_harm() -> None:
    found, = features(columns.happenings([visit(evidence=HOSTILE, place_name=HOSTILE)]))
    assert "\ufffd" in found["properties"]["evidence"]
    assert found["properties"]["located"] == "state"


@pytest.mark.parametrize(("place", "named", "in_it"), [
    ("UZB", "Самарканд", "Самаркандом"), ("CHE", "Женева", "Женеве"), ("USA", "Нью-Йорк", "Нью-Йорке"),
    ("RUS", "Нижний Новгород", "Нижнем Новгороде"), ("EGY", "Шарм-эш-Шейх", "Шарм-эш-Шейха"), ("KGZ", "Ош", "Оше"),
    ("UKR", "Сумы", "Сумах"), ("IDN", "Медан", "Медане"), ("BLR", "Могилёв", "Могилеве")])
def test_a_town_is_known_in_every_case(place: str, named: str, in_it: str) -> None:
    town, capital = locate(place, named), locate(place, None)
    assert town
    assert town[1] == "town"
    assert locate(place, in_it) == town != capital


def test_a_town_is_looked_for_in_its_own_state_alone() -> None:
    assert locate("KAZ", "Самарканде") == locate("KAZ", None)


def test_every_state_of_the_lexicon_has_a_point() -> None:
    codes = [entry["id"] for entry in lexicon.entries("parties").values() if is_state(entry["id"])]
    assert len(codes) > 200
    assert [code for code in codes if not locate(code, None)] == []


def test_no_two_towns_of_a_state_are_taken_for_each_other() -> None:
    rows = list(table("places.tsv"))
    wrong = [row for row in rows if locate(row["code"], row["name"]) !=
             ((float(row["lon"]), float(row["lat"])), "town")]
    assert len(rows) > 1200
    assert wrong == []
