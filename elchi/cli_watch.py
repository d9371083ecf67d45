"""The commands that watch feeds."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elchi.cli import AllowPrivate, Lexicon, app, faults_told, records_of
from elchi.cli_ask import FormOption, _answer
from elchi.cli_filters import LedgerName
from elchi.cli_ledger import opened_ledger

if TYPE_CHECKING:
    from elchi.ledger.database import Ledger
    from elchi.model import Report

Feeds = Annotated[Path | None, typer.Argument(metavar="[FEEDS]", help="A list of feeds, in TOML or OPML.")]


@app.command("watch")
def watch_command(feeds: Feeds = None, ledger: LedgerName = None, lexicon: Lexicon = None,
                  allow_private: AllowPrivate = False) -> None:
    """Look at feeds again and again, and add the reports that they name to a ledger.

    It goes on until it is told to stop, by Ctrl-C or SIGTERM, and ends with the report that it is at. Begun again, it
    goes on where it was. Of the feeds that come with Elchi none is switched on: copy the list.
    """
    with faults_told():
        from elchi.errors import ReportError
        from elchi.watch.sources import SHIPPED, load

        chosen = feeds or SHIPPED
        sources = [source for source in load(chosen) if source.on]
        if not sources:
            raise ReportError(str(chosen), "no feed is switched on: copy the list, and say on = true")
        with opened_ledger(ledger, new=True) as opened, stopping() as sleep:
            import time

            from elchi import lexicon as entries
            from elchi.ledger import settings
            from elchi.net.polite import world
            from elchi.watch.log import log_to
            from elchi.watch.watch import Watch

            if lexicon:
                entries.use(lexicon)
            log = log_to(sys.stderr, time.time)
            log(event="begin", ledger=opened.name, feeds=len(sources))
            Watch(opened, sources, world(allow_private, sleep), keeping(opened), log, settings.zone(opened)).run()
            log(event="end", ledger=opened.name)


@app.command("sources")
def sources_command(
    feeds: Feeds = None,
    check: Annotated[bool, typer.Option("--check", help="Try each feed of the list now, and write nothing.")] = False,
    ledger: LedgerName = None, allow_private: AllowPrivate = False, form: FormOption = None,
) -> None:
    """Show how each watched feed stands: when it was last had, what failed, what waits.

    With a list, its feeds are shown too, watched or not. Without one, `--check` tries those that come with Elchi.
    """
    with faults_told():
        import time

        from elchi.watch.sources import SHIPPED, load

        if check:
            from elchi.net.polite import world
            from elchi.watch import check as checking

            tried = list(checking.check(load(feeds or SHIPPED), world(allow_private, time.sleep)))
            _answer(form, tried, ("", checking.COLUMNS, tried))
            return
        from elchi.ledger import watching
        from elchi.watch.shown import COLUMNS, shown

        with opened_ledger(ledger, new=True) as opened:
            rows = shown(load(feeds) if feeds else [], watching.states(opened), watching.counts(opened))
        _answer(form, rows, ("", COLUMNS, rows))


@contextmanager
def stopping() -> Iterator[Callable[[float], None]]:
    """A way to wait that ends, with `Stopped`, once SIGINT or SIGTERM has come; a second one ends the process."""
    from threading import Event

    from elchi.watch.watch import Stopped

    asked = Event()
    former: dict[int, signal._HANDLER] = {}

    def stop(number: int, _: object) -> None:
        asked.set()
        signal.signal(number, former[number])

    def sleep(seconds: float) -> None:
        if asked.wait(min(seconds, 3600.0)):
            raise Stopped

    for own in (signal.SIGINT, signal.SIGTERM):
        former[own] = signal.signal(own, stop)
    try:
        yield sleep
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def keeping(ledger: Ledger) -> Callable[[Report], str]:
    """What codes a report and puts it into a ledger, as `elchi add` does, and says what became of it."""
    from elchi.errors import ReportError
    from elchi.ledger import store

    def keep(report: Report) -> str:
        outcomes: list[str] = []
        faults: list[ReportError] = []
        unknown = store.unknown(ledger, [report], outcomes.append, faults.append)
        outcomes += [outcome for _, outcome in store.add(ledger, records_of(unknown))]
        if faults:
            raise faults[0]
        return outcomes[0]
    return keep
