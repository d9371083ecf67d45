"""What took long to count is not counted again at once: answers are kept, for a time that grows with what they cost."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import perf_counter
from typing import Any, Concatenate, ParamSpec, TypeVar

from elchi.ledger.database import Ledger

T = TypeVar("T")
P = ParamSpec("P")
LONG, TIMES, LONGEST, MOST = .05, 100, 300.0, 200
"""An answer that took less than so many seconds is not kept; others are for so many times as long as they took, so that
of the server's time a hundredth part at most goes to one question, and for so many seconds at most; and how many."""


@dataclass(slots=True)
class _Answer:
    lock: Lock = field(default_factory=Lock)
    state: Any = None
    until: float = 0
    value: Any = None


class Kept:
    """The answers of one desk. What was added to the ledger may show a little later therefore; what an analyst decided
    shows at once."""

    def __init__(self) -> None:
        self._answers = OrderedDict[tuple[Any, ...], _Answer]()
        self._lock = Lock()

    def answer(self, state: object, question: Callable[Concatenate[Ledger, P], T], ledger: Ledger,
               *of: P.args, **more: P.kwargs) -> T:
        """What a question says of the ledger in a state of its decisions: as it was answered not long ago, or anew. Who
        asks the same meanwhile waits for that answer. Nobody may change it."""
        own = self._of((question, repr(of), repr(more)))
        with own.lock:
            start = perf_counter()
            if own.state != state or own.until < start:
                own.value = question(ledger, *of, **more)
                took = perf_counter() - start
                own.state, own.until = state, start + min(took * TIMES, LONGEST) if took > LONG else 0
            found: T = own.value
            return found

    def _of(self, asked: tuple[Any, ...]) -> _Answer:
        with self._lock:
            own = self._answers.setdefault(asked, _Answer())
            self._answers.move_to_end(asked)
            if len(self._answers) > MOST:
                self._answers.popitem(last=False)
        return own
