"""Whether a row may hold what an analyst says that it holds: the record's own JSON Schema tells."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from elchi.days import days
from elchi.errors import LedgerError
from elchi.ledger.draft import Row
from elchi.schema import record_schema

FIXED = frozenset({"evidence", "start", "end", "confidence", "rules"})
"""What no analyst can correct: where a row stands, and what the coder thought of it."""


def value(kind: str, name: str, told: str) -> Any:
    """The value of a row's field from the words of a person: codes of a list stand apart by commas or semicolons, what
    holds members is JSON, nothing is null. Raises LedgerError where a row of this kind (event, position, official) has
    no such field."""
    known = fields(kind)
    if name not in known:
        raise LedgerError(f"{name}: {kind}s have {', '.join(sorted(known))}")
    told, wanted = told.strip(), known[name]
    if told.startswith(("{", "[")) and "string" not in wanted.get("type", ()):
        try:
            return json.loads(told)
        except (ValueError, RecursionError):
            raise LedgerError(f"{name}: {told[:40]} is no JSON") from None
    if wanted.get("type") == "array":
        return [item.strip() for item in _BETWEEN.split(told) if item.strip()]
    if name == "speaker" and told:
        return {"name": told}
    return told or None


def whole(kind: str, row: Row, about: Collection[str]) -> Row:
    """A row of a kind, given as JSON, with all its members. Raises LedgerError, naming the field, else those that it is
    about, where it could not be so."""
    known = _schema()["$defs"][kind]["properties"]
    full = {name: row.get(name, [] if known[name].get("type") == "array" else None) for name in known}
    for error in _validator(kind).iter_errors(full):
        raise LedgerError(f"{'.'.join(map(str, error.path)) or ', '.join(about)}: {_fault(error)}")
    for name in ("date", "due"):
        _check_days(name, full.get(name))
    if not all(one["name"].strip() for one in full.get("participants") or ()):
        raise LedgerError("participants: a name is blank")
    return full


def _fault(error: ValidationError) -> str:
    """What is wrong, without the whole of a row where it is wrong as a whole."""
    if not error.path:
        return "there are neither actors nor recipients"
    return f"it cannot be {error.instance!r:.60}" if error.validator == "anyOf" else error.message[:300]


def _check_days(name: str, told: str | None) -> None:
    """What no pattern tells: whether there are such days, the first before the last."""
    try:
        first, last = days(told)
    except ValueError:
        raise LedgerError(f"{name}: there is no such day as {told}") from None
    if first is not None and last is not None and first > last:
        raise LedgerError(f"{name}: {told} ends before it begins")


def fields(kind: str) -> dict[str, Any]:
    """The members of a row of a kind that a person may tell, each with its form in the schema."""
    return {name: form for name, form in _schema()["$defs"][kind]["properties"].items() if name not in FIXED}

_BETWEEN = re.compile("[,;]")


@cache
def _schema() -> Any:
    return json.loads(record_schema())


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": _schema()["$defs"]})
