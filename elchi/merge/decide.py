"""From accounts to happenings: which belong together, the same whatever the order in which they came.

1. Accounts that give their day are joined with those of the same day, accounts that give none with those reported with
   them, the surest matches first, unless a group would come to hold two accounts of one report, or two that an analyst
   holds apart.
2. A group without a day goes to the one happening with a day that it matches best. So it never brings two together.
3. Where two groups of one report go to the same happening, the surer one has it; the other stays by itself.
4. An account of which no day is known, not even that of its report, goes last, to the one happening that it matches
   best, or else with its reprints; it counts for nothing in the first three. One that an analyst spoke of is where
   he put it.

What becomes of a group hangs on no more than its own matches and, for the third step, on the groups that go where it
goes; so a ledger can settle what a new report touches, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from elchi.merge.accounts import Account
from elchi.merge.compare import Match

H = TypeVar("H", bound=Hashable)
Pair = tuple[str, str]
Matches = Mapping[Pair, Match]


@dataclass(frozen=True, slots=True)
class Happening:
    """The accounts of one happening by their ids, the one that it is called by, and the matches that brought them
    together."""

    accounts: frozenset[str]
    lead: str
    held: Matches

    @property
    def uid(self) -> str:
        """Its id: that of the first of its accounts with a day, for events begins another letter. Where two happenings
        become one, or one two, the id of each still leads to where that account is now."""
        return "h" + self.lead[1:]


def happenings(accounts: Iterable[Account], matches: Matches, same: Collection[Pair] = (), apart: Collection[Pair] = ()
               ) -> list[Happening]:
    """The happenings that accounts tell, in the order of their ids.

    `matches` holds all of two of these accounts, the lesser id first. `same` and `apart` are pairs of accounts, by id,
    that an analyst has joined or parted; their word counts more than any match. Two accounts that were parted are not
    joined, though others join them.
    """
    known = {a.uid: a for a in sorted(accounts, key=lambda a: a.uid)}
    spoken = {uid for pair in (*same, *apart) for uid in pair}
    loose = {uid: a for uid, a in known.items() if a.last is None and uid not in spoken}
    joiner = _joined({uid: a for uid, a in known.items() if uid not in loose}, matches, same, apart)
    leads = {uid: min(group) for uid, group in joiner.groups.items()}
    reports: dict[str, set[str]] = {}
    for uid, lead in leads.items():
        reports.setdefault(lead, set()).add(known[uid].report)
    placed = place(loose.values(), matches, leads, lambda report, lead: report in reports[lead])
    for uid, (lead, pair, match) in placed.items():
        joiner.held[pair] = match
        leads[uid] = lead
    leads |= left([a for uid, a in loose.items() if uid not in placed], matches)
    groups: dict[str, set[str]] = {}
    for uid, lead in leads.items():
        groups.setdefault(lead, set()).add(uid)
    held: dict[str, dict[Pair, Match]] = {}
    for pair, match in joiner.held.items():
        held.setdefault(leads[pair[0]], {})[pair] = match
    return [Happening(frozenset(group), lead, held.get(lead, {})) for lead, group in sorted(groups.items())]


def place(loose: Iterable[Account], matches: Matches, homes: Mapping[str, H], has: Callable[[str, H], bool]
          ) -> dict[str, tuple[H, Pair, Match]]:
    """To which happening each of these accounts without any day belongs, where it does, and by which match.

    `homes` has the happenings of the accounts that they may match; `has` tells whether one holds an account of a report
    already. Of two accounts of one report the surer has it.
    """
    own = {a.uid: a.report for a in loose}
    placed: dict[str, tuple[H, Pair, Match]] = {}
    taken: set[tuple[str, H]] = set()
    for pair, match in sorted(matches.items(), key=lambda found: (-found[1].strength, found[0])):
        uid, other = pair if pair[0] in own else pair[::-1]
        if uid not in own or uid in placed or other not in homes:
            continue
        home = homes[other]
        if (own[uid], home) not in taken and not has(own[uid], home):
            placed[uid] = home, pair, match
            taken.add((own[uid], home))
    return placed


def left(loose: Iterable[Account], matches: Matches) -> dict[str, str]:
    """Of accounts without any day that belong to no happening of others, by which each is called: reprints together."""
    joiner = _Joiner({a.uid: a for a in loose}, ())
    for (a, b), match in sorted(matches.items(), key=lambda found: (-found[1].strength, found[0])):
        if a in joiner.groups and b in joiner.groups and joiner.may(a, b):
            joiner.join(a, b, match)
    return {uid: min(group) for uid, group in joiner.groups.items()}


def _joined(known: Mapping[str, Account], matches: Matches, same: Collection[Pair], apart: Collection[Pair]) -> _Joiner:
    """The groups of accounts of which some day is known."""
    joiner = _Joiner(known, apart)
    for a, b in sorted(same):
        if a in known and b in known and not joiner.parted(a, b):
            joiner.join(a, b, None)
    dated = {uid: any(known[x].dated for x in joiner.groups[uid]) for uid in known}
    timed = {uid for uid, a in known.items() if a.last is not None}
    surest = sorted(((p, m) for p, m in matches.items() if p[0] in timed and p[1] in timed),
                    key=lambda found: (-found[1].strength, found[0]))
    for (a, b), match in surest:
        if dated[a] == dated[b] and joiner.may(a, b):
            joiner.join(a, b, match)
    _settle(joiner, [(p, m) for p, m in surest if dated[p[0]] != dated[p[1]]], dated)
    return joiner


class _Joiner:
    """Groups of accounts that grow together."""

    def __init__(self, known: Mapping[str, Account], apart: Collection[Pair]) -> None:
        self.groups = {uid: {uid} for uid in known}
        self.held: dict[Pair, Match] = {}
        self._report = {a.uid: a.report for a in known.values()}
        self._apart: dict[str, set[str]] = {}
        for a, b in apart:
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def may(self, a: str, b: str) -> bool:
        """Whether the groups of two accounts may be one: not where one report tells them apart, or an analyst."""
        one, other = self.groups[a], self.groups[b]
        if one is other:
            return True
        return not ({self._report[x] for x in one} & {self._report[x] for x in other}) and not self.parted(a, b)

    def parted(self, a: str, b: str) -> bool:
        """Whether an analyst has parted two accounts that are in the groups of these."""
        return bool(self._apart) and any(self._apart.get(x, set()) & self.groups[b] for x in self.groups[a])

    def join(self, a: str, b: str, match: Match | None) -> None:
        """Make the groups of two accounts one."""
        one, other = self.groups[a], self.groups[b]
        if one is not other:
            one |= other
            for uid in other:
                self.groups[uid] = one
        if match:
            self.held[(a, b)] = match


def _settle(joiner: _Joiner, loose: Sequence[tuple[Pair, Match]], dated: Mapping[str, bool]) -> None:
    """Give each group without a day to the happening that it matches best; the surest go first."""
    gone: set[int] = set()
    wanted: list[tuple[Pair, Match]] = []
    for (a, b), match in loose:
        group = joiner.groups[b if dated[a] else a]
        if id(group) not in gone and joiner.may(a, b):
            gone.add(id(group))
            wanted.append(((a, b), match))
    for (a, b), match in wanted:
        if joiner.may(a, b):
            joiner.join(a, b, match)

