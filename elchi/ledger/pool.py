"""The events around changed ones: what a change of a ledger's reports can touch of its happenings.

Only that is looked at (see `elchi/merge/decide.py`): the accounts that match a changed one, those that match these, and
so on four steps far, through groups without a day and happenings with one in turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.days import days
from elchi.ledger import find, reprints, schema
from elchi.ledger.among import among, among_those, listed, those
from elchi.ledger.draft import Row
from elchi.ledger.ids import digest, row_uid
from elchi.ledger.rows import parts, unpacked
from elchi.merge.accounts import NEAR, Account, likeness, stems, window
from elchi.merge.compare import Match, compare
from elchi.merge.decide import Pair

STEPS = 4
"""How far around a changed account others are looked at, in steps from those with a day to those without or back."""
WRITTEN = 2
"""Up to which step happenings with a day are written anew."""
NO_DAY, SOME_DAY = 1, 2
"""What stands for a day where companies are filed: of accounts without one, and of those with one."""
LETTERS = 8
"""How many letters' bits of its hash stand for a block."""
MET = 64
"""A company that more events with a day are filed under meets so often that it tells no occasion from another."""


@dataclass(slots=True)
class Entry:
    """An event of the ledger: its columns, the account that it gives, and the numbers of the blocks and the companies
    that it is found by."""

    account: Account
    row: Row
    blocks: tuple[int, ...]
    companies: tuple[int, ...]

    @property
    def spots(self) -> list[int]:
        """Where it is found: its blocks on its last day, its companies on none."""
        last = self.account.last
        if last is None:
            return [NO_DAY << 5 * LETTERS | company for company in self.companies]
        return [*(last << 5 * LETTERS | block for block in self.blocks),
                *(SOME_DAY << 5 * LETTERS | company for company in self.companies)]

    @property
    def beside(self) -> list[int]:
        """Where those are found that may match it: its blocks on the days around, and its companies on none; of one
        without a day its companies on any."""
        last = self.account.last
        if last is None:
            return [SOME_DAY << 5 * LETTERS | company for company in self.companies]
        return [*(day << 5 * LETTERS | block for day in range(last - NEAR, last + NEAR + 1) for block in self.blocks),
                *(NO_DAY << 5 * LETTERS | company for company in self.companies)]


def entry(row: Row, report: int) -> Entry:
    """The event of these columns, of the report with this mark."""
    uid = row_uid("e", report, row["mark"])
    published, time = row["published"] or None, row["time"]
    first, last, dated = window(*days(row["date"]), published, time)
    actors, recipients = (frozenset(parts(row[side])) - {"OTH"} for side in ("actors", "recipients"))
    account = Account(
        uid, uid[1:-6], row["type"], actors, recipients, time, first, last, dated, published, row["channel"],
        frozenset(parts(row["persons"])), unpacked(row["words"]))
    return Entry(account, row, tuple(dict.fromkeys(map(_block, account.blocks))),
                 tuple(dict.fromkeys(map(_block, account.companies))))


_E, _V, _R, _B = schema.event.c, schema.revision.c, schema.report.c, schema.block.c
_ENTRIES = sa.select(*(c for c in _E if c.name not in ("start", "end", "data")), _R.mark.label("report")).select_from(
    schema.event.join(schema.revision, _V.id == _E.revision_id).join(schema.report, _R.id == _V.report_id)).where(
    among_those(_E.id, "wanted"), _E.state != "rejected")
_FOUND_AT = sa.select(_B.event_id).where(among_those(_B.spot, "wanted"))
_THOSE, _OTHER = those("wanted", _B.spot), schema.block.alias()
_CROWDED = sa.select(_THOSE.c.value).where(sa.exists(
    sa.select(_OTHER.c.event_id).where(_OTHER.c.spot == _THOSE.c.value).limit(1).offset(MET)))
_EVENTS_OF = sa.select(_E.id).where(among_those(_E.revision_id, "wanted"))


def entries(connection: Connection, wanted: Collection[int]) -> list[Entry]:
    """The events of these numbers; not those that were rejected."""
    found = connection.execute(_ENTRIES, {"wanted": listed(wanted)}) if wanted else ()
    return [entry(row._asdict(), row.report) for row in found]


@lru_cache(maxsize=1 << 17)
def _block(block: tuple[str, ...]) -> int:
    return digest(block, LETTERS)


def found_at(connection: Connection, wanted: Collection[int]) -> set[int]:
    """The numbers of the events at these spots; by companies that meet too often none are found."""
    often = crowded(connection, {company for spot in wanted if (company := _company(spot)) is not None})
    told = [spot for spot in wanted if _company(spot) not in often]
    return set(connection.scalars(_FOUND_AT, {"wanted": listed(told)})) if told else set()


def crowded(connection: Connection, companies: Collection[int]) -> set[int]:
    """Those of these companies that meet too often to tell one occasion from another."""
    spots = {SOME_DAY << 5 * LETTERS | company: company for company in companies}
    return {spots[spot] for spot in connection.scalars(_CROWDED, {"wanted": listed(spots)})} if spots else set()


def _company(spot: int) -> int | None:
    """The company that is filed at a spot; None where none is, but a block."""
    return spot & (1 << 5 * LETTERS) - 1 if spot >> 5 * LETTERS in (NO_DAY, SOME_DAY) else None


def events_of(connection: Connection, revisions: Iterable[int]) -> set[int]:
    """The numbers of the events of these revisions."""
    wanted = set(revisions)
    return set(connection.scalars(_EVENTS_OF, {"wanted": listed(wanted)})) if wanted else set()


def every_match(connection: Connection, of: Mapping[str, Entry]) -> dict[Pair, Match]:
    """Which of these accounts match, each with each, the lesser id first."""
    copies = reprints.pairs(connection, {one.row["revision_id"] for one in of.values()})
    texts = Texts(connection)
    found = {}
    for a, b in combinations(sorted(of), 2):
        reprinted = of[b].row["revision_id"] in copies.get(of[a].row["revision_id"], ())
        if match := compared(of[a], of[b], reprinted, texts):
            found[a, b] = match
    return found


class Texts:
    """What the texts of revisions have to tell, in words as they are compared, read as they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, frozenset[int]] = {}

    def __getitem__(self, revision: int) -> frozenset[int]:
        if revision not in self._known:
            v = schema.revision.c
            self._known[revision] = stems(
                self._connection.scalar(sa.select(v.text).where(v.id == revision)) or "")
        return self._known[revision]


def compared(a: Entry, b: Entry, reprinted: bool, texts: Texts) -> Match | None:
    """What says that two events, the one with the lesser id first, are of one happening, or None where they are not."""
    asked = (a.account.last is None) != (b.account.last is None) and len(a.account.persons & b.account.persons) > 1
    if asked and not compare(a.account, b.account, reprinted, 1.0):
        return None  # whatever their texts are, which are dear to compare
    subject = likeness(texts[a.row["revision_id"]], texts[b.row["revision_id"]]) if asked else 0.0
    return compare(a.account, b.account, reprinted, subject)


class Pool:
    """The accounts around changed ones, each with how many steps away it is: a match of two with a day, or of two
    without, is no step; from one with to one without is one."""

    def __init__(self, connection: Connection, new: Iterable[Entry], touched: Collection[int]) -> None:
        self.entries: dict[str, Entry] = {}
        self.matches: dict[Pair, Match] = {}
        self.step: dict[str, int] = {}
        self._connection = connection
        self._numbers: set[int] = set()
        self._asked: set[int] = set()
        self._are_decisions = connection.scalar(sa.select(sa.exists(schema.decision)))
        self._index: dict[int, list[Account]] = {}
        """Those of which a day is known, by the blocks that they are found by."""
        self._of_revision: dict[int, list[Account]] = {}
        self._copies: dict[int, frozenset[int]] = {}
        self._matched: dict[str, list[str]] = {}
        self._grown: set[str] = set()
        """Those whose matches are all known."""
        self.loose: dict[str, Entry] = {}
        """Those of which no day is known and no analyst spoke; they go last, see `loose.py`."""
        for one in new:
            self._take(one)
        self._read(touched)
        waiting = {0: set(self.entries)}
        for step in range(STEPS + 1):
            while near := waiting.pop(step, set()):
                self.step |= dict.fromkeys(near, step)
                for uid, away in self._reached(near):
                    if uid not in self.step and step + away <= STEPS:
                        waiting.setdefault(step + away, set()).add(uid)
            waiting.get(step + 1, set()).difference_update(self.step)
        self.entries = {uid: self.entries[uid] for uid in self.step}

    def _take(self, one: Entry) -> None:
        self._numbers.add(one.row["id"])
        uid = one.account.uid
        if one.account.last is None and not (self._are_decisions and any(decided(self._connection, [uid]))):
            self.loose[uid] = one
            return
        self.entries[uid] = one
        self._of_revision.setdefault(one.row["revision_id"], []).append(one.account)
        if one.account.last is not None:
            for block in one.blocks:
                self._index.setdefault(block, []).append(one.account)

    def _read(self, numbers: Collection[int]) -> None:
        for one in entries(self._connection, set(numbers) - self._numbers):
            self._take(one)

    def _reached(self, near: Collection[str]) -> Iterator[tuple[str, int]]:
        """What matches accounts, or was said to be of one happening with them, with the steps between."""
        same = self._decided(near)
        own = [self.entries[uid].account for uid in sorted(near)]
        self._read(self._beside(own))
        for a in own:
            copies = self._copies.get(self._revision(a), frozenset())
            for b in self._candidates(a, copies):
                one, other = (a, b) if a.uid < b.uid else (b, a)
                if match := compare(one, other, self._revision(b) in copies):
                    self.matches[one.uid, other.uid] = match
                    self._matched.setdefault(a.uid, []).append(b.uid)
                    self._matched.setdefault(b.uid, []).append(a.uid)
            self._grown.add(a.uid)
        for a in own:
            for uid in self._matched.get(a.uid, ()):
                yield uid, int(a.dated != self.entries[uid].account.dated)
            yield from ((uid, 0) for uid in same.get(a.uid, ()))

    def _revision(self, a: Account) -> int:
        return int(self.entries[a.uid].row["revision_id"])

    def _beside(self, own: Iterable[Account]) -> set[int]:
        """The numbers of the events that may match these: those beside them in time, and those of reprints."""
        wanted = {spot for a in own for spot in self.entries[a.uid].beside} - self._asked
        self._asked |= wanted
        revisions = {self._revision(a) for a in own} - set(self._copies)
        found = reprints.pairs(self._connection, revisions) if revisions else {}
        self._copies |= {n: found.get(n, frozenset()) for n in revisions}
        return found_at(self._connection, wanted) | events_of(self._connection, chain(*found.values()))

    def _candidates(self, a: Account, copies: Collection[int]) -> Iterable[Account]:
        """The accounts beside one, and those of reprints, that it was not compared with."""
        found: dict[str, Account] = {}
        if a.last is not None:
            for block in self.entries[a.uid].blocks:
                for b in self._index[block]:
                    if abs(b.last - a.last) <= NEAR and b.uid not in self._grown:  # type: ignore[operator]  # days only
                        found[b.uid] = b
        for number in copies:
            found |= {b.uid: b for b in self._of_revision.get(number, ()) if b.uid not in self._grown}
        return found.values()

    def _decided(self, near: Collection[str]) -> dict[str, list[str]]:
        """The accounts that an analyst joined with these; those and the ones that he parted from them are read."""
        same: dict[str, list[str]] = {}
        numbers: set[int] = set()
        for kind, a, b in decided(self._connection, near) if self._are_decisions else ():
            for own, other in ((a, b), (b, a)):
                if kind == "same":
                    same.setdefault(own, []).append(other)
                if other not in self.entries and (number := find.number(self._connection, other)):
                    numbers.add(number)
        self._read(numbers)
        return {uid: [other for other in others if other in self.entries] for uid, others in same.items()}


def decided(connection: Connection, uids: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """What analysts decided on which of these accounts are of one happening with others, and which are not: `same` or
    `apart`, and the two."""
    d = schema.decision.c
    for one in (d.a, d.b) if uids else ():
        yield from connection.execute(sa.select(d.kind, d.a, d.b).where(
            d.kind.in_(("same", "apart")), d.undone.is_(None), among(one, uids)))


def decisions(connection: Connection, of: Mapping[str, Entry]) -> tuple[list[Pair], list[Pair]]:
    """What analysts decided on these accounts: which are of one happening, which are not."""
    found: dict[str, set[Pair]] = {"same": set(), "apart": set()}
    for kind, a, b in decided(connection, of):
        found[kind].add((a, b))
    return sorted(found["same"]), sorted(found["apart"])
