"""Those who do to a ledger whatever can be done to it, at random, and keep a log of what they are about to do and of
what they were told is done: so that, whenever they die, one can tell what the ledger must hold."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from benchmarks.invariants import rows
from elchi.errors import LedgerError
from elchi.ledger import analyst, recode, schema, store
from elchi.ledger.address import hashed
from elchi.ledger.database import Ledger
from elchi.ledger.edit import clean
from elchi.ledger.ids import row_uid
from elchi.ledger.rows import LETTERS, TABLES, marks
from elchi.model import Event, Record, Report

TEXTS, UNDATED = 3, 5
"""How many texts a report may have; one of how many does not say when it was published."""
ACTIONS = {"add 1": 20, "add 7": 15, "add 100": 12, "recode": 22, "correct": 10, "judge": 8, "same": 6, "apart": 3,
           "undo": 4, "purge": 3}
"""What a writer does, and how often in a hundred."""


@dataclass
class Told:
    """What a ledger should hold: of each report the hashes of its texts, of those taken out, and the one that counts
    with the number of who coded it; the marks left by what analysts said."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, set[str]] = field(default_factory=dict)
    counts: dict[str, tuple[str, int] | None] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def do(self, what: str, *about: Any) -> None:
        """Have something done to it, as a log tells it."""
        match what, *about:
            case "add", coder, reports:
                for url, text in reports:
                    if text not in self.texts.setdefault(url, []):
                        self.texts[url].append(text)
                        self.counts[url] = text, coder
            case "recode", coder, url:
                self.counts[url] = (self.counts[url] or ("",))[0], coder
            case "purge", url:
                self.gone.setdefault(url, set()).update(self.texts[url])
                self.counts[url] = None
            case "say", mark:
                self.said.add(mark)


def held(ledger: Ledger) -> Told:
    """What a ledger holds."""
    r, v, d = schema.report.c, schema.revision.c, schema.decision.c
    found = Told()
    with ledger.reading() as connection:
        for row in connection.execute(sa.select(r.address, r.revision_id, v.id, v.hash, v.purged, v.coder).join_from(
                schema.report, schema.revision).order_by(v.report_id, v.number)):
            found.texts.setdefault(row.address, []).append(row.hash)
            found.counts[row.address] = (row.hash, int(row.coder)) if row.id == row.revision_id else None
            if row.purged:
                found.gone.setdefault(row.address, set()).add(row.hash)
        for name in (d.why, d.undone_by):
            found.said |= set(connection.scalars(sa.select(name).where(name.is_not(None))))
    return found


@dataclass(frozen=True)
class World:
    """All reports that there are, by their addresses, with the rows that each coder gives."""

    records: dict[str, Record]

    @classmethod
    def of(cls, records: Iterable[Record]) -> World:
        """A world of these reports; a few do not say when they were published."""
        return cls({r.report.url or "": r if n % UNDATED else replace(r, report=replace(r.report, published=None))
                    for n, r in enumerate(records)})

    def coded(self, url: str, coder: int) -> Record:
        """A report as the coder of this number codes it: each has a few rows otherwise, or not at all."""
        rng, own = Random(f"{url} {coder}"), self.records[url]
        return replace(own, events=tuple(_otherwise(rng, e) for e in own.events if rng.random() < 0.9),
                       positions=tuple(p for p in own.positions if rng.random() < 0.9),
                       officials=tuple(o for o in own.officials if rng.random() < 0.9))

    def record(self, url: str, text: int, coder: int) -> Record:
        """The same, with the report's text of this number."""
        own = self.coded(url, coder)
        return replace(own, report=replace(own.report, text=own.report.text + "\n\nУточнение." * text))

    def faults(self, ledger: Ledger) -> Iterator[str]:
        """Where the rows of a ledger are not those that its coders gave."""
        r, v = schema.report.c, schema.revision.c
        with ledger.reading() as connection:
            every = rows(connection)
            for one in connection.execute(sa.select(r.address, r.mark, v.id, v.coder).join_from(
                    schema.report, schema.revision, r.revision_id == v.id)):
                told = self.coded(one.address, int(one.coder)).to_json()
                wanted = {row_uid(LETTERS[table], one.mark, mark): clean(row) for name, table in TABLES.items()
                          for mark, row in zip(marks(table, told[name]), told[name], strict=True)}
                if wanted != {uid: clean(own.coded) for uid, own in every[one.id].items() if not own.uncoded}:
                    yield f"{one.address}: its rows are not those of coder {one.coder}"


def _otherwise(rng: Random, event: Event) -> Event:
    changes: tuple[dict[str, Any], ...] = (
        {"date": None}, {"confidence": round(rng.random(), 2)}, {"actors": event.actors[:1]},
        {"recipients": tuple(dict.fromkeys((*event.recipients, "UN"))), "topics": event.topics[:1]}, {}, {})
    return replace(event, **rng.choice(changes))


class Log:
    """A file with a line for each thing told, which outlives its writer."""

    def __init__(self, file: Path) -> None:
        self._number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(self, *what: Any) -> None:
        """Write a line: `step` with a name of what is done and how far it is, `will` with what is under way, `did` or
        `not` with what became of it."""
        os.write(self._number, (json.dumps(what) + "\n").encode())


@dataclass(frozen=True)
class Writer:
    """Who writes into a ledger, of which world, as which coder."""

    world: World
    ledger: Ledger
    coder: int
    rng: Random
    log: Log

    def work(self) -> None:
        """Do some one thing."""
        action, = self.rng.choices(list(ACTIONS), list(ACTIONS.values()))
        self.log.tell("step", action, "between")
        name, *many = action.split()
        try:
            getattr(self, name)(*map(int, many))
        except LedgerError as e:
            if "already" not in str(e):  # the two are one, as other things that were said have it
                raise
            self.log.tell("not")

    def add(self, together: int) -> None:
        """Add so many reports in one transaction, some of them known already."""
        chosen = [(self.rng.choice(list(self.world.records)), self.rng.randrange(TEXTS)) for _ in range(together)]
        batch = [self.world.record(url, text, self.coder) for url, text in chosen]
        self.log.tell("will", "add", self.coder, [(r.report.url, hashed(r.report.text)) for r in batch])
        list(store.add(self.ledger, batch, together))
        self.log.tell("did")

    def recode(self) -> None:
        """Code anew what another coder coded, to the end."""
        for _ in recode.recode(self.ledger, self._code):
            self.log.tell("did")

    def _code(self, reports: Iterable[Report]) -> Iterator[Record]:
        for report in reports:
            self.log.tell("will", "recode", self.coder, report.url)
            yield replace(self.world.coded(report.url or "", self.coder), report=report)

    def correct(self) -> None:
        """Say what fields of an event should hold."""
        if uid := self._row(schema.event):
            fields = {"date": f"2015-11-{self.rng.randint(10, 28)}", "actors": "KAZ", "recipients": "OMN;QAT"}
            self._say(lambda mark: analyst.correct(self.ledger, uid, fields, mark, mark))

    def judge(self) -> None:
        """Say that a row is right or wrong."""
        if uid := self._row(self.rng.choice((schema.event, schema.position, schema.official))):
            self._say(lambda mark: analyst.judge(self.ledger, uid, self.rng.choice(("accept", "reject")), mark, mark))

    def same(self) -> None:
        """Say that two happenings are one."""
        asked = sa.select(schema.happening.c.uid)
        if (one := self._any(asked)) and (other := self._any(asked)):
            self._say(lambda mark: analyst.same(self.ledger, one.uid, other.uid, mark, mark))

    def apart(self) -> None:
        """Say that an event is of another happening than the others of its own."""
        t, e = schema.happening.c, schema.event.c
        if one := self._any(sa.select(t.id, t.uid).where(t.reports > 1)):
            event = self._row(schema.event, e.happening_id == one.id)
            self._say(lambda mark: analyst.apart(self.ledger, one.uid, [event or ""], mark, mark))

    def undo(self) -> None:
        """Take back what was said."""
        d = schema.decision.c
        if one := self._any(sa.select(d.id).where(d.undone.is_(None))):
            self._say(lambda mark: analyst.undo(self.ledger, one.id, mark))

    def purge(self) -> None:
        """Take the texts of a report out."""
        r = schema.report.c
        if one := self._any(sa.select(r.address).where(r.revision_id.is_not(None))):
            self.log.tell("will", "purge", one.address)
            store.purge(self.ledger, one.address, "суд")
            self.log.tell("did")

    def _say(self, said: Callable[[str], None]) -> None:
        mark = f"{self.rng.getrandbits(64):x}"
        self.log.tell("will", "say", mark)
        said(mark)
        self.log.tell("did")

    def _row(self, table: sa.Table, *true: sa.ColumnElement[bool]) -> str | None:
        v, r = schema.revision.c, schema.report.c
        one = self._any(sa.select(table.c.mark, r.mark.label("report")).select_from(table.join(
            schema.revision, v.id == table.c.revision_id).join(schema.report, r.id == v.report_id)).where(*true))
        return row_uid(LETTERS[table.name], one.report, one.mark) if one else None

    def _any(self, asked: sa.Select[Any]) -> Any:
        with self.ledger.reading() as connection:
            there = connection.execute(asked).all()
        return self.rng.choice(there) if there else None
