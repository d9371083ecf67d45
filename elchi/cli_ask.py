"""The commands that ask a ledger."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from elchi.cli import app, faults_told
from elchi.cli_filters import Language, LedgerName, Outlet, Party, Since, Topic, Type, Until, any_of, wanted
from elchi.cli_ledger import is_for_a_person, opened_ledger


class Rows(StrEnum):
    """The forms in which answers are shown."""

    text = "text"
    json = "json"
    csv = "csv"
    parquet = "parquet"


FormOption = Annotated[Rows | None, typer.Option("--format", help="[default: text on a terminal, else json]")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many at most.")]


def _answer(form: Rows | None, whole: Any, *tables: tuple[str, tuple[str, ...], Sequence[dict[str, Any]]],
            said: tuple[str, ...] = ()) -> None:
    from elchi import names
    from elchi.export.answers import Answer, Table, write_answer

    chosen = form or (Rows.text if is_for_a_person(form) else Rows.json)
    write_answer(Answer(whole, said, tuple(Table(*table) for table in tables)), sys.stdout, chosen.value,
                 names.party)


@app.command("timeline")
def timeline_command(
    party: Party = None, type: Type = None, topic: Topic = None, since: Since = None, until: Until = None,
    outlet: Outlet = None, language: Language = None, limit: Limit = 50, ledger: LedgerName = None,
    form: FormOption = None,
) -> None:
    """List happenings, the newest first.

    A happening is one row, however many reports tell it.
    """
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi import names
        from elchi.export.answers import HAPPENING, write_happenings
        from elchi.ledger import queries

        found = queries.timeline(opened, wanted(party, type, topic, since, until, outlet, language), limit)
        if is_for_a_person(form):
            write_happenings(found, sys.stdout, names.party)
        else:
            _answer(form, found, ("", HAPPENING, found))


One = Annotated[str, typer.Argument(metavar="PARTY", help="A party or a group of parties: its code or its name.")]
Other = Annotated[str | None, typer.Argument(metavar="[PARTY]", help="Another, for the contacts of the two alone.")]


@app.command("contacts")
def contacts_command(one: One, other: Other = None, since: Since = None, until: Until = None, limit: Limit = 20,
                     ledger: LedgerName = None, form: FormOption = None) -> None:
    """Tell who was in contact with whom, how often and how; of two, whether contacts become more frequent."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.export.answers import HAPPENING
        from elchi.ledger import queries

        a, b = any_of([one]), any_of([other] if other else [])
        found = queries.contacts(opened, a, b, since and since.date(), until and until.date(), limit)
        trend = found.get("trend")
        said = (trend["sentence"]["en"] if trend else f"Contacts: {found['total']}",)
        partners = ("partners", ("party", "count", "first", "last"), found["partners"])
        months = ("months", ("month", "count"), found["months"])
        rest = (("channels", ("channel", "count"), found["channels"]), ("levels", ("level", "count"), found["levels"]))
        tables = (months, *rest, ("newest", HAPPENING, found["newest"])) if other else (partners, *rest, months)
        _answer(form, found, *tables, said=said)


@app.command("positions")
def positions_command(
    on: Annotated[str | None, typer.Option("--on", metavar="TOPIC", help="A context or a subject of the lexicon.")
                  ] = None,
    party: Party = None, since: Since = None, until: Until = None, limit: Limit = 20, ledger: LedgerName = None,
    form: FormOption = None,
) -> None:
    """Tell which party holds which view on a topic, since when, and which views shifted."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import queries

        found = queries.positions(opened, on, any_of(party or []), since and since.date(),
                                  until and until.date(), limit)
        _answer(form, found, ("stances", ("party", "stance", "count", "first", "last"), found["stances"]),
                ("shifts", ("party", "from", "left", "to", "came"), found["shifts"]),
                ("newest", ("published", "holder", "stance", "subject", "target", "outlet", "evidence"),
                 found["newest"]))


@app.command("commitments")
def commitments_command(
    party: Party = None, topic: Topic = None, since: Since = None, until: Until = None, limit: Limit = 50,
    ledger: LedgerName = None, form: FormOption = None,
) -> None:
    """List what was promised by whom to whom, the newest first, and whether it was kept."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import queries

        found = queries.commitments(opened, wanted(party, None, topic, since, until), limit)
        columns = ("id", "date", "actors", "recipients", "due", "promised", "verdict", "evidence")
        _answer(form, found, ("", columns, found))


@app.command("evacuations")
def evacuations_command(party: Party = None, since: Since = None, until: Until = None, limit: Limit = 20,
                        ledger: LedgerName = None, form: FormOption = None) -> None:
    """List who evacuated whom, from where, by which way, with whose help, the latest first."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import queries

        found = queries.evacuations(opened, wanted(party, None, None, since, until), limit)
        shown = [{**one, "persons": _figures(one["persons"]), "offered": [aid["evidence"] for aid in one["offered"]],
                  **{name: [code for aid in one[name] for code in aid[side]]
                     for name, side in (("helped", "by"), ("thanked", "to"))}} for one in found]
        _answer(form, found, ("", ("date", "by", "citizens", "origin", "via", "destination", "persons", "helped",
                                   "thanked", "offered"), shown))


def _figures(persons: dict[str, int] | None) -> str | None:
    """The best figure, and the least and the greatest where reports differ."""
    if persons is None:
        return None
    low, best, high = (persons[name] for name in ("low", "best", "high"))
    return str(best) if low == high else f"{best} ({low}–{high})"


@app.command("officials")
def officials_command(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A name in any spelling, or a person's id.")
                    ] = None,
    party: Party = None, limit: Limit = 50, ledger: LedgerName = None, form: FormOption = None,
) -> None:
    """List officials, those named last first, with their offices over time; of one, also what names him."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import queries

        found = queries.officials(opened, any_of(party or []), name, limit)
        offices = [{"id": person["id"], "name": person["name"], **office}
                   for person in found["persons"] for office in person["offices"]]
        _answer(form, found, ("", ("id", "name", "country", "role", "office", "first", "last", "statements"), offices),
                ("statements", ("published", "outlet", "evidence"), found["statements"]))


@app.command("search", context_settings={"ignore_unknown_options": True})  # -word is a word
def search_command(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words in any form, words in a row in quotation "
                                               "marks; a - before what must not stand there.")],
    party: Party = None, type: Type = None, topic: Topic = None, since: Since = None, until: Until = None,
    outlet: Outlet = None, language: Language = None, limit: Limit = 20, ledger: LedgerName = None,
    form: FormOption = None,
) -> None:
    """Find reports by their words, the newest first."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import queries

        asked = wanted(party, type, topic, since, until, outlet, language)
        found = queries.search(opened, " ".join(words), asked, limit)
        shown = [{**hit, "sentence": hit["sentences"][0]["text"] if hit["sentences"] else None} for hit in found]
        _answer(form, found, ("", ("published", "report", "outlet", "title", "sentence"), shown))


@app.command("changes")
def changes_command(
    since: Annotated[datetime, typer.Option("--since", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
                                            help="From when on, UTC.")],
    after: Annotated[str | None, typer.Option("--after", metavar="PAGE", help="What a former answer gives as `next`.")
                     ] = None,
    limit: Limit = 1000, ledger: LedgerName = None, form: FormOption = None,
) -> None:
    """List what was added, changed and withdrawn since a moment, the oldest first."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.ledger import queries

        found = queries.changes(opened, since.replace(tzinfo=UTC), limit, after)
        _answer(form, found, ("", ("at", "change", "kind", "id", "now"), found["changes"]))
