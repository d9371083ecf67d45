"""What is watched: the sources, the pages that they have named, those still to be fetched, and the hosts that were
asked. Moments are seconds since 1970."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from elchi.ledger import schema
from elchi.ledger.address import canonical
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.ids import report_mark
from elchi.net.address import host
from elchi.net.polite import Host
from elchi.read.pieces import Given, Link


@dataclass(frozen=True, slots=True)
class State:
    """How a source stands: when it is to be asked next, what its server said of its last version, how many times in a
    row it failed; when it was last asked, when with success, when given whole, when it failed, and its last fault."""

    url: str
    due: float
    name: str | None = None
    etag: str | None = None
    modified: str | None = None
    faults: int = 0
    asked: float | None = None
    succeeded: float | None = None
    had: float | None = None
    failed: float | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that is still to be fetched: by which mark it is known, who named it, and how often it was tried."""

    mark: int
    link: Link
    source: str
    tries: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a source: how many pages it has named, how many wait, how many were given up."""

    named: int = 0
    waiting: int = 0
    given_up: int = 0


def begin(ledger: Ledger, listed: Iterable[tuple[str, str | None]], now: float) -> None:
    """Take sources, by address and name, into the ledger; those that it knows keep their state. Hosts of which nothing
    holds any more are forgotten."""
    s, h = schema.source, schema.host
    with ledger.writing() as connection:
        connection.execute(h.delete().where(h.c.free < _kept(now), h.c.until < _kept(now)))
        known = set(connection.scalars(sa.select(s.c.url)))
        for url, name in listed:
            if url in known:
                connection.execute(s.update().where(s.c.url == url).values(name=name))
            else:
                connection.execute(s.insert(), {"url": url, "name": name, "due": _kept(now), "faults": 0})
            known.add(url)


def states(ledger: Ledger) -> dict[str, State]:
    """How each source stands, by its address."""
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(schema.source).order_by(schema.source.c.url)).all()
    return {row.url: State(row.url, _told(row.due), row.name, row.etag, row.modified, row.faults, _when(row.asked),
                           _when(row.succeeded), _when(row.had), _when(row.failed), row.fault) for row in rows}


def note(ledger: Ledger, state: State, links: Sequence[Link]) -> int:
    """Write down how a source stands now, together with what it named, the newest first: in one go, so that nothing is
    lost that its server will not tell again. What was named before, by whomever, or is a report of the ledger, does not
    wait again. Returns how many are new."""
    s, at = schema.source, _kept(state.asked or 0.0)
    with ledger.writing() as connection:
        connection.execute(s.update().where(s.c.url == state.url).values(
            due=_kept(state.due), etag=_kept_text(state.etag), modified=_kept_text(state.modified), faults=state.faults,
            asked=at, succeeded=_maybe(state.succeeded), had=_maybe(state.had), failed=_maybe(state.failed),
            fault=_kept_text(state.fault)))
        fresh = {report_mark(canonical(link.url)): link for link in reversed(links)}
        for known in (schema.named.c.mark, schema.report.c.mark):
            for mark in connection.scalars(sa.select(known).where(among(known, set(fresh)))).all():
                del fresh[mark]
        if fresh:
            connection.execute(schema.named.insert(), [
                {"mark": mark, "source": state.url, "at": at, "fault": None} for mark in fresh])
            connection.execute(schema.waiting.insert(), [
                {"mark": mark, "url": link.url, "host": host(link.url), "due": at + n, "tries": 0, "fault": None,
                 "given": json.dumps(asdict(link.given)), "text": _kept_text(link.text)}
                for n, (mark, link) in enumerate(fresh.items())])
    return len(fresh)


def soonest(ledger: Ledger) -> list[tuple[str, float]]:
    """Of each host that pages wait for, when the first of these is to be fetched."""
    w = schema.waiting.c
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(w.host, sa.func.min(w.due)).group_by(w.host)).all()
    return [(name, _told(due)) for name, due in rows]


def first(ledger: Ledger, name: str) -> Waiting:
    """The page of a host that is to be fetched first."""
    w, n = schema.waiting.c, schema.named.c
    with ledger.reading() as connection:
        row = connection.execute(sa.select(
            w.mark, w.url, w.given, w.text, w.tries, n.source).join_from(
            schema.waiting, schema.named, w.mark == n.mark).where(w.host == name).order_by(w.due).limit(1)).one()
    return Waiting(row.mark, Link(row.url, Given(**json.loads(row.given)), row.text), row.source, row.tries)


def is_kept(ledger: Ledger, page: Waiting) -> bool:
    """Whether the ledger holds a report of a page's address."""
    r = schema.report.c
    with ledger.reading() as connection:
        return connection.scalar(sa.select(r.id).where(r.mark == page.mark)) is not None


def again(ledger: Ledger, page: Waiting, due: float, fault: str) -> None:
    """Have a page tried again, as it could not be had."""
    w = schema.waiting
    with ledger.writing() as connection:
        connection.execute(w.update().where(w.c.mark == page.mark).values(
            due=_kept(due), tries=page.tries + 1, fault=_kept_text(fault)))


def done(ledger: Ledger, page: Waiting, fault: str | None = None) -> None:
    """Have a page wait no more: it is in the ledger, or was given up for a fault."""
    with ledger.writing() as connection:
        connection.execute(schema.waiting.delete().where(schema.waiting.c.mark == page.mark))
        if fault:
            n = schema.named
            connection.execute(n.update().where(n.c.mark == page.mark).values(fault=_kept_text(fault)))


def counts(ledger: Ledger) -> dict[str, Counts]:
    """How much each source has named."""
    n, w = schema.named.c, schema.waiting.c
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(
            n.source, sa.func.count(), sa.func.count(w.mark), sa.func.count(n.fault)).select_from(
            schema.named.outerjoin(schema.waiting, n.mark == w.mark)).group_by(n.source)).all()
    return {source: Counts(*numbers) for source, *numbers in rows}


def hosts(ledger: Ledger) -> dict[str, Host]:
    """What is known of the hosts that were asked, by their names."""
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(schema.host)).all()
    return {row.name: Host(_told(row.free), row.faults, row.robots, _told(row.until)) for row in rows}


def keep_host(ledger: Ledger, name: str, known: Host) -> None:
    """Write down what is known of a host."""
    h = schema.host
    values = {"free": _kept(known.free), "faults": known.faults, "robots": known.robots, "until": _kept(known.until)}
    with ledger.writing() as connection:
        if not connection.execute(h.update().where(h.c.name == name).values(**values)).rowcount:
            connection.execute(h.insert(), {"name": name, **values})


def _kept(moment: float) -> int:
    return round(moment * 1_000_000)


def _maybe(moment: float | None) -> int | None:
    return None if moment is None else _kept(moment)


def _told(kept: int) -> float:
    return kept / 1_000_000


def _when(kept: int | None) -> float | None:
    return None if kept is None else _told(kept)


def _kept_text(text: str | None) -> str | None:
    return text and text.replace("\0", "")
