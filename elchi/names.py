"""What parties are called on a page, in Russian, Kazakh or English: look-ups in `ontology/party_names.tsv`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from elchi.lexicon import entries

_TABLE = Path(__file__).parent / "ontology" / "party_names.tsv"


def party(code: str, language: str = "ru") -> str:
    """The short usual name of a party in `ru`, `kk` or `en`; where the table has none, the first that its entry in the
    lexicon gives, else the code itself («NSA:» cut off)."""
    return _names().get(code, {}).get(language) or _first(code, language) or code.removeprefix("NSA:")


def _first(code: str, language: str) -> str | None:
    names = entries("parties").get(f"parties/{code}", {}).get(language, {}).get("names")
    return str(names[0]) if names else None


@cache
def _names() -> dict[str, dict[str, str]]:
    """By code, the names by language."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return {row.pop("code"): row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
