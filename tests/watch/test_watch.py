"""A day of watching hosts that fail in every way: nothing is lost, nothing comes twice, no host is asked too often."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from elchi.ledger import schema, store, watching
from elchi.ledger.address import canonical
from elchi.ledger.database import Ledger, open_ledger
from elchi.model import Record, Report
from elchi.net.polite import DELAY
from elchi.watch.log import log_to
from elchi.watch.sources import Source
from elchi.watch.watch import Watch
from tests.net.servers import serving
from tests.watch.world import BEGIN, HOSTS, HOUR, Killed, World


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with serving(made.handle) as server:
        made.server = server
        yield made


def keeping(ledger: Ledger, after: Callable[[], None] = lambda: None) -> Callable[[Report], str]:
    """Puts a report into the ledger as it is, uncoded."""
    def keep(report: Report) -> str:
        ((_, outcome),) = store.add(ledger, [Record(report)])
        after()
        return outcome
    return keep


def run(world: World, file: Path, *hosts: str, told: io.StringIO | None = None) -> None:
    """Watch these hosts until the world says that it is enough, anew after each time that it was killed."""
    sources = [Source(world.at(host, "/feed"), host, host, every=1.5 * HOUR) for host in hosts]
    while world.now < world.until:
        world.dead = False
        with closing(open_ledger(str(file))) as ledger:
            try:
                Watch(ledger, sources, world.means(), keeping(ledger, world.perhaps_die),
                      log_to(told or io.StringIO(), world.clock)).run()
            except Killed:
                world.now += 1.0


def reports(file: Path) -> dict[str, list[str]]:
    """The texts of each report, by its key."""
    with closing(open_ledger(str(file))) as ledger, ledger.reading() as connection:
        found: dict[str, list[str]] = {}
        for key, text in connection.execute(sa.select(schema.report.c.key, schema.revision.c.text).join_from(
                schema.report, schema.revision)):
            found.setdefault(key, []).append(text)
        return found


def test_a_day_of_failures(world: World, tmp_path: Path) -> None:
    file, told = tmp_path / "a.db", io.StringIO()
    world.until, world.deadly = BEGIN + 32 * HOUR, 0.008
    run(world, file, *HOSTS, told=told)

    wanted = {canonical(world.at("good.kz" if host == "moved.kz" else host,
                                 ("/other" if host == "moved.kz" else "") + world.page(host, number)))
              for host in HOSTS for number in world.published(host)}
    assert len(wanted) > 100
    found = reports(file)
    assert set(found) == wanted  # nothing is lost
    assert {key: len(texts) for key, texts in found.items() if len(texts) > 1} == {}  # nothing comes twice
    assert all("Душанбе" in text for texts in found.values() for text in texts)

    with closing(open_ledger(str(file))) as ledger:
        counts = watching.counts(ledger).values()
    assert sum(count.waiting for count in counts) == 0
    hidden = {key: texts[0] for key, texts in found.items() if "hidden" in key}
    assert sum(count.given_up for count in counts) > 0
    assert not any("Переговоры" in text for text in hidden.values())  # what the feed itself told is kept
    assert not any("hidden" in asked.path for asked in world.asked)
    assert {asked.path.partition("?")[0] for asked in world.asked if asked.host == "cut.kz"} == {
        "/robots.txt", "/feed", *(world.page("cut.kz", number) for number in world.published("cut.kz"))}
    polite(world)
    pattern = re.compile(r'20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ( [a-z_]+=([^\s"=]+|"([^"\\]|\\.)*"))+')
    assert all(pattern.fullmatch(line) for line in told.getvalue().splitlines())


def polite(world: World) -> None:
    """No host was asked sooner after the last time than it may be, by the server's own log."""
    for host in HOSTS:
        own = [asked for asked in world.asked if asked.host == host]
        assert own
        knows = False
        for former, following in itertools.pairwise(own):
            knows = knows or former.path == "/robots.txt"
            delay = 30.0 if host == "rules.kz" and knows else DELAY
            assert following.at - former.at >= max(delay, former.alone) - 0.001, (former, following)
        assert sum(asked.path == "/robots.txt" for asked in own) < (40 if host == "robots.kz" else 6)
    assert Counter(asked.host for asked in world.asked)["robots.kz"] < 150


def test_a_page_that_breaks_what_reads_it_does_not_end_the_watch(world: World, tmp_path: Path) -> None:
    world.until, world.heals = BEGIN + 16 * HOUR, BEGIN + 7 * HOUR
    told = io.StringIO()
    with closing(open_ledger(str(tmp_path / "a.db"))) as ledger:
        def keep(report: Report) -> str:
            if "это 1-я" in report.text:
                raise RecursionError("too\ndeep")
            return keeping(ledger)(report)

        Watch(ledger, [Source(world.at("good.kz", "/feed"), every=HOUR)], world.means(), keep,
              log_to(told, world.clock)).run()
        assert watching.counts(ledger)[world.at("good.kz", "/feed")] == watching.Counts(3, 0, 1)
    found = reports(tmp_path / "a.db")
    assert [text.partition("\n")[0] for (text,) in found.values() if "Переговоры" not in text] == [
        "Министр прибыл в Душанбе, новость 1."]
    assert len(found) == 3
    assert 'fault="RecursionError: too deep"' in told.getvalue()
    assert 'outcome="given up" feed_text=new' in told.getvalue()


def test_what_does_not_change_is_not_sent_again(world: World, tmp_path: Path) -> None:
    world.heals = BEGIN + HOUR
    world.until = BEGIN + 30 * HOUR
    run(world, tmp_path / "a.db", "good.kz")
    statuses = Counter(asked.status for asked in world.asked if asked.path == "/feed")
    assert statuses[304] > 12
    assert statuses[200] <= 4  # the first, the news, and once a day all of it


def test_feeds_that_are_listed_no_more_leave_nothing_behind(world: World, tmp_path: Path) -> None:
    world.until = BEGIN + 5 * HOUR
    run(world, tmp_path / "a.db", "good.kz")
    first = len(world.asked)
    world.until = BEGIN + 10 * HOUR
    run(world, tmp_path / "a.db", "ids.kz")
    assert {asked.path for asked in world.asked[first:] if asked.host == "good.kz"} <= {"/news/1", "/robots.txt"}


def test_a_report_that_is_there_is_not_fetched(world: World, tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with closing(open_ledger(str(file))) as ledger:
        keeping(ledger)(Report("x", "Министр прибыл в Баку.", url=world.at("good.kz", "/news/0/#top")))
    world.until = BEGIN + HOUR / 2
    run(world, file, "good.kz")
    assert [asked.path for asked in world.asked] == ["/robots.txt", "/feed"]
    assert len(reports(file)) == 1
