"""A world to watch in: a clock that a test turns, and a real server on loopback for many hosts, each of which fails in
its own way. Every three hours each host publishes a report; its feed names the last of them."""

from __future__ import annotations

import random
import socket
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from elchi.errors import ReportError
from elchi.net.fetch import Answer, Limits, Net, ask
from elchi.net.polite import Means
from elchi.watch.watch import Stopped
from tests.net.servers import Request, Server, answer

BEGIN, HOUR = datetime(2026, 3, 5, tzinfo=UTC).timestamp(), 3600.0
BETWEEN = 3 * HOUR
"""Seconds between two reports of a host."""
WINDOW = 8
"""How many reports a feed names."""
NET = Net(True, lambda name, port: ["127.0.0.1"], Limits(connect=1.0, seconds=0.2, size=500_000))

ROBOTS = {"rules.kz": b"User-agent: *\nCrawl-delay: 30\nDisallow: /hidden/\n",
          "html.kz": b"<html>\xff\0 no rules</html>"}
HOSTS = ("good.kz", "slow.kz", "reset.kz", "cut.kz", "circle.kz", "letters.kz", "busy.kz", "ids.kz", "clock.kz",
         "broken.kz", "rules.kz", "robots.kz", "moved.kz", "html.kz")


class Killed(BaseException):
    """The watch is killed here; nothing that it would still do is done."""


@dataclass
class Asked:
    """One request as the server saw it: when, of which host, for what, and what it answered."""

    at: float
    host: str
    path: str
    status: int = 0
    alone: float = 0.0


@dataclass
class World:
    """The clock, the hosts, and what was asked. `until` is when the watch ends, `heals` from when on all goes well,
    `deadly` how likely it is that the watch is killed at one of the points where it could be."""

    now: float = BEGIN
    until: float = BEGIN + 24 * HOUR
    heals: float = BEGIN + 24 * HOUR
    deadly: float = 0.0
    server: Server = field(default_factory=lambda: Server(0))
    asked: list[Asked] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    dead: bool = False

    def means(self) -> Means:
        """What a watch needs of this world."""
        return Means(self.ask, self.clock, self.sleep, self.chance.random)

    def clock(self) -> float:
        if self.dead:
            raise Killed
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0.0)
        if self.now >= self.until:
            raise Stopped

    def perhaps_die(self) -> None:
        """Be killed, by chance."""
        self.dead = self.chance.random() < self.deadly
        self.clock()

    def ask(self, url: str, etag: str | None, modified: str | None) -> Answer:
        """Ask the server; it takes a fifth of a second of this world, or a minute where it does not answer."""
        self.perhaps_die()
        try:
            found = ask(url, etag, modified, NET)
        except ReportError as e:
            self.now += 60.0 if "too long" in e.fault else 0.2
            raise
        self.now += 0.2
        try:
            self.perhaps_die()
        except Killed:
            self.asked[-1].alone = 0.0  # that the host wants to be left alone was not heard any more
            raise
        return found

    def at(self, host: str, path: str) -> str:
        """The address of a path of a host."""
        return f"http://{host}:{self.server.port}{path}"

    def published(self, host: str) -> list[int]:
        """The numbers of the reports that a host has published by now, the newest first."""
        last = int((min(self.now, self.heals) - BEGIN - HOSTS.index(host) * 120) // BETWEEN)
        return list(range(last, -1, -1))

    def page(self, host: str, number: int) -> str:
        """The path of a report."""
        return f"/hidden/{number}" if host == "rules.kz" and number % 4 == 0 else f"/news/{number}"

    def handle(self, request: Request, to: socket.socket) -> None:
        """Answer, or fail, as this host does."""
        own = Asked(self.now, request.host, request.path)
        self.asked.append(own)
        data = self._answer(request, own)
        if data is None:
            to.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset
        elif data == b"":
            time.sleep(0.3)
        else:
            own.status = int(data.split(b" ", 2)[1])
            to.sendall(data)

    def _answer(self, request: Request, own: Asked) -> bytes | None:
        host, path = request.host, request.path
        ill = self.now < self.heals and self.chance.random() < 0.3
        if path == "/robots.txt":
            if host == "robots.kz" and self.now < BEGIN + 6 * HOUR:
                return answer(status=500)
            return answer(ROBOTS[host]) if host in ROBOTS else answer(b"none", 404)
        match host:
            case "slow.kz" if ill:
                return b""
            case "reset.kz" if ill:
                return None
            case "circle.kz" if ill or path.startswith("/round"):
                return answer(status=302, location="/round/2" if path != "/round/2" else "/round/1")
            case "busy.kz" if ill:
                own.alone = self.chance.choice([10.0, 900.0])
                status, wrong = self.chance.choice([429, 503]), self.now - 9e8  # the clock of this server
                when = datetime.fromtimestamp(wrong + own.alone, UTC)
                return answer(status=status, date=_stamp(wrong), retry_after=self.chance.choice(
                    [str(int(own.alone)), format_datetime(when, usegmt=True)]))
            case "broken.kz" if ill:
                return self.chance.choice([answer(status=500), answer(b""), answer(b"<html>sorry</html>"),
                                           answer(b"\0\xff" * 50), answer(status=404)])
            case "moved.kz" if path.startswith("/news/"):
                return answer(status=301, location=self.at("good.kz", f"/other{path}"))
        return self._feed(request, ill) if path == "/feed" else self._page(host, path, ill)

    def _page(self, host: str, path: str, ill: bool) -> bytes:
        number = path.partition("?")[0].rpartition("/")[2]
        if not number.isdigit():
            return answer(status=404)
        text = f"Министр прибыл в Душанбе, и это {number}-я новость дня от {host}.\nПереговоры продолжаются.\n"
        if host == "letters.kz":
            return answer(text.encode("cp1251"), content_type="text/plain; charset=utf-8")
        if host == "cut.kz" and ill:
            return answer(text.encode(), content_type="text/plain", content_length="9999")
        return answer(text.encode(), content_type="text/plain")

    def _feed(self, request: Request, ill: bool) -> bytes:
        host, numbers = request.host, self.published(request.host)[:WINDOW]
        wrong = self.now + 3e8 if host == "clock.kz" else self.now
        etag = f'"{host}-{numbers[0] if numbers else 0}"'
        if host == "clock.kz" and request.headers.get("if-modified-since"):
            return answer(status=304)  # nothing will ever change after what it says
        if host != "clock.kz" and request.headers.get("if-none-match") == etag:
            return answer(status=304)
        items = "".join(
            f"<item><title>Новость {n}</title><link>{self.at(host, self.page(host, n))}{self._mark(host)}</link>"
            f"<guid isPermaLink='false'>{self._id(host, n)}</guid>"
            f"<pubDate>{_stamp(BEGIN + n * BETWEEN + wrong - self.now)}</pubDate>"
            f"<description>&lt;p&gt;Министр прибыл в Душанбе, новость {n}.&lt;/p&gt;</description></item>"
            for n in numbers)
        letters = "windows-1251" if host == "letters.kz" and ill else "utf-8"
        feed = (f"<?xml version='1.0' encoding='{letters}'?><rss version='2.0'><channel><title>{host}</title>"
                f"{items}</channel></rss>").encode("cp1251" if host == "letters.kz" else "utf-8")
        if host == "cut.kz" and ill:
            feed = feed[:self.chance.randrange(len(feed) - 8)]
        tag = {} if host == "clock.kz" else {"etag": etag}
        return answer(feed, last_modified=_stamp(wrong), content_type="application/rss+xml", **tag)  # type: ignore[arg-type]

    def _mark(self, host: str) -> str:
        return f"?utm_source={self.chance.randrange(9)}" if host == "ids.kz" else ""

    def _id(self, host: str, number: int) -> str:
        return str(self.chance.choice([1, self.now])) if host == "ids.kz" else f"{host}-{number}"


def _stamp(moment: float) -> str:
    return format_datetime(datetime.fromtimestamp(moment, UTC), usegmt=True)
