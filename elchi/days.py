"""Days as numbers (`date.toordinal`): of a date that a report gives, the first and the last that it may mean."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def day(when: str | None) -> int:
    """The number of the day that an ISO date-time names; 0 where it names none."""
    return date.fromisoformat(when[:10]).toordinal() if when and len(when) >= len("2026-03-02") else 0


def days(when: str | None) -> tuple[int | None, int | None]:
    """The numbers of the first and the last day that `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `START/END` may mean."""
    if not when:
        return None, None
    start, _, end = when.partition("/")
    return _edge(start, last=False), _edge(end or start, last=True)


def _edge(when: str, *, last: bool) -> int:
    year, month, *rest = [int(part) for part in when.split("-")] + ([] if "-" in when else [12 if last else 1])
    return date(year, month, rest[0] if rest else monthrange(year, month)[1] if last else 1).toordinal()
