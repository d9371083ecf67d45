"""Whether a row may hold what an analyst says that it holds: the record's own JSON Schema tells."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from elchi.errors import LedgerError
from elchi.ledger.draft import Row
from elchi.schema import record_schema

FIXED = frozenset({"evidence", "start", "end", "confidence", "rules"})
"""What no analyst can correct: where a row stands, and what the coder thought of it."""


def value(kind: str, name: str, told: str) -> Any:
    """The value of a row's field from the words of a person: codes of a list stand apart by commas, semicolons or
    spaces, what holds members is JSON, nothing is null. Raises LedgerError where a row of this kind (event, position,
    official) has no such field."""
    known = fields(kind)
    if name not in known:
        raise LedgerError(f"{name}: {kind}s have {', '.join(sorted(known))}")
    told, wanted = told.strip(), known[name]
    if told.startswith(("{", "[")):
        try:
            return json.loads(told)
        except ValueError:
            raise LedgerError(f"{name}: {told[:40]} is no JSON") from None
    if wanted.get("type") == "array":
        return [item for item in _BETWEEN.split(told) if item]
    if name == "speaker" and told:
        return {"name": told}
    return told or None


def whole(kind: str, row: Row, about: Collection[str]) -> Row:
    """A row of a kind, given as JSON, with all its members. Raises LedgerError, naming the field, else those that it is
    about, where it could not be so."""
    known = _schema()["$defs"][kind]["properties"]
    full = {name: row.get(name, [] if known[name].get("type") == "array" else None) for name in known}
    for error in _validator(kind).iter_errors(full):
        raise LedgerError(f"{'.'.join(map(str, error.path)) or ', '.join(about)}: {error.message}")
    return full


def fields(kind: str) -> dict[str, Any]:
    """The members of a row of a kind that a person may tell, each with its form in the schema."""
    return {name: form for name, form in _schema()["$defs"][kind]["properties"].items() if name not in FIXED}

_BETWEEN = re.compile(r"[,;\s]+")


@cache
def _schema() -> Any:
    return json.loads(record_schema())


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": _schema()["$defs"]})
