"""The commands that keep and ask a ledger."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from elchi.cli import (
    AllowPrivate,
    Columns,
    Lexicon,
    Paths,
    Published,
    app,
    faults_told,
    how_of,
    records_of,
    reports_of,
    watched,
    write_text,
)
from elchi.cli_filters import LedgerName

if TYPE_CHECKING:
    from elchi.ledger.database import Ledger

T = TypeVar("T")


class Form(StrEnum):
    """The forms in which one thing is shown."""

    text = "text"
    json = "json"


FormOption = Annotated[Form | None, typer.Option("--format", help="[default: text on a terminal, else json]")]
REPORT = Annotated[str, typer.Argument(metavar="ID", help="A report's address or id.")]
SAID = {"new": "new", "changed": "with a new text", "known": "known already", "purged": "not taken back"}
"""How an outcome is told."""


@contextmanager
def opened_ledger(name: str | None, new: bool = False) -> Iterator[Ledger]:
    """The ledger of this name, closed afterwards; made where there is none and it may be new. Raises LedgerError where
    it may not: a name that was mistyped must not look like an empty ledger."""
    from elchi.ledger.database import open_ledger

    with closing(open_ledger(name, new)) as ledger:
        yield ledger


def is_for_a_person(form: StrEnum | None) -> bool:
    """Whether an answer is to be shown to a person."""
    return form == "text" or (form is None and sys.stdout.isatty())


def there(found: T | None, ledger: Ledger, what: str) -> T:
    """What was found. Raises LedgerError where nothing was: the ledger has no such thing."""
    from elchi.errors import LedgerError

    if found is None:
        raise LedgerError(f"{ledger.name}: there is no {what}")
    return found


@app.command("add")
def add_command(paths: Paths, ledger: LedgerName = None, published: Published = None, columns: Columns = None,
                lexicon: Lexicon = None, allow_private: AllowPrivate = False) -> None:
    """Code reports and keep them in a ledger.

    A report that the ledger holds is left as it is; a new text of one is kept beside the old. Each report is safe once
    it is counted: the work may be broken off and begun again.
    """
    with faults_told() as faults, opened_ledger(ledger, new=True) as opened:
        from elchi.ledger import settings, store
        from elchi.segment import is_coded

        outcomes: Counter[str] = Counter()
        uncoded = 0
        try:
            how = how_of(published, columns, settings.zone(opened), allow_private)
            reports = store.unknown(opened, reports_of(paths, how, lexicon, faults),
                                    lambda outcome: outcomes.update([outcome]), faults.tell)
            with closing(watched(records_of(reports), alone=True)) as records:
                for record, outcome in store.add(opened, records):
                    outcomes[outcome] += 1
                    uncoded += not is_coded(record.report)
        finally:
            told = ", ".join(f"{n} {SAID[o]}" for o, n in outcomes.items()) or "nothing added"
            rest = f"; {uncoded} of them in languages that are not coded" if uncoded else ""
            print(f"{opened.name}: {told}{rest}", flush=True)


@app.command("zone")
def zone_command(
    name: Annotated[str | None, typer.Argument(metavar="[ZONE]", help="A zone as Asia/Almaty.")] = None,
    ledger: LedgerName = None,
) -> None:
    """Show, or set, by which clock a ledger tells the days of outlets of which none is known.

    It holds for reports that are added from then on.
    """
    with faults_told(), opened_ledger(ledger, new=True) as opened:
        from elchi.ledger import settings

        if name:
            settings.set_zone(opened, name)
        print(settings.zone(opened) or "none")


@app.command("recode")
def recode_command(ledger: LedgerName = None, lexicon: Lexicon = None) -> None:
    """Code the reports of a ledger anew where another version of Elchi, its lexicon or its models coded them.

    What analysts corrected holds. Each report is safe once it is told: the work may be broken off and begun again.
    """
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi import lexicon as entries
        from elchi.ledger.recode import recode

        if lexicon:
            entries.use(lexicon)
        reports, rows = 0, Counter[str]()
        try:
            with closing(watched(recode(opened, records_of), alone=True)) as changes:
                for one in changes:
                    reports += 1
                    for name in ("added", "changed", "withdrawn", "kept"):
                        rows[name] += len(getattr(one, name))
                        for uid in getattr(one, name):
                            print(f"{one.report}: {uid} {name}")
        finally:
            told = ", ".join(f"{n} rows {name}" for name, n in rows.items() if n) or "no row changed"
            print(f"{opened.name}: {reports} reports coded anew, {told}", file=sys.stderr)


@app.command("report")
def report_command(
    report: REPORT, ledger: LedgerName = None,
    form: FormOption = None,
) -> None:
    """Show what a ledger holds of a report."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.export.jsonl import line_of
        from elchi.ledger import queries
        from elchi.read.record import record

        found = there(queries.report(opened, report), opened, f"report {report}")
        if is_for_a_person(form):
            write_text([record(found, found["text"] or "")], sys.stdout)
        else:
            print(line_of(found))


@app.command("purge")
def purge_command(
    report: REPORT, reason: Annotated[str, typer.Option("--reason", prompt=True, help="Why, for the tombstone.")],
    ledger: LedgerName = None,
) -> None:
    """Take a report's text and rows out of a ledger for good.

    That it was there, when it went and why is kept, and the same text is not taken in again.
    """
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import store

        print(f"{opened.name}: {store.purge(opened, report, reason)} texts of {report} taken out")


@app.command("backup")
def backup_command(file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")], ledger: LedgerName = None
                   ) -> None:
    """Copy a ledger, which may be in use, into a file that is a ledger itself."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger.backup import backup

        print(f"{file}: {backup(opened, file)} reports of {opened.name}")


@app.command("restore")
def restore_command(file: Annotated[Path, typer.Argument(metavar="FILE", help="What `elchi backup` made.")],
                    ledger: LedgerName = None) -> None:
    """Put a backup into a ledger that is empty, or not there yet."""
    with faults_told():
        from elchi.ledger.backup import restore

        print(f"{file}: {restore(file, ledger)} reports put back")


@app.command("why")
def why_command(
    happening: Annotated[str, typer.Argument(metavar="ID", help="A happening's id.")], ledger: LedgerName = None,
    form: FormOption = None,
) -> None:
    """Show the reports that tell a happening, and why they are held to tell one."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi import names
        from elchi.export.answers import write_why
        from elchi.export.jsonl import line_of
        from elchi.ledger import queries

        found = there(queries.why(opened, happening), opened, f"happening {happening}")
        if is_for_a_person(form):
            write_why(found, sys.stdout, names.party)
        else:
            print(line_of(found))

