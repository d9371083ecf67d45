"""Asking as a polite guest: by robots.txt, one thing at a time, not too often, and later where it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from elchi.errors import ReportError
from elchi.net import address
from elchi.net.fetch import AGENT, MOVED, Answer, Ask, Net, ask, follow

if TYPE_CHECKING:
    from protego import Protego

DELAY = 5.0
"""Seconds that a host is left alone after each request, where its robots.txt asks for no more."""
LONGEST_DELAY = 3600.0
"""Seconds that robots.txt may ask for at most: one who asks for more has mistaken the unit."""
AGAIN, LATEST = 60.0, 4 * 3600.0
"""Seconds until a host is asked again that failed once, and after however many faults: six looks a day burden no one,
and a feed that is looked at more seldom may have dropped what it named between."""
LONGEST_PAUSE = 86_400.0
"""Seconds for which a host is left alone at most where it says for how long."""
PATIENCE = 120.0
"""Seconds for which one waits where a page sends on to a host that wants to be left alone."""
ROBOTS_LAST, ROBOTS_READ = 86_400.0, 500 * 1024
"""Seconds for which a robots.txt holds, and the bytes of one that are read (RFC 9309, 2.4 and 2.5)."""


@dataclass(slots=True)
class Host:
    """What is known of a host: from when on it may be asked, how many times in a row it has failed, its robots.txt and
    until when that holds. Moments are seconds since 1970."""

    free: float = 0.0
    faults: int = 0
    robots: str = ""
    until: float = 0.0


@dataclass(frozen=True, slots=True)
class Means:
    """What politeness needs of the world: how a server is asked, what the time is, how one waits, and chance in [0, 1).
    `sleep` may raise to end the work."""

    ask: Ask
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


class Polite:
    """The one who asks. `hosts` is what was known when it began; `keep` is told each change before a host is asked, so
    that who begins again after a crash is no less polite."""

    def __init__(self, means: Means, hosts: dict[str, Host], keep: Callable[[str, Host], None]) -> None:
        self.hosts = hosts
        self._means = means
        self._keep = keep

    def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
        """The answer at an address, or where that sends on to. Raises ReportError where it cannot be had or robots.txt
        forbids it."""
        return follow(url, self._allowed, etag, modified)

    def _allowed(self, url: str, etag: str | None, modified: str | None) -> Answer:
        address.parsed(url)
        if not _rules(self._robots(url)).can_fetch(url, AGENT):
            raise ReportError(url, "robots.txt forbids it")
        return self._asked(url, etag, modified)

    def _asked(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
        name, clock = address.host(url), self._means.clock
        host = self.hosts.setdefault(name, Host())
        if (wait := host.free - clock()) > PATIENCE:
            raise ReportError(url, f"the host wants to be left alone for {wait:.0f} s")
        if wait > 0:
            self._means.sleep(wait)
        delay = _delay(host)
        host.free = clock() + delay
        self._keep(name, host)
        answer, pause = None, 0.0
        try:
            answer = self._means.ask(url, etag, modified)
        finally:
            if answer is None or answer.status >= 500 or answer.status == 429:
                host.faults += 1
                pause = backoff(host.faults, AGAIN, self._means.chance)
            else:
                host.faults = 0
            if answer and answer.status in (429, 503):
                pause = max(pause, min(LONGEST_PAUSE, answer.after or 0.0))
            host.free = clock() + max(delay, pause)
            self._keep(name, host)
        return answer

    def _robots(self, url: str) -> str:
        """The robots.txt of an address's host. Raises ReportError where it cannot be had: nothing may be asked then
        (RFC 9309, 2.3.1.4)."""
        host = self.hosts.setdefault(address.host(url), Host())
        if self._means.clock() >= host.until:
            answer = follow(urljoin(url, "/robots.txt"), self._asked)
            if answer.status >= 500 or answer.status == 429 or answer.status in MOVED:
                raise ReportError(url, f"robots.txt cannot be had: status {answer.status}")
            host.robots = answer.body[:ROBOTS_READ].decode("utf-8", "replace").replace("\0", "")
            host.until = self._means.clock() + ROBOTS_LAST
            host.free = max(host.free, self._means.clock() + _delay(host))
            self._keep(address.host(url), host)
        return host.robots


def world(allow_private: bool, sleep: Callable[[float], None]) -> Means:
    """The world as it is: the net, the time, and chance. `allow_private`: hosts that are not public may be asked."""
    import random
    import time

    net = Net(allow_private)
    return Means(lambda url, etag, modified: ask(url, etag, modified, net), time.time, sleep, random.random)


def backoff(faults: int, first: float, chance: Callable[[], float]) -> float:
    """The seconds until the next try after so many faults in a row: `first`, then each time twice as many, up to
    LATEST, a quarter more or less by chance, so that not all return at once."""
    return float(min(max(LATEST, first), first * 2 ** min(faults - 1, 20)) * (0.75 + chance() / 2))


def _delay(host: Host) -> float:
    return max(DELAY, min(LONGEST_DELAY, _rules(host.robots).crawl_delay(AGENT) or 0.0))


@lru_cache(maxsize=64)
def _rules(robots: str) -> Protego:
    from protego import Protego

    return Protego.parse(robots)
