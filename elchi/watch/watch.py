"""The watch: looks at feeds when they are due, fetches the pages that they name, has each report kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from elchi.errors import LedgerError, ReportError
from elchi.ledger import watching
from elchi.ledger.database import Ledger
from elchi.ledger.watching import State, Waiting
from elchi.model import Report
from elchi.net import address
from elchi.net.fetch import moment, piece
from elchi.net.polite import Means, Polite
from elchi.read.feeds import kind_of, list_text, read_feed
from elchi.read.pieces import Given, How, Link, of_bytes
from elchi.watch import schedule
from elchi.watch.log import Log, told_moment
from elchi.watch.pages import report_of, told_by
from elchi.watch.sources import Source

AHEAD = 86_400.0
"""Seconds by which a report may have come out after now: outlets have clocks of their own, but not of another day."""
BELIEVED = 86_400.0
"""Seconds for which a server is believed that nothing changed, until it is asked for all of a feed once more."""


class Stopped(Exception):
    """What `Means.sleep` raises to end the watch; nothing is lost."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a watch needs: where it keeps all that it knows, what it watches, how it asks, how a report is kept (codes
    it, puts it into the ledger, says what became of it; raises ReportError where it cannot), by which zone, and whom it
    tells what happens."""

    ledger: Ledger
    sources: Sequence[Source]
    means: Means
    keep: Callable[[Report], str]
    log: Log
    zone: str | None = None

    def run(self) -> None:
        """Watch until `means.sleep` raises Stopped, or something that is not the fault of a page. Begun again, it goes
        on where it was. Raises LedgerError where the database fails."""
        watching.begin(self.ledger, ((source.url, source.name) for source in self.sources), self.means.clock())
        polite = Polite(self.means, watching.hosts(self.ledger),
                        lambda name, host: watching.keep_host(self.ledger, name, host))
        listed = {source.url: source for source in self.sources}
        hosts = {url: address.host(url) for url in listed}
        try:
            while True:
                states = watching.states(self.ledger)
                at, task = schedule.next_task(self._tasks(hosts, states), polite.hosts) or (float("inf"), None)
                if task is None or at > self.means.clock():
                    self.means.sleep(at - self.means.clock())
                elif task.kind == "feed":
                    self._look(polite, listed[task.key], states[task.key])
                else:
                    self._fetch(polite, watching.first(self.ledger, task.key))
                self.means.sleep(0.0)  # which stops where it is to
        except Stopped:
            pass

    def _tasks(self, hosts: dict[str, str], states: dict[str, State]) -> Iterator[schedule.Task]:
        for url, host in hosts.items():
            yield schedule.Task("feed", url, host, states[url].due)
        for host, due in watching.soonest(self.ledger):
            yield schedule.Task("page", host, host, due)

    def _look(self, polite: Polite, source: Source, state: State) -> None:
        """Look at a feed, and write down what it names together with how it stands."""
        links: list[Link] = []
        status, fault = None, None
        if state.had is None or self.means.clock() - state.had > BELIEVED:
            state = replace(state, etag=None, modified=None)
        try:
            answer = polite.get(source.url, state.etag, state.modified)
            status = answer.status
            if status != 304 or not (state.etag or state.modified):
                page = piece(source.url, answer)
                state = replace(state, etag=None, modified=None)
                for link in named(source, answer.body, page.media, answer.url):
                    links.append(plausible(link, self.means.clock()))
                state = replace(state, etag=answer.etag, modified=past(answer.modified, self.means.clock()),
                                had=self.means.clock())
        except ReportError as e:
            fault = e.fault
        except (OSError, ValueError) as e:  # as a reader may raise
            fault = f"the list cannot be read: {e}"
        now = self.means.clock()
        # A feed that breaks off has told what it could: it is looked at again as soon as another.
        faults = 0 if fault is None else 1 if links else state.faults + 1
        chance = self.means.chance
        due = schedule.later_look(now, source.every, faults, chance) if faults else \
            schedule.next_look(now, source.every, chance)
        state = replace(state, asked=now, due=due, faults=faults, fault=fault or state.fault,
                        failed=now if fault else state.failed, succeeded=state.succeeded if fault else now)
        new = watching.note(self.ledger, state, links)
        self.log(feed=source.url, status=status, named=len(links), new=new, fault=fault, next=told_moment(due))

    def _fetch(self, polite: Polite, page: Waiting) -> None:
        """Fetch a page and have its report kept; where it cannot be had, have it tried again, or give it up. One
        that is in the ledger by now was kept just before this watch was killed, or by someone else."""
        if watching.is_kept(self.ledger, page):
            watching.done(self.ledger, page)
            return
        how = How(fetch=lambda url: piece(url, polite.get(url)), zone=self.zone)
        outcome, fault = tried(lambda: self.keep(report_of(page.link, how)))
        due = schedule.next_try(self.means.clock(), page.tries + 1, self.means.chance) if fault else None
        self.log(page=page.link.url, feed=page.source, outcome=outcome, tries=page.tries + 1 if fault else None,
                 fault=fault, next=told_moment(due) if due else None)
        if fault and due:
            watching.again(self.ledger, page, due, fault)
            return
        own = told_by(page.link, how) if fault else None
        if own:
            outcome, _ = tried(lambda: self.keep(own))
        watching.done(self.ledger, page, fault)
        if fault:
            self.log(page=page.link.url, feed=page.source, outcome="given up", feed_text=outcome)


def tried(work: Callable[[], str]) -> tuple[str | None, str | None]:
    """What came of a try, or else its fault: whatever a page does to those who read it, the watch goes on. Raises
    LedgerError and Stopped."""
    try:
        return work(), None
    except (LedgerError, Stopped):
        raise
    except Exception as e:
        return None, e.fault if isinstance(e, ReportError) else f"{type(e).__name__}: {e}"


def named(source: Source, data: bytes, media: str | None, url: str) -> Iterator[Link]:
    """What a source names, the newest first as it stands. Raises ReportError, after what could be read, where it is
    nothing that can be watched."""
    piece = of_bytes(source.url, data, media, Given(url=url, outlet=source.outlet))
    if kind_of(list_text(piece)) in ("opml", "sitemapindex"):
        raise ReportError(source.url, "this is a list of lists: name those that are to be watched")
    for found in read_feed(piece, How()):
        if isinstance(found, Link):
            yield found


def plausible(link: Link, now: float) -> Link:
    """The link without days that are still to come: its server's clock is wrong, and the page may say better."""
    late = datetime.fromtimestamp(now + AHEAD, UTC).isoformat()
    own = link.given
    return replace(link, given=replace(own, published=_until(own.published, late), updated=_until(own.updated, late)))


def past(modified: str | None, now: float) -> str | None:
    """What a server says of when a feed changed, unless that is still to come: it would say of all later changes that
    they were before."""
    told = moment(modified)
    return modified if told and told.timestamp() <= now else None


def _until(told: str | None, late: str) -> str | None:
    return told if told and told <= late else None
