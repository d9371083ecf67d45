"""What parties are called on a page, in Russian, Kazakh or English: look-ups in `ontology/party_names.tsv`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "ontology" / "party_names.tsv"


def party(code: str, language: str) -> str:
    """The short usual name of a party in `ru`, `kk` or `en`; the code itself («NSA:» cut off) where the table has no
    such party or language."""
    return _names().get(code, {}).get(language) or code.removeprefix("NSA:")


@cache
def _names() -> dict[str, dict[str, str]]:
    """By code, the names by language."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return {row.pop("code"): row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
