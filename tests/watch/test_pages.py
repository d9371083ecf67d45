"""From an address that a feed names to the report that lies there, and what is told on the way."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from elchi.errors import ReportError
from elchi.ledger.watching import Counts, State
from elchi.net.fetch import Limits, Net
from elchi.read.pieces import Given, How, Link
from elchi.watch.log import line
from elchi.watch.pages import report_of, told_by
from elchi.watch.shown import shown
from elchi.watch.sources import Source
from elchi.watch.watch import named, past, plausible
from tests.net.servers import Request, Server, answer, fetch, serving

NET = Net(True, limits=Limits(seconds=2.0))
STORY = "Министр иностранных дел Казахстана прибыл в Душанбе с рабочим визитом и провёл там переговоры. "
PAGES = {
    "/html": (f"<html><head><title>Визит</title></head><body><article><h1>Визит в Душанбе</h1>"
              f"{''.join(f'<p>{STORY * 2}</p>' for _ in range(4))}</article></body></html>", "text/html"),
    "/feed": ("<rss version='2.0'><channel><item><link>/html</link><description>Ещё.</description></item></channel>"
              "</rss>", "application/rss+xml"),
    "/picture": ("\x89PNG\r\n", "image/png"), "/empty": ("", "text/html"), "/text": (STORY, "text/plain")}


@pytest.fixture
def server() -> Iterator[Server]:
    def handle(request: Request, to: socket.socket) -> None:
        if request.path == "/moved":
            to.sendall(answer(status=301, location="/text?utm_source=x"))
            return
        body, media = PAGES[request.path.partition("?")[0]]
        to.sendall(answer(body.encode("latin-1" if "picture" in request.path else "utf-8"), content_type=media))

    with serving(handle) as running:
        yield running


def how() -> How:
    return How(fetch=lambda url: fetch(url, NET))


def test_what_the_feed_tells_goes_with_the_page(server: Server) -> None:
    given = Given(url=server.at("/moved"), outlet="Хребет", title="Из ленты", published="2026-03-05T13:40:00+00:00")
    report = report_of(Link(server.at("/moved"), given, "Кратко."), how())
    assert (report.text, report.outlet, report.title) == (STORY, "Хребет", "Из ленты")
    assert report.url == server.at("/text?utm_source=x")
    assert (report.published or "")[:10] == "2026-03-05"


def test_a_page_of_a_site_is_read_as_such(server: Server) -> None:
    report = report_of(Link(server.at("/html")), how())
    assert report.title == "Визит в Душанбе"
    assert report.text.count("Душанбе") >= 8
    assert "<" not in report.text


@pytest.mark.parametrize(("path", "fault"), [("/feed", "a list of addresses"), ("/picture", "a picture"),
                                             ("/empty", "empty")])
def test_what_is_no_report_is_told(path: str, fault: str, server: Server) -> None:
    with pytest.raises(ReportError, match=fault) as told:
        report_of(Link(server.at(path), text="Кратко."), how())
    assert told.value.source.startswith(server.at(path))


def test_a_feed_may_tell_a_report_itself() -> None:
    link = Link("https://e.kz/1", Given(url="https://e.kz/1", title="Визит"), "Министр прибыл в Баку.")
    report = told_by(link, How())
    assert report
    assert (report.url, report.title, report.text) == ("https://e.kz/1", "Визит", "Министр прибыл в Баку.")
    assert told_by(Link("https://e.kz/1"), How()) is None
    assert told_by(Link("https://e.kz/1", text="…"), How()) is None


def test_lists_of_lists_are_not_watched() -> None:
    source = Source("https://e.kz/map.xml", outlet="Хребет")
    for data in (b"<sitemapindex><sitemap><loc>https://e.kz/1.xml</loc></sitemap></sitemapindex>",
                 b"<opml><body><outline xmlUrl='https://e.kz/rss'/></body></opml>"):
        with pytest.raises(ReportError, match="a list of lists"):
            list(named(source, data, None, source.url))
    data = b"<urlset><url><loc>https://e.kz/1</loc></url></urlset>"
    assert [link.given.outlet for link in named(source, data, None, source.url)] == ["Хребет"]


def test_days_to_come_are_not_believed() -> None:
    now = datetime(2026, 3, 5, 12, tzinfo=UTC).timestamp()
    for told, kept in (("2026-03-05T13:40:00+00:00", True), ("2026-03-06", True), ("2026-03-07T00:00:00+00:00", False),
                       ("2036-01-01", False), ("1970-01-01", True)):
        link = plausible(Link("https://e.kz/1", Given(published=told, updated=told)), now)
        assert (link.given.published, link.given.updated) == ((told, told) if kept else (None, None))
    assert past("Thu, 05 Mar 2026 11:00:00 GMT", now) == "Thu, 05 Mar 2026 11:00:00 GMT"
    assert past("Thu, 05 Mar 2026 13:00:00 GMT", now) is past("bald", now) is past(None, now) is None


def test_lines_can_be_read_by_programs() -> None:
    told = {"feed": "https://e.kz/rss", "new": 3, "fault": 'er "sagt":\n\x1b[31m', "query": "a=b", "none": None}
    assert line(1772736000.9, **told, no="") == (
        '2026-03-05T18:40:00Z feed=https://e.kz/rss new=3 fault="er \\"sagt\\": [31m" query="a=b" no=""')


def test_sources_are_shown_whether_listed_or_known() -> None:
    rows = shown([Source("https://e.kz/rss", "Хребет", on=False)],
                 {"https://s.kz/": State("https://s.kz/", 1772736000.0, "Степь", succeeded=0.0, fault="нет")},
                 {"https://s.kz/": Counts(5, 2, 1)})
    assert [list(row.values()) for row in rows] == [
        ["https://e.kz/rss", "Хребет", False, None, None, None, 0, 0, 0, None],
        ["https://s.kz/", "Степь", None, "1970-01-01T00:00:00Z", None, "нет", 5, 2, 1, "2026-03-05T18:40:00Z"]]
