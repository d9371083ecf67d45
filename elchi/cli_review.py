"""The commands by which analysts correct a ledger, and put in what they know."""

from __future__ import annotations

import sys
from collections import Counter
from getpass import getuser
from pathlib import Path
from typing import Annotated, Literal

import typer

from elchi.cli import app, faults_told
from elchi.cli_filters import LedgerName
from elchi.cli_ledger import SAID, FormOption, is_for_a_person, opened_ledger, there

Row = Annotated[str, typer.Argument(metavar="ID", help="The id of a row: an event, a position or an official.")]
Fields = Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help="Fields of the record, and what they hold; "
                                             "codes of a list stand apart by commas.")]
Who = Annotated[str, typer.Option("--who", metavar="NAME", default_factory=getuser, help="Who says so.",
                                  show_default="your user name")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why.")]


def _pairs(given: list[str]) -> dict[str, str]:
    found = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise typer.BadParameter(f"{pair}: give FIELD=VALUE")
        found[name.strip()] = value
    return found


@app.command("correct")
def correct_command(row: Row, fields: Fields, who: Who, why: Why = "", ledger: LedgerName = None) -> None:
    """Correct fields of a row.

    What the coder said is kept beside it, and the correction holds when the report is coded anew.
    """
    told = _pairs(fields)
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import analyst

        analyst.correct(opened, row, told, who, why)
        print(f"{opened.name}: {row} corrected")


@app.command("accept")
def accept_command(row: Row, who: Who, why: Why = "", ledger: LedgerName = None) -> None:
    """Say that a row is right."""
    _judge(row, "accept", who, why, ledger)


@app.command("reject")
def reject_command(row: Row, who: Who, why: Why = "", ledger: LedgerName = None) -> None:
    """Say that a row is wrong: it counts nowhere any more."""
    _judge(row, "reject", who, why, ledger)


def _judge(row: str, kind: Literal["accept", "reject"], who: str, why: str, ledger: str | None) -> None:
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import analyst

        analyst.judge(opened, row, kind, who, why)
        print(f"{opened.name}: {row} {kind}ed")


@app.command("note")
def note_command(row: Annotated[str, typer.Argument(metavar="ID", help="The id of a row or a happening.")],
                 text: Annotated[str, typer.Argument(metavar="TEXT")], who: Who, ledger: LedgerName = None) -> None:
    """Write a note beside a row or a happening."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import analyst

        analyst.note(opened, row, who, text)
        print(f"{opened.name}: noted beside {row}")


@app.command("verdict")
def verdict_command(
    happening: Annotated[str, typer.Argument(metavar="ID", help="A commitment: the id of its happening.")],
    value: Annotated[str, typer.Argument(metavar="VERDICT", help="pending, kept, partly or broken.")], who: Who,
    why: Why = "", ledger: LedgerName = None,
) -> None:
    """Say how a commitment stands; it counts above what Elchi finds."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import analyst

        analyst.verdict(opened, happening, value, who, why)
        print(f"{opened.name}: {happening} {value}")


@app.command("join")
def join_command(one: Annotated[str, typer.Argument(metavar="ID", help="A happening.")],
                 other: Annotated[str, typer.Argument(metavar="ID", help="Another that is the same.")], who: Who,
                 why: Why = "", ledger: LedgerName = None) -> None:
    """Say that two happenings are one."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import analyst

        analyst.same(opened, one, other, who, why)
        print(f"{opened.name}: {one} and {other} are one")


@app.command("split")
def split_command(
    happening: Annotated[str, typer.Argument(metavar="ID", help="A happening.")],
    events: Annotated[list[str], typer.Argument(metavar="EVENT…", help="The ids of those of its events that tell of "
                                                "another one, as `elchi why` shows them.")],
    who: Who, why: Why = "", ledger: LedgerName = None,
) -> None:
    """Say that some events of a happening tell of another one."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import analyst

        analyst.apart(opened, happening, events, who, why)
        print(f"{opened.name}: {', '.join(events)} no more of {happening}")


@app.command("undo")
def undo_command(decision: Annotated[int, typer.Argument(metavar="NUMBER", help="A decision, as `elchi history` shows "
                                                         "it.")], who: Who, ledger: LedgerName = None) -> None:
    """Take a decision back, with those made in one go with it; it stays in the history."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import analyst

        analyst.undo(opened, decision, who)
        print(f"{opened.name}: decision {decision} is in force no more")


@app.command("history")
def history_command(row: Annotated[str, typer.Argument(metavar="ID", help="The id of a row or a happening.")],
                    ledger: LedgerName = None, form: FormOption = None) -> None:
    """Show what analysts decided on a row or a happening, what was taken back too."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.export.jsonl import line_of
        from elchi.export.text import clean
        from elchi.ledger import queries

        found = there(queries.history(opened, row), opened, row)
        if not is_for_a_person(form):
            print(line_of({"id": row, "decisions": found}))
            return
        for said in found:
            what = f" {said['field']} = {said['value']}" if said["field"] else f" {said['value'] or ''}"
            back = f" (taken back {said['undone']} by {said['undone_by']})" if said["undone"] else ""
            about = ", ".join(said["about"])
            print(clean(f"{said['decision']}  {said['at']}  {said['who']}: {said['kind']}{what}  {about}  {said['why']}"
                        f"{back}"))


@app.command("review")
def review_command(ledger: LedgerName = None, form: FormOption = None) -> None:
    """List the rows that analysts stand for though the coder gives them no more."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.export.jsonl import line_of
        from elchi.export.text import clean
        from elchi.ledger import queries

        for row in queries.review(opened):
            print(clean(f"{row['uid']}  {row['state']}  {row['report'] or ''}  {row['evidence'] or ''}")
                  if is_for_a_person(form) else line_of(row))


@app.command("add-happening")
def add_happening_command(fields: Fields, who: Who, ledger: LedgerName = None) -> None:
    """Put in a happening that you know of.

    Fields are those of an event (type, mode, actors, recipients, date, place, channel …), and text, url, outlet, title,
    published: in which words it is told, and where it is from.
    """
    told = _pairs(fields)
    with faults_told(), opened_ledger(ledger, new=True) as opened:
        from elchi.ledger import by_hand, queries, store
        from elchi.ledger.address import key

        record = by_hand.told(told, who)
        (_, outcome), = store.add(opened, [record], state=by_hand.STATE)
        found = there(queries.report(opened, key(record.report)), opened, "such report")
        print(f"{opened.name}: {SAID[outcome]} {' '.join(event['uid'] for event in found['events'])}".rstrip())


@app.command("import")
def import_command(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="A CSV or tab-separated table, a happening a row.")],
    who: Who, columns: Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="Which column "
                                 "holds a field, where it is not called so.")] = None, ledger: LedgerName = None,
) -> None:
    """Put in the happenings of a table, as `elchi add-happening` does; the same row twice is put in once."""
    names = _pairs(columns or [])
    with faults_told() as faults, opened_ledger(ledger, new=True) as opened:
        from elchi.errors import LedgerError
        from elchi.ledger import by_hand, store

        outcomes: Counter[str] = Counter()
        for row in by_hand.table(table, who, names):
            if isinstance(row, LedgerError):
                faults.tell(row)
                outcomes["at fault"] += 1
                continue
            outcomes.update(SAID[outcome] for _, outcome in store.add(opened, [row], state=by_hand.STATE))
        told = ", ".join(f"{n} {outcome}" for outcome, n in outcomes.items())
        print(f"{opened.name}: {told or 'nothing in the table'}", file=sys.stdout)
