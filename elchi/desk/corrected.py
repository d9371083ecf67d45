"""The fields of a row as a form shows them, and what of them a person changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elchi.ledger import checks
from elchi.schema import record_schema

ROLE = {"$ref": "#/$defs/role"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its name, its value in words as `checks.value` reads them, the codes that it may hold, none
    where it is written freely, whether it may be empty, and whether it is long."""

    name: str
    value: str
    choices: tuple[str, ...]
    empty: bool
    long: bool


def form(kind: str, row: Mapping[str, Any]) -> list[Field]:
    """The form of a row of a kind (event, position, official)."""
    return [_field(name, row.get(name), told) for name, told in checks.fields(kind).items()]


def given(kind: str, row: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, str]:
    """What of a form that was sent says something else than the row holds."""
    return {field.name: told for field in form(kind, row)
            if (told := sent.get(field.name, field.value).strip().replace("\r\n", "\n")) != field.value}


def _field(name: str, value: Any, told: Mapping[str, Any]) -> Field:
    forms = [told, *told.get("anyOf", ())]
    codes: list[str | None] = [code for one in forms for code in one.get("enum", ())]
    if ROLE in forms:
        codes += json.loads(record_schema())["$defs"]["role"]["enum"]
    words = _words(value)
    return Field(name, words, tuple(code for code in codes if code), None in codes or {"type": "null"} in forms,
                 len(words) > 60 or name == "participants")


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, dict) and value.keys() == {"name"} and not value["name"].startswith(("{", "[")):
        return str(value["name"])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
