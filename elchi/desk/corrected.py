"""The fields of a row as a form shows them; what of them a person changed, and what others changed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from elchi import lexicon
from elchi.ledger import checks
from elchi.ledger.forms import definitions, modes
from elchi.ledger.written import DAYS, PARTIES

ROLE = {"$ref": "#/$defs/role"}
JUDGED = ("correct", "accept", "reject")
"""The decisions that make a row what it is."""
SHOWN = "shown"
"""The field of a form that holds what its other fields held when it was shown, as JSON."""
LONG = 60
"""Characters that fit into a line of a form."""
Group = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its name, its value in words as `checks.value` reads them, the codes that it may hold, by the
    type of event that has them or "", none where it is written freely; whether it may hold several, may be empty, and
    is long; how it is written (`party`, `parties`, `days`, `persons`, `participants`), "" where that is plain."""

    name: str
    value: str
    choices: tuple[Group, ...]
    several: bool
    empty: bool
    long: bool
    written: str


def form(kind: str, row: Mapping[str, Any]) -> list[Field]:
    """The form of a row of a kind (event, position, official)."""
    return [_field(name, row.get(name), told) for name, told in checks.fields(kind).items()]


def shown(fields: Collection[Field]) -> str:
    """What a form shows, for its field SHOWN."""
    return json.dumps({field.name: field.value for field in fields}, ensure_ascii=False)


def given(kind: str, row: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, str]:
    """What of a form that was sent says something else than it did when it was shown, and than the row does now."""
    before = _before(sent)
    return {field.name: told for field in form(kind, row)
            if (told := sent.get(field.name, field.value).strip().replace("\r\n", "\n")) not in (
                field.value, before.get(field.name, field.value))}


def overtaken(kind: str, row: Mapping[str, Any], sent: Mapping[str, str]) -> list[str]:
    """The fields that the sender of a form changed, and that hold something else by now than they did when it was
    shown."""
    before, own = _before(sent), given(kind, row, sent)
    return [field.name for field in form(kind, row)
            if field.name in own and before.get(field.name, field.value) != field.value]


def in_force(decisions: Collection[Mapping[str, Any]]) -> set[int]:
    """The numbers of the decisions that make a row what it is."""
    return {one["decision"] for one in decisions if one["kind"] in JUDGED and not one["undone"]}


def meanwhile(decisions: Collection[dict[str, Any]], seen: Collection[int]) -> list[dict[str, Any]]:
    """Those that came into force, or were undone, since those `seen` were in force."""
    differ = in_force(decisions) ^ set(seen)
    return [one for one in decisions if one["decision"] in differ]


def _before(sent: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        found = json.loads(sent.get(SHOWN, "{}"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _field(name: str, value: Any, told: Mapping[str, Any]) -> Field:
    forms = [told, *told.get("anyOf", ())]
    words, several = _words(name, value), told.get("type") == "array"
    empty = any(None in one.get("enum", ()) or "null" in one.get("type", ()) for one in forms)
    return Field(name, words, _choices(name, value, forms), several, empty,
                 len(words) > LONG or "\n" in words or name == "participants", _written(name, several))


def _choices(name: str, value: Any, forms: list[Mapping[str, Any]]) -> tuple[Group, ...]:
    if name == "mode":
        return tuple(modes().items())
    codes = [code for one in forms for code in one.get("enum", ()) if code]
    if ROLE in forms:
        codes = definitions()["role"]["enum"]
    if name == "contexts":
        codes = forms[0]["items"]["enum"]
    if name == "topics":
        codes = sorted({*lexicon.ids("topics"), *value})
    return (("", tuple(codes)),) if codes else ()


def _written(name: str, several: bool) -> str:
    if name in PARTIES:
        return "parties" if several else "party"
    return "days" if name in DAYS else name if name in ("persons", "participants") else ""


def _words(name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "persons":
        figures = [str(value[one]) for one in ("low", "best", "high")]
        return figures[0] if len(set(figures)) == 1 else ", ".join(figures)
    if name == "participants" and not any(mark in one["name"] for one in value for mark in ";\n\r[{"):
        return "\n".join(f"{one['name']}; {one['country']}; {one['role']}" for one in value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, dict) and value.keys() == {"name"} and not value["name"].startswith(("{", "[")):
        return str(value["name"])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
