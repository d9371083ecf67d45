"""Each feed of a list tried once, and what came; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from elchi.errors import ReportError
from elchi.net.fetch import piece
from elchi.net.polite import Means, Polite
from elchi.watch.sources import Source
from elchi.watch.watch import named

COLUMNS = ("url", "name", "status", "named", "newest", "fault")


def check(sources: Iterable[Source], means: Means) -> Iterator[dict[str, Any]]:
    """Of each source: its address and name, the status of the server's answer, how many pages it names, when the newest
    of these came out, and what is wrong."""
    polite = Polite(means, {}, lambda name, host: None)
    for source in sources:
        status, fault, count, newest = None, None, 0, None
        try:
            answer = polite.get(source.url)
            status = answer.status
            page = piece(source.url, answer)
            for link in named(source, answer.body, page.media, answer.url):
                count, newest = count + 1, max(filter(None, (newest, link.given.published)), default=None)
        except ReportError as e:
            fault = e.fault
        yield dict(zip(COLUMNS, (source.url, source.name, status, count, newest, fault), strict=True))
