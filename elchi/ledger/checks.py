"""Whether a row may hold what an analyst says that it holds: the record's own JSON Schema tells, and the calendar."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any, cast

from jsonschema import ValidationError

from elchi.days import days
from elchi.errors import LedgerError
from elchi.ledger import written
from elchi.ledger.draft import Row
from elchi.ledger.forms import definitions, validator

FIXED = frozenset({"evidence", "start", "end", "confidence", "rules"})
"""What no analyst can correct: where a row stands, and what the coder thought of it."""
HAPPENED = ("past", "background")
"""The times of what is told as having been."""


def value(kind: str, name: str, told: str) -> Any:
    """The value of a row's field from the words of a person, read as `written` tells; members of a list stand apart by
    commas or semicolons, nothing is null, and what holds members may be JSON. Raises LedgerError where a row of this
    kind (event, position, official) has no such field, or nothing is written so."""
    known = fields(kind)
    if name not in known:
        raise LedgerError(f"{name}: {kind}s have {', '.join(sorted(known))}")
    told, wanted = told.strip(), known[name]
    several = wanted.get("type") == "array"
    if told.startswith(("{", "[")) and "string" not in wanted.get("type", ()):
        try:
            found = json.loads(told)
        except (ValueError, RecursionError):
            raise LedgerError(f"{name}: {told[:40]} is no JSON") from None
    else:
        found = written.parts(name, told) if several else told or None
    try:
        return [written.meant(name, one) for one in found] if isinstance(found, list) else written.meant(name, found)
    except LedgerError as fault:
        raise LedgerError(f"{name}: {fault}") from None


def whole(kind: str, row: Row, about: Collection[str], published: int) -> Row:
    """A row of a kind, given as JSON, with all its members; its report was `published` on the day of that number, 0
    where that is not known. Raises LedgerError, naming the field, else those that it is about, where it could not be
    so."""
    known = definitions()[kind]["properties"]
    full = {name: row.get(name, [] if known[name].get("type") == "array" else None) for name in known}
    for error in validator(kind).iter_errors(full):
        raise LedgerError(_fault(error, about))
    for name in ("date", "due"):
        _check_days(name, full.get(name))
    if not all(one["name"].strip() for one in full.get("participants") or ()):
        raise LedgerError("participants: a name is blank")
    if {"actors", "recipients"}.intersection(about):
        _check_sides(full)
    if "persons" in about:
        _check_persons(full["persons"])
    if full.get("time") in HAPPENED and {"date", "time"}.intersection(about):
        _check_past(full["date"], published)
    return full


def _fault(error: ValidationError, about: Collection[str]) -> str:
    """What is wrong, in words of a person."""
    if not error.path:
        return f"{', '.join(about)}: there are neither actors nor recipients"
    field, told = error.path[0], error.instance
    if told in (None, "", []):
        return f"{field}: it must not be empty"
    if error.validator == "uniqueItems":
        return f"{field}: one is named twice"
    shown = " ".join((told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)).split())[:60]
    known = cast(list[str | None], error.validator_value) if error.validator == "enum" else ()
    if codes := [code for code in known if code]:
        return f"{field}: {shown} is not one of {', '.join(codes)}"[:300]
    return f"{field}: it cannot be {shown}"


def _check_days(name: str, told: str | None) -> None:
    """What no pattern tells: whether there are such days, the first before the last."""
    try:
        first, last = days(told)
    except ValueError:
        raise LedgerError(f"{name}: there is no such day as {told}") from None
    if first is not None and last is not None and first > last:
        raise LedgerError(f"{name}: {told} ends before it begins")


def _check_sides(row: Row) -> None:
    if twice := sorted({*row["actors"]}.intersection(row["recipients"])):
        raise LedgerError(f"{', '.join(twice)}: no party is actor and recipient at once")


def _check_persons(told: Row | None) -> None:
    if told and not told["low"] <= told["best"] <= told["high"]:
        raise LedgerError("persons: the lowest number comes first, the highest last")


def _check_past(told: str | None, published: int) -> None:
    """What has been was not after it was reported, nor is it in the future; a day is let pass for the time zone."""
    first, _ = days(told)
    if first is not None and first > (published or date.today().toordinal()) + 1:
        raise LedgerError(f"date: {told} is later than {'the report' if published else 'today'}")


def fields(kind: str) -> dict[str, Any]:
    """The members of a row of a kind (event, position, official) that a person may tell, each with its form."""
    return {name: form for name, form in definitions()[kind]["properties"].items() if name not in FIXED}
