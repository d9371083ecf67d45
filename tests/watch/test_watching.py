"""What is watched is kept whole, in either database."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from elchi.ledger import schema, store, watching
from elchi.ledger.database import Ledger
from elchi.ledger.watching import Counts, State
from elchi.model import Record, Report
from elchi.net.polite import Host
from elchi.read.pieces import Given, Link

FEED, OTHER = "https://e.kz/rss", "https://s.kz/feed"


def link(number: int, **given: str) -> Link:
    url = f"https://e.kz/news/{number}"
    return Link(url, Given(url=url, title=f"Новость {number}", **given), f"Текст {number}\0")


def test_sources_keep_their_state(ledger: Ledger) -> None:
    watching.begin(ledger, [(FEED, "Хребет"), (OTHER, None), (FEED, "Дважды")], 100.0)
    state = State(FEED, 1900.5, "Хребет", '"1\0"', "Mon", 2, 100.25, 90.0, 80.0, 100.25, "нет\0 связи")
    watching.note(ledger, state, [])
    watching.begin(ledger, [(FEED, "Новое имя")], 500.0)
    assert watching.states(ledger) == {
        FEED: replace(state, name="Новое имя", etag='"1"', fault="нет связи"), OTHER: State(OTHER, 100.0)}


def test_what_is_named_waits_once(ledger: Ledger) -> None:
    watching.begin(ledger, [(FEED, None), (OTHER, None)], 100.0)
    list(store.add(ledger, [Record(Report("x", "Министр прибыл.", url="http://www.e.kz/news/2/"))]))
    assert watching.note(ledger, State(FEED, 200.0, asked=100.0), [link(3), link(3), link(2), link(1)]) == 2
    again = [replace(link(1), url="http://m.e.kz/news/1?utm_source=x#top"), link(4), link(2)]
    assert watching.note(ledger, State(OTHER, 200.0, asked=150.0), again) == 1
    assert watching.soonest(ledger) == [("e.kz", 100.0)]
    page = watching.first(ledger, "e.kz")
    assert (page.link, page.source, page.tries) == (replace(link(1), text="Текст 1"), FEED, 0)
    assert watching.counts(ledger) == {FEED: Counts(2, 2, 0), OTHER: Counts(1, 1, 0)}


def test_a_page_is_tried_again_or_waits_no_more(ledger: Ledger) -> None:
    watching.begin(ledger, [(FEED, None)], 100.0)
    watching.note(ledger, State(FEED, 200.0, asked=100.0), [link(2), link(1)])
    page = watching.first(ledger, "e.kz")
    watching.again(ledger, page, 700.0, "нет")
    second = watching.first(ledger, "e.kz")
    assert second.link.url.endswith("/2")
    watching.done(ledger, second)
    assert watching.soonest(ledger) == [("e.kz", 700.0)]
    page = watching.first(ledger, "e.kz")
    assert (page.tries, watching.is_kept(ledger, page)) == (1, False)
    list(store.add(ledger, [Record(Report("x", "Министр прибыл.", url=page.link.url))]))
    assert watching.is_kept(ledger, page)
    watching.done(ledger, page, "нет")
    assert watching.soonest(ledger) == []
    assert watching.counts(ledger) == {FEED: Counts(2, 0, 1)}
    assert watching.note(ledger, State(FEED, 200.0, asked=100.0), [link(2), link(1)]) == 0


def test_hosts_are_remembered(ledger: Ledger) -> None:
    known = Host(100.5, 2, "User-agent: *\n", 900.0)
    watching.keep_host(ledger, "e.kz", Host())
    watching.keep_host(ledger, "e.kz", known)
    watching.keep_host(ledger, "s.kz:8080", Host())
    assert watching.hosts(ledger) == {"e.kz": known, "s.kz:8080": Host()}
    watching.begin(ledger, [], 800.0)
    assert watching.hosts(ledger) == {"e.kz": known}


def test_thousands_of_addresses_are_no_matter(ledger: Ledger) -> None:
    watching.begin(ledger, [(FEED, None)], 100.0)
    many = [link(n) for n in range(3_000)]
    assert watching.note(ledger, State(FEED, 200.0, asked=100.0), many) == 3_000
    assert watching.note(ledger, State(FEED, 200.0, asked=100.0), many) == 0
    assert watching.first(ledger, "e.kz").link.url.endswith("/2999")
    with ledger.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.waiting)) == 3_000
