"""`elchi watch` and `elchi sources` as a person runs them, stopped and killed."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from elchi.cli import app
from elchi.cli_watch import keeping
from elchi.ledger import schema
from elchi.ledger.database import open_ledger
from elchi.ledger.watching import soonest
from elchi.model import Record
from elchi.net.polite import world
from elchi.watch.sources import load
from elchi.watch.watch import Stopped, Watch
from tests.net.servers import Request, Server, answer, serving

RUN = ("import elchi.net.polite as polite; polite.DELAY = 0.05; import elchi.cli_watch as own; "
       "from elchi.model import Record; own.records_of = lambda reports: map(Record, reports); "
       "from elchi.cli import main; main()")
"""The command, soon and without coding: what a report says is no matter here."""
PAGE = ("Министр Казахстана позвонил министру Омана\n\n5 марта 2026 года министр иностранных дел Казахстана Айдар "
        "Оспанов позвонил министру иностранных дел Омана. Стороны обсудили новость {n}. "
        "Переговоры прошли в Астане. \x1b[31m")


@dataclass
class Site:
    """A site with a feed of four pages; `slow` are those that it does not answer soon."""

    server: Server = field(default_factory=lambda: Server(0))
    slow: set[str] = field(default_factory=set)

    def handle(self, request: Request, to: socket.socket) -> None:
        if request.path in self.slow:
            time.sleep(1)
        if request.path == "/robots.txt":
            to.sendall(answer(status=404))
        elif request.path == "/feed":
            items = "".join(f"<item><title>\x07Н {n}</title><link>/news/{n}</link></item>" for n in range(4))
            to.sendall(answer(f"<rss version='2.0'><channel><title>Х</title>{items}</channel></rss>".encode()))
        else:
            to.sendall(answer(PAGE.format(n=request.path[-1]).encode(), content_type="text/plain"))

    def asked(self) -> list[str]:
        return [request.path for request in self.server.asked]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ELCHI_LEDGER", raising=False)
    monkeypatch.setattr("elchi.net.polite.DELAY", 0.05)
    monkeypatch.setattr("elchi.cli_watch.records_of", lambda reports: map(Record, reports))


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with serving(made.handle) as server:
        made.server = server
        yield made


def listed(site: Site, folder: Path) -> Path:
    file = folder / "feeds.toml"
    file.write_text(f'[[feed]]\nurl = "{site.server.at("/feed")}"\nname = "Хребет"\nevery = "60s"\n', encoding="utf-8")
    return file


def told(*arguments: str) -> tuple[int, str, str]:
    """What a command ends with, and tells, in this process and folder."""
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def watching(folder: Path) -> subprocess.Popen[str]:
    """A watch in a process of its own."""
    return subprocess.Popen([sys.executable, "-c", RUN, "watch", "feeds.toml", "--allow-private"], cwd=folder,
                            stderr=subprocess.PIPE, encoding="utf-8")


def until(done: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < 50
        time.sleep(0.02)


def kept(folder: Path) -> list[str]:
    """The keys of all texts in the ledger."""
    with closing(open_ledger(str(folder / "elchi.db"))) as ledger, ledger.reading() as connection:
        return sorted(connection.scalars(sa.select(schema.report.c.key).join_from(schema.report, schema.revision)))


def test_a_watch_that_is_stopped_and_killed_loses_nothing(site: Site, tmp_path: Path) -> None:
    listed(site, tmp_path)
    keys = [f"127.0.0.1:{site.server.port}/news/{n}" for n in range(4)]

    site.slow = {"/news/3"}
    with watching(tmp_path) as running:  # is asked to stop while a page is fetched: ends with that page
        until(lambda: "/news/3" in site.asked())
        running.send_signal(signal.SIGTERM)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "\x1b" not in err
    assert err.splitlines()[-1].endswith("event=end ledger=elchi.db")
    assert kept(tmp_path) == keys[3:]

    site.slow = {"/news/2"}
    with watching(tmp_path) as running:  # is killed while a page is fetched: it is fetched again
        until(lambda: "/news/2" in site.asked())
        running.kill()
        running.communicate(timeout=30)
    assert kept(tmp_path) == keys[3:]

    site.slow = set()
    code, out, _ = told("sources", "feeds.toml", "--format", "csv")
    assert code == 0
    header, row = out.splitlines()
    assert header == "url,name,on,succeeded,failed,fault,named,waiting,given_up,next"
    assert row.startswith(f"{site.server.at('/feed')},Хребет,True,20")
    assert ",,,4,3,0,20" in row

    def sleep(seconds: float) -> None:
        if not soonest(ledger):
            raise Stopped
        time.sleep(min(seconds, 0.05))

    with closing(open_ledger("elchi.db")) as ledger:
        Watch(ledger, load(Path("feeds.toml")), world(True, sleep), keeping(ledger), lambda **told: None).run()
    assert kept(tmp_path) == keys
    assert site.asked().count("/feed") == 1  # the feed was not due again
    assert "\x07" not in err


def test_private_hosts_are_not_asked_unasked(site: Site, tmp_path: Path) -> None:
    listed(site, tmp_path)
    code, out, err = told("sources", "feeds.toml", "--check", "--format", "json")
    assert (code, err) == (0, "")
    (row,) = json.loads(out)
    assert (row["status"], row["named"]) == (None, 0)
    assert "127.0.0.1, which is not of the public internet" in row["fault"]
    assert site.asked() == []


def test_a_list_is_tried_without_writing(site: Site, tmp_path: Path) -> None:
    file = listed(site, tmp_path)
    with file.open("a", encoding="utf-8") as more:
        more.write(f'[[feed]]\nurl = "{site.server.at("/news/1")}"\non = false\n')
    code, out, err = told("sources", "feeds.toml", "--check", "--allow-private", "--format", "csv")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "url,name,status,named,newest,fault", f"{site.server.at('/feed')},Хребет,200,4,,",
        f"{site.server.at('/news/1')},,200,0,,this is no feed"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["feeds.toml"]


def test_what_cannot_be_watched_is_told_in_one_line() -> None:
    code, out, err = told("watch")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "feeds.toml: no feed is switched on: copy the list, and say on = true" in err
    code, out, err = told("sources", "--format", "json")
    assert (code, out, err) == (0, "[]\n", "")


def test_what_a_feed_names_is_added_by_its_address(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("elchi.cli_ledger.records_of", lambda reports: map(Record, reports))
    refused = told("add", site.server.at("/feed"))
    assert refused[:2] == (1, "elchi.db: nothing added\n")
    assert refused[2].endswith("the host lies at 127.0.0.1, which is not of the public internet\n")
    assert site.asked() == []
    assert told("add", site.server.at("/feed"), "--allow-private") == (0, "elchi.db: 4 new\n", "")
    assert site.asked() == ["/robots.txt", "/feed", *(f"/news/{n}" for n in range(4))]
    assert kept(tmp_path) == [f"127.0.0.1:{site.server.port}/news/{n}" for n in range(4)]
    assert told("add", site.server.at("/news/2"), "--allow-private") == (0, "elchi.db: 1 known already\n", "")
