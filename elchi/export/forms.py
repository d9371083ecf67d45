"""The forms in which a ledger is exported, and which of its rows each is made of."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, TextIO

from elchi.export import columns
from elchi.export import table as coded
from elchi.export.cameo import write_cameo
from elchi.export.columns import COLUMNS, Row
from elchi.export.feed import write_atom, write_json_feed
from elchi.export.files import together
from elchi.export.flat import write_csv
from elchi.export.geojson import write_geojson
from elchi.export.gold import text_path, write_gold
from elchi.export.happened import happened
from elchi.export.jsonl import line_of
from elchi.export.manifest import manifest
from elchi.export.plover import write_plover
from elchi.export.polecat import write_polecat
from elchi.export.provenance import write_provenance
from elchi.export.text import PartyName
from elchi.model import Json, Told

NEWEST = 500
"""How many happenings a feed tells: those of the latest days."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an export is made of: the coded rows of a table, happenings and judged reports, each read anew when asked
    for; by which name to call the code of a party; what a feed is called; whether POLECAT has its events in pairs."""

    rows: Callable[[coded.Table], Iterable[Told]]
    happenings: Callable[[], Iterable[Json]]
    gold: Callable[[], Iterable[Json]]
    party: PartyName
    title: str = "Elchi"
    dyads: bool = False


@dataclass(frozen=True, slots=True)
class Out:
    """A file to write to, as text or as bytes; not as both."""

    text: TextIO
    raw: IO[bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """What a file of a form is called, and what writes it and says how many rows it has, or whatever it has instead."""

    file: str
    write: Callable[[Source, Out], int]


def _table(table: columns.Table, own: Source) -> Iterable[Row]:
    return columns.told(own.rows(table), table) if table in coded.COLUMNS else columns.happenings(own.happenings())


def _csv(table: columns.Table, own: Source, out: Out) -> int:
    return write_csv(_table(table, own), out.text, table)


def _parquet(table: columns.Table, own: Source, out: Out) -> int:
    from elchi.export.parquet import write_parquet

    return write_parquet(_table(table, own), out.raw, table)


def _graphml(own: Source, out: Out) -> int:
    from elchi.export.graph import write_graphml

    return write_graphml(own.happenings(), out.raw, own.party)


def _ical(own: Source, out: Out) -> int:
    from elchi.export.calendar import write_calendar

    return write_calendar(own.happenings(), out.raw, own.party)


def _happened(own: Source) -> Iterable[Told]:
    return (told for told, _ in happened(own.rows("events")))


def _newest(own: Source) -> Iterable[Json]:
    return islice(own.happenings(), NEWEST)


FORMS = {
    "polecat": Form("polecat.tsv", lambda own, out: write_polecat(own.rows("events"), out.text, own.dyads)),
    "provenance": Form("polecat.provenance.tsv", lambda own, out: write_provenance(_happened(own), out.text)),
    "cameo": Form("cameo.tsv", lambda own, out: write_cameo(own.rows("events"), out.text)),
    "plover": Form("plover.jsonl", lambda own, out: write_plover(own.rows("events"), out.text)),
    **{f"{table}.csv": Form(f"{table}.csv", partial(_csv, table)) for table in COLUMNS},
    **{f"{table}.parquet": Form(f"{table}.parquet", partial(_parquet, table)) for table in COLUMNS},
    "geojson": Form("happenings.geojson",
                    lambda own, out: write_geojson(_table("happenings", own), out.text, own.party)),
    "graphml": Form("contacts.graphml", _graphml),
    "ical": Form("announced.ics", _ical),
    "atom": Form("happenings.atom", lambda own, out: write_atom(_newest(own), out.raw, own.party, own.title)),
    "jsonfeed": Form("happenings.feed.json",
                     lambda own, out: write_json_feed(_newest(own), out.text, own.party, own.title)),
    "gold": Form("gold.jsonl", lambda own, out: write_gold(own.gold(), out.text)),
}


def write(form: str, source: Source, out: IO[bytes]) -> int:
    """Write what one of FORMS makes of a source; returns how many rows. Raises LedgerError where a row cannot be told
    so."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    try:
        return FORMS[form].write(source, Out(text, out))
    finally:
        text.detach()


def write_files(form: str, source: Source, out: Path, query: Mapping[str, Any], coders: Iterable[str], texts: bool
                ) -> dict[Path, int]:
    """Write a form's files, all or none: to the path `out`, or by its usual name into the folder `out`; POLECAT's table
    of provenance and, with `texts`, the texts of the gold beside it; and its manifest, which tells what `query` and
    `coders` say. Returns how many rows each file has. Raises LedgerError where that cannot be done."""
    out = out / FORMS[form].file if out.is_dir() else out
    files, counts = {out: form}, dict[Path, int]()
    if form == "polecat":
        files[out.with_name(f"{out.stem}.provenance{out.suffix}")] = "provenance"
    with together() as part:
        for path, own in files.items():
            with part(path).open("wb") as file:
                counts[path] = write(own, source, file)
        written = {path: part(path) for path in files}
        for report in source.gold() if form == "gold" and texts else ():
            path = text_path(out.parent, report["id"])
            path.parent.mkdir(exist_ok=True)
            written[path] = part(path)
            written[path].write_bytes(report["text"].encode())
        told = manifest(query, {str(path.relative_to(out.parent)): file for path, file in written.items()},
                        {path.name: count for path, count in counts.items()}, coders)
        part(out.with_name(f"{out.name}.manifest.json")).write_text(line_of(told) + "\n", encoding="utf-8")
    return counts
