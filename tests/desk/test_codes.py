"""The names of codes: each catalogue names every code that there is, and none that there is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from babel.messages.pofile import read_po

import elchi
from elchi import lexicon
from elchi.answers.commitments import Verdict

HOME = Path(elchi.__file__).parent
SCHEMA = json.loads(next((HOME / "schema").glob("*.json")).read_text(encoding="utf-8"))["$defs"]
LANGUAGES = ("en", "ru", "kk")
STATES = ("coded", "accepted", "corrected", "rejected", "added", "review", "gone")
DECISIONS = ("same", "apart", "correct", "accept", "reject", "note", "verdict")
CHANGES = ("added", "changed", "withdrawn")


def fields(of: str) -> dict[str, Any]:
    """What the schema says of the fields of a report or a row."""
    found: dict[str, Any] = SCHEMA[of]["properties"]
    return found


def ids(path: str) -> list[str]:
    """The ids of the entries of a YAML file, in order."""
    return [entry["id"] for entry in yaml.safe_load((HOME / path).read_text(encoding="utf-8"))]


def modes() -> Iterator[str]:
    """The modes that some type may have."""
    for rule in SCHEMA["event"]["allOf"]:
        yield from filter(None, rule["then"]["properties"].get("mode", {}).get("enum", ()))


def codes() -> set[tuple[str, str]]:
    """Every code, each after its kind."""
    event = fields("event")
    roles = SCHEMA["role"]["enum"]
    kinds = {
        "type": event["type"]["enum"], "mode": modes(), "channel": filter(None, event["channel"]["enum"]),
        "level": roles, "role": roles, "time": event["time"]["enum"],
        "topic": [*event["contexts"]["items"]["enum"], *ids("lexicons/topics/subjects.yaml")],
        "stance": fields("position")["stance"]["enum"], "verdict": get_args(Verdict),
        "promise": ids("answers/promises.yaml"), "state": STATES,
        "field": [name for of in ("event", "position", "official", "report") for name in fields(of)],
        "language": ["ru", "kk", "en", *ids("read/languages.yaml")],
        "kind": fields("report")["sources"]["items"]["properties"]["kind"]["enum"],
        "decision": DECISIONS, "change": CHANGES,
        "group": [entry["id"] for folder in ("memberships", "blocs") for entry in lexicon.entries(folder).values()]}
    return {(kind, code) for kind, found in kinds.items() for code in found}


def catalogue(language: str) -> dict[tuple[str, str], str]:
    """What the language's catalogue calls each code, by kind and code; a broken or fuzzy one fails."""
    with (HOME / "desk" / "locale" / language / "LC_MESSAGES" / "codes.po").open("rb") as file:
        messages = [message for message in read_po(file, abort_invalid=True) if message.id]
    assert not any(message.fuzzy for message in messages)
    return {(str(message.context), str(message.id)): str(message.string) for message in messages}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_names_every_code_and_none_that_there_is_not(language: str) -> None:
    assert set(catalogue(language)) == codes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_empty_or_the_bare_code(language: str) -> None:
    found = catalogue(language)
    assert [key for key, name in found.items() if not name or name != " ".join(name.split())] == []
    assert [key for key, name in found.items() if name == key[1] and not name.isupper()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_of_one_kind_can_be_told_apart(language: str) -> None:
    seen: dict[tuple[str, str], str] = {}
    alike = [(kind, code, seen[kind, name]) for (kind, code), name in catalogue(language).items()
             if seen.setdefault((kind, name), code) != code]
    assert alike == []
