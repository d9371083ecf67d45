"""How a promise stands: what later happenings look like keeping or breaking it.

Acts only look like it, so every sign gives its reasons, and an analyst's verdict stands above the machine's. That
nothing was seen breaks no promise: only an act against it, a refusal, or a report that it did not come about does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from elchi.answers.promises import Deed, Kind, Names, Stems, promised
from elchi.errors import LedgerError

Verdict = Literal["pending", "kept", "partly", "broken", "overdue", "open"]
"""`pending`: not yet due. `overdue`: its day is past and nothing is seen. `open`: it has no day and nothing is seen, or
nothing tells what would keep it."""

GRACE = 1
"""Days by which reports of one day differ."""
LATE = 30
"""For how many days after a promise was due an act may still be its late keeping."""
HORIZON = 365
"""For how many days an act may keep a promise that names no day, or break one that lasts."""
HAPPENED = frozenset({"past", "background"})
NO_SUBJECT = frozenset({"diplomatic"})
"""Contexts that do not tell what a promise is about."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """An AGREE or CONCEDE happening: who promised what to whom.

    It was made on `made` at the latest and is to be kept from `due`'s first day to its last (ordinals); `words` are the
    stems of its sentence (`merge.accounts.stems`).
    """

    id: str
    type: str
    actors: Names
    recipients: Names
    made: int
    due: tuple[int, int] | None = None
    contexts: Names = frozenset()
    words: Stems = frozenset()
    evidence: str = ""

    @property
    def parties(self) -> Names:
        """All whom it binds or benefits."""
        return self.actors | self.recipients


@dataclass(frozen=True, slots=True)
class Sign:
    """A happening that looks like keeping a promise of that kind or, where `keeps` is false, breaking it, and why."""

    id: str
    kind: str
    keeps: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a commitment stands: what was promised (ids of `promises.yaml`), the machine's verdict with its signs and
    reasons, and the analyst's where there is one."""

    commitment: Commitment
    promised: tuple[str, ...]
    machine: Verdict
    signs: tuple[Sign, ...]
    reasons: tuple[str, ...]
    analyst: Verdict | None = None

    @property
    def verdict(self) -> Verdict:
        """The analyst's verdict where there is one, else the machine's."""
        return self.analyst or self.machine


def standing(c: Commitment, deeds: Iterable[Deed], today: int, analyst: Verdict | None = None) -> Standing:
    """How a commitment stands on the day `today` (ordinal) by the deeds, in any order, that had begun by then.

    Raises LedgerError where it is of another type, is due from a day after the last, or the analyst's verdict is none.
    """
    if c.type not in ("AGREE", "CONCEDE"):
        raise LedgerError(f"{c.id}: {c.type} is no commitment")
    if c.due and c.due[0] > c.due[1]:
        raise LedgerError(f"{c.id}: it is due from a day after the last")
    if analyst is not None and analyst not in get_args(Verdict):
        raise LedgerError(f"{c.id}: there is no verdict {analyst!r}")
    known = sorted((d for d in deeds if d.id != c.id and d.first <= today), key=lambda d: (d.first, d.last, d.id))
    what = promised(c.words, c.contexts if c.type == "AGREE" else frozenset())
    judged = [_judge(c, k, known) for k in what if k.kept and (k.between != "together" or len(c.parties) > 1)]
    machine = _verdict(c, [verdict for verdict, _, _ in judged], today)
    return Standing(c, tuple(k.id for k in what), machine, tuple(sign for _, signs, _ in judged for sign in signs),
                    (*(reason for *_, reason in judged), _says(c, bool(judged), machine)), analyst)


def _verdict(c: Commitment, kinds: Sequence[Verdict | None], today: int) -> Verdict:
    """One verdict from those on all that was promised."""
    told = set(kinds)
    seen = bool(told & {"kept", "partly"})
    if "broken" in told:
        return "partly" if seen else "broken"
    if told == {"kept"}:
        return "kept"
    if c.due and today <= c.due[1]:
        return "pending"
    if seen:
        return "partly"
    return "overdue" if c.due and told else "open"


def _says(c: Commitment, tellable: bool, machine: Verdict) -> str:
    due = f"due {_days(*c.due)}" if c.due else "no day is named"
    if not tellable:
        return f"{due}; nothing tells what would keep it"
    return f"{due}; that nothing was seen does not mean that it was not kept" if machine in ("overdue", "open") else due


def _judge(c: Commitment, kind: Kind, known: Sequence[Deed]) -> tuple[Verdict | None, list[Sign], str]:
    """The verdict on one thing that was promised, None where nothing is seen; its signs; the reason in words."""
    keeping = [d for d in known if d.time in HAPPENED and _in_time(c, kind, d) and _is_it(c, kind, d)]
    missing = sorted(_missing(c, kind, keeping))
    breaking = [(d, why) for d in known if (why := _against(c, kind, d))]
    if keeping and not missing and not kind.lasting:
        breaking = [(d, why) for d, why in breaking if d.first <= keeping[0].first]
    signs = [Sign(d.id, kind.id, True, (_act(d), _when(c, d))) for d in keeping]
    signs += [Sign(d.id, kind.id, False, (_act(d), why)) for d, why in breaking]
    if breaking and (kind.lasting or not keeping):
        return "broken", signs, f"{kind.id}: broken"
    if not keeping:
        return None, signs, f"{kind.id}: nothing seen"
    flaws = [flaw for flaw, found in (("an act against it", breaking), (f"not seen of {', '.join(missing)}", missing),
                                      ("late", all(_late(c, d) for d in keeping))) if found]
    return ("partly", signs, f"{kind.id}: partly, {', '.join(flaws)}") if flaws else ("kept", signs, f"{kind.id}: kept")


def _is_it(c: Commitment, kind: Kind, d: Deed) -> bool:
    """Whether a deed is the promised act, of the parties, and not about something else."""
    subjects = c.contexts - NO_SUBJECT, d.contexts - NO_SUBJECT
    return (any(p.fits(d, kind.words) for p in kind.kept) and _SIDES[kind.between](c, d)
            and not (kind.about and all(subjects) and subjects[0].isdisjoint(subjects[1])))


def _in_time(c: Commitment, kind: Kind, d: Deed) -> bool:
    """Whether a deed may be the keeping by its days. The talks in which a promise was made do not keep it."""
    if d.first > (c.due[1] + LATE if c.due else c.made + HORIZON):
        return False
    if not c.due or not kind.appointed:
        return d.first > c.made
    if c.due[0] > c.made:
        return d.last >= max(c.due[0] - GRACE, c.made + 1)
    return d.first >= c.made + (c.due[1] > c.made)


def _against(c: Commitment, kind: Kind, d: Deed) -> str | None:
    """What makes a deed look like breaking the promise, in words; None where nothing does."""
    end = (c.due[1] if c.due else c.made) + (LATE if c.due and not kind.lasting else HORIZON)
    if d.last <= c.made or d.first > end:
        return None
    if d.time == "negated":
        return "it is told that it did not or will not come about" if _is_it(c, kind, d) else None
    if d.time not in HAPPENED or not (who := d.actors & c.parties):
        return None
    if d.type == "REJECT":
        about = (d.mode is not None and d.mode == kind.refused) or d.stems & kind.words
        toward = d.recipients & c.parties or not d.recipients
        return f"refused by {', '.join(sorted(who))}" if about and toward else None
    if d.first <= c.made or (kind.lasting and c.due and d.last < c.due[0]) or not d.actors & c.actors:
        return None
    hostile = any(p.fits(d, kind.words) for p in kind.broken) and (d.recipients & c.parties or len(who) > 1)
    return "against what was promised" if hostile else None


def _missing(c: Commitment, kind: Kind, keeping: Sequence[Deed]) -> Names:
    """The parties that are not seen to keep it. Where several agreed with one another to do a thing each by itself, two
    are enough, and where one gives to another, one: mediators agree, too."""
    actors = frozenset(code for d in keeping for code in d.actors)
    recipients = frozenset(code for d in keeping for code in d.recipients)
    if kind.between == "together":
        return c.parties - actors - recipients
    if len(c.actors) > 1 and not c.recipients:
        enough = 2 if kind.between == "own" else 1
        return frozenset() if len(c.actors & actors) >= enough else c.actors - actors
    return (c.actors - actors) | (c.recipients - recipients if kind.between == "given" else frozenset())


def _together(c: Commitment, d: Deed) -> bool:
    if c.recipients:
        return bool(d.parties & c.actors and d.parties & c.recipients)
    return len(d.parties & c.actors) > 1


def _given(c: Commitment, d: Deed) -> bool:
    return bool(d.actors & c.actors and (d.recipients & (c.recipients or c.actors)
                                         or not (d.recipients or c.recipients)))


def _own(c: Commitment, d: Deed) -> bool:
    return bool(d.actors & c.actors and (d.recipients & c.parties or not d.recipients or len(c.parties) == 1))


_SIDES: dict[str, Callable[[Commitment, Deed], bool]] = {"together": _together, "given": _given, "own": _own}


def _act(d: Deed) -> str:
    """A deed in words: type and mode, parties, days."""
    sides = [", ".join(sorted(side)) for side in (d.actors, d.recipients) if side]
    return f"{' '.join(filter(None, (d.type, d.mode)))}: {' → '.join(sides)}, {_days(d.first, d.last)}"


def _late(c: Commitment, d: Deed) -> int:
    """By how many days a deed came after the promise was due."""
    return max(0, d.first - c.due[1] - GRACE) if c.due else 0


def _when(c: Commitment, d: Deed) -> str:
    if late := _late(c, d):
        return f"{late + GRACE} days after it was due"
    return "when it was due" if c.due else f"{d.first - c.made} days after it was promised"


def _days(first: int, last: int) -> str:
    return "/".join(date.fromordinal(day).isoformat() for day in dict.fromkeys((first, last)))
