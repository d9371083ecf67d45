"""Lists of feeds, the shipped one among them."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from elchi.errors import ReportError
from elchi.groups import resolve
from elchi.net.address import host
from elchi.watch.sources import SHIPPED, USUAL, Source, load


def written(folder: Path, text: str | bytes, name: str = "feeds.toml") -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_a_list_tells_what_is_watched_and_how_often(tmp_path: Path) -> None:
    assert load(written(tmp_path, """
[[feed]]
url = "https://e.kz/rss"
name = "Хребет"
outlet = "Хребет"
country = "KAZ"
language = "ru"
every = "2h"
checked = true
seen = "its own page"

[[feed]]
url = "https://s.kz/feed"
on = false
""")) == [Source("https://e.kz/rss", "Хребет", "Хребет", "KAZ", "ru", 7200.0, True, True, "its own page"),
          Source("https://s.kz/feed", every=USUAL, on=False)]


def test_a_list_of_a_feed_reader_will_do(tmp_path: Path) -> None:
    opml = ("<?xml version='1.0'?><opml version='1.0'><body><outline text='Азия'><outline text='Хребет' "
            "xmlUrl='https://e.kz/rss'/><outline text='Дважды' xmlUrl='https://e.kz/rss'/></outline></body></opml>")
    assert load(written(tmp_path, opml, "my.opml")) == [Source("https://e.kz/rss", "Дважды", "Дважды")]


@pytest.mark.parametrize(("text", "fault"), [
    ("", "the list has no [[feed]]"), ("feed = 1", "the list has no [[feed]]"), ("feed = [1]", "has no [[feed]]"),
    ("[[feed]]\nname = 'x'", "feed 1: the feed has no url"), ("[[feed]]\nurl = 1", "feed 1: the feed has no url"),
    ("[[feed]]\nurl = 'ftp://e.kz'", "feed 1: only addresses of http and https are fetched"),
    ("[[feed]]\nurl = 'https://e.kz'\n[[feed]]\nurl = 'https://e.kz'", "https://e.kz is listed twice"),
    ("[[feed]]\nurl = 'https://e.kz'\nevrey = '1h'", "feed 1: a feed has no evrey"),
    ("[[feed]]\nurl = 'https://e.kz'\nevery = '1s'", "feed 1: every is a time as 30m"),
    ("[[feed]]\nurl = 'https://e.kz'\nevery = 'soon'", "feed 1: every is a time as 30m"),
    ("[[feed]]\nurl = 'https://e.kz'\nevery = 30", "feed 1: every is not a text"),
    ("[[feed]]\nurl = 'https://e.kz'\non = 'yes'", "feed 1: on is not true or false"),
    ("[[feed]]\nurl = 'https://e.kz'\nname = 1", "feed 1: name is not a text"),
    ("feeds = []\n[[feed]]\nurl = 'https://e.kz'", "not feeds"), ("[[feed", "not a list in TOML"),
    ("a = " + "[" * 100_000, "not a list in TOML"), (b"\xff\xfe\0", "not a list in TOML"),
    ("<opml><body>", "the list breaks off"), ("<html></html>", "no feed")])
def test_faults_name_the_file_and_the_entry(text: str | bytes, fault: str, tmp_path: Path) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ReportError) as told:
        load(file)
    assert str(told.value).startswith(str(file))
    assert fault in str(told.value)
    assert "\n" not in str(told.value)


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(ReportError, match="is a directory"):
        load(tmp_path)


def test_the_shipped_list_is_whole_and_switched_off() -> None:
    feeds = load(SHIPPED)
    assert len(feeds) >= 40
    assert not any(feed.on or feed.checked for feed in feeds)
    assert all(feed.name and feed.outlet and feed.language and feed.seen for feed in feeds)
    assert all(feed.country is None or resolve(feed.country) for feed in feeds)
    countries = Counter(feed.country for feed in feeds)
    assert {"KAZ", "KGZ", "UZB", "TJK", "TKM", "RUS", "AZE", "ARM", "GEO", "TUR", "ARE", "QAT", "SAU", "OMN", "KWT",
            "BHR", None} <= set(countries)
    assert len({host(feed.url) for feed in feeds}) > 35
    assert set(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))) == {"feed"}
