"""Who asks politely asks seldom, and by the rules."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from elchi.errors import ReportError
from elchi.net.fetch import Answer
from elchi.net.polite import (
    AGAIN,
    DELAY,
    LATEST,
    LONGEST_DELAY,
    LONGEST_PAUSE,
    PATIENCE,
    ROBOTS_LAST,
    Host,
    Means,
    Polite,
    backoff,
)


@dataclass
class Net:
    """A net whose answers a test writes, with a clock that only waiting moves."""

    answers: dict[str, Answer | ReportError | Callable[[], Answer]] = field(default_factory=dict)
    now: float = 1_000_000.0
    asked: list[tuple[float, str]] = field(default_factory=list)
    kept: dict[str, Host] = field(default_factory=dict)

    def ask(self, url: str, etag: str | None, modified: str | None) -> Answer:
        self.asked.append((self.now, url))
        found = self.answers.get(url, Answer(url, 404 if url.endswith("/robots.txt") else 200, b"page"))
        if isinstance(found, ReportError):
            raise found
        return found() if callable(found) else found

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def polite(self) -> Polite:
        means = Means(self.ask, lambda: self.now, self.sleep, lambda: 0.5)
        return Polite(means, dict(self.kept), self.kept.__setitem__)

    def robots(self, text: bytes, status: int = 200, host: str = "e.kz") -> None:
        self.answers[f"http://{host}/robots.txt"] = Answer("", status, text)

    def gaps(self, host: str) -> list[float]:
        times = [at for at, url in self.asked if url.startswith(f"http://{host}/")]
        return [later - earlier for earlier, later in zip(times, times[1:], strict=False)]


def fault(polite: Polite, url: str) -> str:
    with pytest.raises(ReportError) as told:
        polite.get(url)
    assert told.value.source == url
    return told.value.fault


def test_a_host_is_left_alone_between_two_requests() -> None:
    net = Net()
    polite = net.polite()
    for n in range(4):
        polite.get(f"http://e.kz/{n}")
        polite.get(f"http://other.kz/{n}")
    assert net.gaps("e.kz") == net.gaps("other.kz") == [DELAY] * 4
    assert [url for _, url in net.asked].count("http://e.kz/robots.txt") == 1


def test_who_begins_again_knows_when_it_asked_last() -> None:
    net = Net()
    net.polite().get("http://e.kz/1")
    net.polite().get("http://e.kz/2")
    assert net.gaps("e.kz") == [DELAY, DELAY]


def test_robots_txt_is_kept_to() -> None:
    net = Net()
    net.robots("# Правила\nUser-agent: *\nDisallow: /\n\n"
               "User-agent: Elchi\nDisallow: /secret\nCrawl-delay: 20\n".encode())
    polite = net.polite()
    assert polite.get("http://e.kz/open").body == b"page"
    assert fault(polite, "http://e.kz/secret/1") == "robots.txt forbids it"
    polite.get("http://e.kz/open/2")
    assert net.gaps("e.kz") == [20.0, 20.0]
    assert "http://e.kz/secret/1" not in [url for _, url in net.asked]


def test_robots_txt_is_fetched_anew_after_a_day() -> None:
    net = Net()
    polite = net.polite()
    polite.get("http://e.kz/1")
    net.robots(b"User-agent: *\nDisallow: /\n")
    net.now += ROBOTS_LAST - 60
    polite.get("http://e.kz/2")
    net.now += 120
    assert fault(polite, "http://e.kz/3") == "robots.txt forbids it"


@pytest.mark.parametrize("told", [b"", b"<html>Not found</html>", b"\xff\xfe\0\1" * 99, b"User-agent", b": : :\n" * 50,
                                  b"User-agent: *\nCrawl-delay: nan\nDisallow:\n",
                                  b"User-agent: *\nAllow: /\n" * 99_999])
def test_a_robots_txt_that_says_nothing_forbids_nothing(told: bytes) -> None:
    net = Net()
    net.robots(told)
    net.polite().get("http://e.kz/1")
    assert net.gaps("e.kz") == [DELAY]


def test_a_pattern_that_would_take_for_ever_does_not() -> None:
    net = Net()
    net.robots(b"User-agent: *\nDisallow: /" + b"*a" * 2_000 + b"$b\n")
    net.polite().get("http://e.kz/" + "a" * 1_900)


@pytest.mark.parametrize("answer", [Answer("", 500), Answer("", 503), Answer("", 429), ReportError("x", "no answer")])
def test_without_robots_txt_nothing_is_asked(answer: Answer | ReportError) -> None:
    net = Net()
    net.answers["http://e.kz/robots.txt"] = answer
    polite = net.polite()
    with pytest.raises(ReportError, match=r"robots\.txt cannot be had|no answer"):
        polite.get("http://e.kz/1")
    assert [url for _, url in net.asked] == ["http://e.kz/robots.txt"]
    net.answers.clear()
    assert polite.get("http://e.kz/1").status == 200


def test_a_crawl_delay_is_kept_to_within_reason() -> None:
    net = Net()
    net.robots(b"User-agent: *\nCrawl-delay: 99999999\n")
    polite = net.polite()
    assert "left alone" in fault(polite, "http://e.kz/1")
    net.now += LONGEST_DELAY
    assert polite.get("http://e.kz/1").status == 200


def test_each_page_that_is_sent_on_to_is_asked_for_politely() -> None:
    net = Net()
    net.answers["http://e.kz/1"] = Answer("", 301, location="http://other.kz/2")
    net.answers["http://other.kz/2"] = Answer("", 302, location="/3")
    net.robots(b"User-agent: *\nDisallow: /4", host="other.kz")
    polite = net.polite()
    polite.get("http://e.kz/1")
    assert [url for _, url in net.asked] == [
        "http://e.kz/robots.txt", "http://e.kz/1", "http://other.kz/robots.txt", "http://other.kz/2",
        "http://other.kz/3"]
    assert net.gaps("other.kz") == [DELAY, DELAY]
    net.answers["http://e.kz/1"] = Answer("", 301, location="http://other.kz/4")
    with pytest.raises(ReportError, match="forbids"):
        polite.get("http://e.kz/1")


@pytest.mark.parametrize(("after", "pause"), [(600.0, 600.0), (10.0, AGAIN), (-9e9, AGAIN), (None, AGAIN),
                                              (9e9, LONGEST_PAUSE)])
@pytest.mark.parametrize("status", [429, 503])
def test_who_wants_to_be_left_alone_is(status: int, after: float | None, pause: float) -> None:
    net = Net()
    net.answers["http://e.kz/1"] = Answer("", status, after=after)
    polite = net.polite()
    assert polite.get("http://e.kz/1").status == status
    begun, again = net.now, net.polite()
    assert net.kept["e.kz"].free == begun + pause
    if pause > PATIENCE:
        assert f"left alone for {pause:.0f} s" in fault(again, "http://e.kz/2")
        net.now += pause
    again.get("http://e.kz/2")
    assert net.asked[2][0] == begun + pause


def test_who_fails_is_asked_more_and_more_seldom_until_it_answers() -> None:
    net = Net()
    polite = net.polite()
    polite.get("http://e.kz/0")
    net.answers["http://e.kz/1"] = ReportError("http://e.kz/1", "the server takes too long")
    pauses = []
    for _ in range(12):
        net.now = max(net.now, net.kept["e.kz"].free)
        fault(polite, "http://e.kz/1")
        pauses.append(net.kept["e.kz"].free - net.now)
    assert pauses[:3] == [AGAIN, 2 * AGAIN, 4 * AGAIN]
    assert pauses[-1] == LATEST
    net.now = net.kept["e.kz"].free
    polite.get("http://e.kz/2")
    assert net.kept["e.kz"].free - net.now == DELAY


def test_back_off_grows_to_its_end_and_wavers() -> None:
    chance = random.Random(3).random
    for faults in range(1, 2_000):
        wanted = min(LATEST, 60.0 * 2 ** min(faults - 1, 40))
        assert 0.75 * wanted <= backoff(faults, 60.0, chance) <= 1.25 * wanted
    assert len({backoff(3, 60.0, chance) for _ in range(50)}) == 50
    assert backoff(9, 2 * LATEST, lambda: 0.5) == 2 * LATEST
