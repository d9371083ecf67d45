"""A moment told with an offset falls on the day that the outlet's clock shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from elchi import lexicon
from elchi.errors import LexiconError
from elchi.read import read_text, zones

LATE = "2026-03-05T20:40:00+00:00"


@pytest.mark.parametrize(("url", "zone", "published"), [
    ("https://www.example.kz/news/1", None, "2026-03-06T01:40"),
    ("https://www.example.kz/news/1", "Asia/Tokyo", "2026-03-06T01:40"),
    ("example.ru", None, "2026-03-05T23:40"),
    ("https://en.tass.com/a", None, "2026-03-05T23:40"),
    ("https://nottass.com/a", None, "2026-03-05T20:40"),
    ("https://example.com/a", None, "2026-03-05T20:40"),
    ("https://example.com/a", "Asia/Tokyo", "2026-03-06T05:40"),
    (None, "Asia/Tokyo", "2026-03-06T05:40"),
    ("http://[::1", None, "2026-03-05T20:40"),
])
def test_the_day_is_that_of_the_outlet(url: str | None, zone: str | None, published: str) -> None:
    assert read_text("Министры провели переговоры.", id="x", url=url, published=LATE, zone=zone).published == published


@pytest.mark.parametrize("told", ["2026-03-05T20:40", "2026-03-05", "2026-03", "2026"])
def test_what_is_told_without_an_offset_is_the_outlets_own(told: str) -> None:
    assert read_text("Переговоры.", id="x", url="https://example.kz/1", published=told).published == told


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "zones").mkdir()
    yield tmp_path / "zones" / "own.yaml"
    (tmp_path / "zones" / "own.yaml").unlink()
    lexicon.use(tmp_path)


def test_a_zone_that_is_none_is_named_with_its_place(own: Path) -> None:
    own.write_text("- {id: Asia/Atlantis, hosts: [example.org]}\n", encoding="utf-8")
    lexicon.use(own.parent.parent)
    with pytest.raises(LexiconError, match=r"own\.yaml:1: entry Asia/Atlantis: there is no such zone"):
        zones.of("https://example.org")


def test_an_outlet_is_added_by_an_entry(own: Path) -> None:
    own.write_text("- {id: Asia/Almaty, hosts: [example.org]}\n", encoding="utf-8")
    lexicon.use(own.parent.parent)
    assert zones.of("https://news.example.org/1") == "Asia/Almaty"
