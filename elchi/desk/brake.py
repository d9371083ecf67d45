"""What takes long is done for a few at once, each within a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from fastapi import HTTPException

from elchi.ledger.database import Ledger


class Brake:
    """A few places in this process: so many at once, each for so many seconds; who finds none comes again after
    `pause` seconds."""

    def __init__(self, at_once: int, seconds: float, pause: int) -> None:
        self.at_once, self.seconds, self.pause = at_once, seconds, pause
        self._places = BoundedSemaphore(at_once)

    @contextmanager
    def held(self, ledger: Ledger) -> Iterator[Ledger]:
        """A place: the ledger, which gives up once the time is over. Raises HTTPException where none is free."""
        if not self._places.acquire(blocking=False):
            raise HTTPException(429, "too much at once: try again in a moment", {"Retry-After": str(self.pause)})
        try:
            yield ledger.within(self.seconds)
        finally:
            self._places.release()


SEARCHES = Brake(3, 5.0, 2)
"""Searches, those of pages and of the API together."""
READINGS = Brake(1, 600.0, 15)
"""Reports that are fetched and coded while somebody waits: it takes memory and a processor."""
FILES = Brake(2, 60.0, 10)
"""Files of a view."""
