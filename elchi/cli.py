"""The command `elchi`: reads its arguments, hands the work on, tells faults; loads nothing heavy before it must."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import typer

if TYPE_CHECKING:
    from elchi.model import Record, Report
    from elchi.net.polite import Polite
    from elchi.read.pieces import How, Piece, Skipped

T = TypeVar("T")
PROGRESS_AFTER = 2.0
"""Seconds of work before progress is shown."""

FAULT, INTERRUPTED = 1, 130

DATE_FORMS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m", "%Y")

# Plain help: Rich would more than double the time until it shows.
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(StrEnum):
    """The forms in which `elchi code` writes records."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class TableName(StrEnum):
    """The tables that a record holds."""

    events = "events"
    positions = "positions"
    officials = "officials"


def _date(value: str | None) -> str | None:
    if value is not None and not any(_reads(value, form) for form in DATE_FORMS):
        raise typer.BadParameter("give YYYY-MM-DD, YYYY-MM-DDTHH:MM, YYYY-MM or YYYY")
    return value


def _reads(value: str, form: str) -> bool:
    from datetime import datetime

    try:
        return datetime.strptime(value, form).strftime(form) == value
    except ValueError:
        return False


def _columns(given: list[str] | None) -> list[str]:
    """Pairs of a field and a column, each `FIELD=COLUMN`."""
    if not given:
        return []
    from elchi.read.pieces import FIELDS

    pairs = [pair for several in given for pair in several.split(",")]
    for pair in pairs:
        field, _, column = pair.partition("=")
        if not column or field not in ("text", *FIELDS):
            raise typer.BadParameter(f"{pair}: give FIELD=COLUMN, where FIELD is text or {', '.join(FIELDS)}")
    return pairs


Paths = Annotated[list[str], typer.Argument(
    metavar="PATH", help="Files of any kind that holds reports, folders, archives, addresses (http, https), or - for "
                         "standard input.")]
Published = Annotated[str | None, typer.Option(
    metavar="DATE", callback=_date, help="When reports that do not say it themselves were published.")]
Columns = Annotated[list[str] | None, typer.Option(
    "--map", metavar="FIELD=COLUMN,…", callback=_columns,
    help="Which column of a table holds a field that is called otherwise there.")]
AllowPrivate = Annotated[bool, typer.Option(
    "--allow-private", help="Ask hosts of this machine and its network, too: for a test server.")]
Lexicon = Annotated[Path | None, typer.Option(
    exists=True, file_okay=False, help="A folder of your own lexicon entries, laid over the shipped ones.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"elchi {version('elchi')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                          help="Show the version and stop.")] = False,
) -> None:
    """Elchi codes diplomatic news reports in Russian: who contacted whom, did what and said what."""


@app.command("code")
def code_command(
    paths: Paths,
    form: Annotated[Format | None, typer.Option(
        "--format", help="How records are written. [default: text on a terminal, else jsonl]")] = None,
    table: Annotated[TableName, typer.Option(help="The table that csv holds.")] = TableName.events,
    published: Published = None,
    columns: Columns = None,
    lexicon: Lexicon = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Code reports and write their records.

    Each record is written as soon as it is ready, so that a long run can be read while it goes on.
    """
    how = how_of(published, columns, allow_private=allow_private)
    with faults_told() as faults, \
            closing(watched(records_of(reports_of(paths, how, lexicon, faults)),
                            alone=not sys.stdout.isatty())) as records:
        match form or (Format.text if sys.stdout.isatty() else Format.jsonl):
            case Format.text:
                write_text(records, sys.stdout)
            case Format.json:
                from elchi.export.jsonl import write_array

                write_array(records, sys.stdout)
            case Format.jsonl:
                from elchi.export.jsonl import write_lines

                write_lines(records, sys.stdout)
            case Format.csv:
                from elchi.export.table import write_table

                write_table(records, sys.stdout, table.value)


@app.command("explain")
def explain_command(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A report, as for `elchi code`.")],
    published: Published = None,
    lexicon: Lexicon = None,
) -> None:
    """Show what gave each row of a record.

    Under every row stand the rules and lexicon entries that gave it, with the file and line of each.
    """
    with faults_told() as faults:
        write_text(records_of(reports_of([path], how_of(published), lexicon, faults)), sys.stdout, explained=True)


@app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a record."""
    from elchi.schema import record_schema

    typer.echo(record_schema(), nl=False)


class Faults:
    """Tells each fault, and what is no report, as one line on standard error; remembers that there was a fault, and
    how much of what was skipped."""

    def __init__(self) -> None:
        self.any = False
        self.skipped: Counter[str] = Counter()

    def tell(self, error: Exception) -> None:
        self.any = True
        self._say(str(error))

    def skip(self, skipped: Skipped) -> None:
        self.skipped[skipped.why] += skipped.count
        self._say(f"{skipped.name}: skipped, {skipped.why}" + (f" ({skipped.count})" if skipped.count > 1 else ""))

    def sum_up(self) -> None:
        if self.skipped:
            kinds = ", ".join(f"{why} ({count})" for why, count in self.skipped.most_common())
            self._say(f"{self.skipped.total()} skipped: {kinds}")

    def _say(self, line: str) -> None:
        from elchi.export.text import clean

        print(f"elchi: {clean(line)}", file=sys.stderr, flush=True)


@contextmanager
def faults_told() -> Iterator[Faults]:
    """Run a command's work, and end the command with the status that its faults call for."""
    from elchi.errors import ElchiError

    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    faults = Faults()
    try:
        yield faults
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except ElchiError as error:
        faults.tell(error)
    finally:
        faults.sum_up()
    if faults.any:
        raise typer.Exit(FAULT)


def how_of(published: str | None = None, columns: list[str] | None = None, zone: str | None = None,
           allow_private: bool = False) -> How:
    """How reports are to be read, as a command's options say it; `zone` is the clock of outlets of which none is
    known. Addresses are asked politely."""
    from functools import cache

    from elchi.read.pieces import How

    @cache
    def polite() -> Polite:
        from time import sleep

        from elchi.net.polite import Polite, world

        return Polite(world(allow_private, sleep), {}, lambda name, host: None)

    def fetched(url: str) -> Piece:
        from elchi.net.fetch import piece

        return piece(url, polite().get(url))

    return How(published, zone, dict(pair.split("=", 1) for pair in columns or ()), fetched)


def reports_of(paths: list[str], how: How, overlay: Path | None, faults: Faults) -> Iterator[Report]:
    """The reports under the paths, lazily; what cannot be read, or is no report, is told and passed over. `overlay` is
    laid over the lexicon."""
    from elchi import lexicon
    from elchi.read import read_paths

    if overlay:
        lexicon.use(overlay)
    return read_paths(paths, faults.tell, how, faults.skip)


def records_of(reports: Iterable[Report]) -> Iterator[Record]:
    """The records of reports, lazily."""
    from elchi import pipeline

    return pipeline.code_reports(reports)


def write_text(records: Iterable[Record], out: TextIO, *, explained: bool = False) -> None:
    """Write records for a person, parties by name; `explained`: what gave each row beneath it."""
    from functools import cache

    from elchi import lexicon, names
    from elchi.export import text

    @cache
    def note(rule: str) -> str:
        place = lexicon.locate(rule)
        return f"{rule} {place}" if place else rule

    text.write_text(records, out, names.party, note if explained else None)


def watched(records: Iterator[T], alone: bool) -> Generator[T, None, None]:
    """The same records, or what stands for each; where they take long, a count of them is shown on the terminal, if it
    is theirs alone."""
    if not sys.stderr.isatty() or not alone:
        yield from records
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TextColumn("reports"), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task, begun = progress.add_task("reports", total=None), monotonic()
    try:
        for record in records:
            if not progress.live.is_started and monotonic() - begun > PROGRESS_AFTER:
                progress.start()
            progress.advance(task)
            yield record
    finally:
        progress.stop()


def main() -> None:
    """Run the command line; exit status 0, 1 where any input was at fault, 2 for wrong usage, 130 when interrupted."""
    # The models' matrices are small: threads cost them more than they bring. Loading makes a great many lasting
    # objects, which the collector would look through again and again.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(100_000)
    import elchi.cli_ask
    import elchi.cli_desk
    import elchi.cli_export
    import elchi.cli_ledger
    import elchi.cli_mcp
    import elchi.cli_remind
    import elchi.cli_review
    import elchi.cli_users
    import elchi.cli_watch  # noqa: F401  # their commands join the app

    app()
