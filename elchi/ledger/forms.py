"""The forms of rows: what the record's own JSON Schema says of their fields."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from elchi.schema import record_schema


@cache
def definitions() -> dict[str, Any]:
    """The forms of the schema by what they are of (event, party, date …)."""
    found: dict[str, Any] = json.loads(record_schema())["$defs"]
    return found


@cache
def validator(kind: str) -> Draft202012Validator:
    """What tells whether something has one of these forms."""
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": definitions()})


def modes() -> dict[str, tuple[str, ...]]:
    """The modes that events of each type may have."""
    told = {one["if"]["properties"]["type"]["const"]: one["then"]["properties"]["mode"]["enum"]
            for one in definitions()["event"]["allOf"] if "mode" in one.get("then", {}).get("properties", {})}
    return {type_: tuple(code for code in codes if code) for type_, codes in told.items()}
