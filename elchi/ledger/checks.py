"""Whether a row may hold what an analyst says that it holds: the record's own JSON Schema tells."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from elchi.errors import LedgerError
from elchi.ledger.draft import Row
from elchi.ledger.ids import KINDS
from elchi.schema import record_schema

FIXED = frozenset({"evidence", "start", "end", "confidence", "rules"})
"""What no analyst can correct: where a row stands, and what the coder thought of it."""


def checked(uid: str, row: Row, changed: Collection[str]) -> None:
    """Raises LedgerError, naming the field, where a row of this id's kind, given as JSON, with these fields changed,
    could not be so."""
    known = _schema()["$defs"][KINDS[uid[0]]]["properties"]
    for name in changed:
        if name in FIXED or name not in known:
            raise LedgerError(f"{name}: a row of this kind has {', '.join(sorted(set(known) - FIXED))}")
    whole = {name: row.get(name, [] if "array" in str(known[name].get("type")) else None) for name in known}
    for error in _validator(KINDS[uid[0]]).iter_errors(whole):
        raise LedgerError(f"{'.'.join(map(str, error.path)) or ', '.join(changed)}: {error.message}")


@cache
def _schema() -> Any:
    return json.loads(record_schema())


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": _schema()["$defs"]})
