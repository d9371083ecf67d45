"""The commands that write a ledger in the forms of others, and that measure coding against what analysts made of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from elchi.cli import app, faults_told, records_of, watched
from elchi.cli_filters import Language, LedgerName, Outlet, Party, Since, Topic, Type, Until, wanted
from elchi.cli_ledger import FormOption, is_for_a_person, opened_ledger

if TYPE_CHECKING:
    from elchi.model import Json, Report


class Form(StrEnum):
    """The forms in which a ledger leaves."""

    polecat = "polecat"
    cameo = "cameo"
    plover = "plover"
    events = "events"
    positions = "positions"
    officials = "officials"
    happenings = "happenings"
    geojson = "geojson"
    graphml = "graphml"
    ical = "ical"
    atom = "atom"
    jsonfeed = "jsonfeed"
    gold = "gold"


class Kind(StrEnum):
    """The forms in which tables leave."""

    csv = "csv"
    parquet = "parquet"


TABLES = (Form.events, Form.positions, Form.officials, Form.happenings)
WITH_TEXTS = (Form.plover, Form.gold)
FACTS = ("url", "outlet", "title", "published", "language")
"""What is told of a report to whoever codes it."""


@app.command("export")
def export_command(
    form: Annotated[Form, typer.Argument(metavar="FORM", help="What it becomes; docs/exports.md tells of each.")],
    out: Annotated[Path, typer.Option(metavar="FILE|FOLDER", help="Where it goes; - for standard output. "
                                      "[default: a file named by its form, here]", show_default=False)] = Path(),
    kind: Annotated[Kind | None, typer.Option("--format", help="Of a table. [default: csv]")] = None,
    texts: Annotated[bool, typer.Option("--texts", help="With the reports' texts (plover, gold).")] = False,
    dyads: Annotated[bool, typer.Option("--dyads", help="A line for each two parties of an event (polecat).")] = False,
    party: Party = None, type: Type = None, topic: Topic = None, since: Since = None, until: Until = None,
    outlet: Outlet = None, language: Language = None, ledger: LedgerName = None,
) -> None:
    """Write a ledger in a form that other programs read.

    Beside each file stands its manifest: what was asked for, how many rows came, hashes and versions. Files are there
    once all is written, or not at all.
    """
    for option, given, forms in (("--format", kind, TABLES), ("--texts", texts, WITH_TEXTS),
                                 ("--dyads", dyads, (Form.polecat,))):
        if given and form not in forms:
            raise typer.BadParameter(f"goes with {', '.join(forms)}", param_hint=option)
    chosen: dict[str, Any] = {"party": party, "type": type, "topic": topic, "since": since, "until": until,
                              "outlet": outlet, "language": language}
    with faults_told(), opened_ledger(ledger) as opened, opened.reading() as state:
        from elchi.export import forms as writers
        from elchi.ledger.queries import exported

        asked = wanted(**chosen)
        source = exported.source(state, asked, _party, _title(chosen), texts, dyads)
        name = f"{form}.{kind or Kind.csv}" if form in TABLES else str(form)
        if str(out) == "-":
            writers.write(name, source, sys.stdout.buffer)
            return
        query = _told({"ledger": opened.name, "form": form, **chosen, "texts": texts, "dyads": dyads})
        for path, count in writers.write_files(name, source, out, query, exported.coders(state), texts).items():
            print(f"{path}: {count} rows")


@cache
def _party(code: str) -> str:
    from elchi import names

    return names.party(code)


def _told(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options that were given, ready for JSON."""
    return {name: value.date().isoformat() if isinstance(value, datetime) else value
            for name, value in given.items() if value}


def _title(chosen: Mapping[str, Any]) -> str:
    """What a feed of what was asked for is called."""
    told = _told(chosen).values()
    return " · ".join(["Elchi", *(", ".join(said) if isinstance(said, list) else said for said in told)])


@app.command("score")
def score_command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Judged reports, as `elchi export gold` writes them.")],
    coded: Annotated[Path | None, typer.Option(metavar="FILE", help="Records of these reports, a line of JSON each. "
                                               "[default: as Elchi codes their texts now]", show_default=False)] = None,
    form: FormOption = None,
) -> None:
    """Measure how well reports are coded: precision, recall and F1 against what analysts hold to be right.

    Texts lie in the folder `texts` beside GOLD.
    """
    with faults_told():
        from elchi.export.jsonl import line_of
        from elchi.score import load, score

        judged = load(gold)
        rows = load(coded) if coded else _coded(_reports(judged, gold.parent))
        figures = score(judged, {row["id"]: row for row in rows})
        if not is_for_a_person(form):
            print(line_of({kind: {**asdict(own), "f1": own.f1} for kind, own in figures.items()}))
            return
        for kind, own in figures.items():
            print(f"{kind:9}  F1 {own.f1:.3f}  precision {own.precision:.3f}  recall {own.recall:.3f}  "
                  f"({own.gold} gold, {own.coded} coded)")
        if partly := sum(bool(report.get("unjudged")) for report in judged):
            print(f"{partly} of {len(judged)} reports hold rows that nobody judged: precision is that of the others")


def _coded(reports: Iterator[Report]) -> list[Json]:
    with closing(watched(records_of(reports), alone=True)) as records:
        return [record.to_json() for record in records]


def _reports(judged: Iterable[Json], folder: Path) -> Iterator[Report]:
    """The reports of the gold, read anew."""
    from elchi.errors import LedgerError
    from elchi.export.gold import text_path
    from elchi.read import decode, read_text

    for own in judged:
        path = text_path(folder, own["id"])
        try:
            raw = path.read_bytes()
        except OSError as fault:
            raise LedgerError(f"{path}: {fault.strerror}; `elchi export gold --texts` writes it") from fault
        facts = {name: (own.get("report") or {}).get(name) for name in FACTS}
        yield read_text(decode(raw, str(path)), id=own["id"], **facts)
