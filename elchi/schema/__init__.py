"""The JSON Schema that every coded record keeps to."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


def record_schema() -> str:
    """The schema of a full record, as JSON text (JSON Schema 2020-12)."""
    return files(__name__).joinpath("record.schema.json").read_text(encoding="utf-8")


@cache
def event_types() -> tuple[str, ...]:
    """The types that an event may have, PLOVER's, in its order."""
    return tuple(json.loads(record_schema())["$defs"]["event"]["properties"]["type"]["enum"])
