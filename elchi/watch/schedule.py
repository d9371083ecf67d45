"""What is due when: a plain reckoning over plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from elchi.net.polite import Host, backoff

PAGE_AGAIN, PAGE_TRIES = 600.0, 6
"""Seconds until a page is tried again that could not be had, and how many tries it gets: over five hours and more."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be fetched from a host, no sooner than `due`: the feed at the address `key`, or the first page that
    waits for the host `key`."""

    kind: Literal["feed", "page"]
    key: str
    host: str
    due: float


def next_task(tasks: Iterable[Task], hosts: Mapping[str, Host]) -> tuple[float, Task] | None:
    """The task whose turn comes first, and when: it is due then, and its host may be asked. Of several at one moment
    feeds come first, for they may soon tell no more what they tell now. None where there are no tasks."""
    turns = ((max(task.due, hosts[task.host].free if task.host in hosts else 0.0), task) for task in tasks)
    return min(turns, key=lambda turn: (turn[0], turn[1].kind, turn[1].key), default=None)


def next_look(now: float, every: float, chance: Callable[[], float]) -> float:
    """When a feed that was had is looked at again: a little later than asked for by chance, so that those which were
    begun together come apart."""
    return now + every * (1 + chance() / 10)


def later_look(now: float, every: float, faults: int, chance: Callable[[], float]) -> float:
    """When a feed is looked at again after so many faults in a row."""
    return now + backoff(faults, every, chance)


def next_try(now: float, tries: int, chance: Callable[[], float]) -> float | None:
    """When a page is tried again after so many tries; None where it is given up."""
    return now + backoff(tries, PAGE_AGAIN, chance) if tries < PAGE_TRIES else None
