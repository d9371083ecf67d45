"""Reports as analysts have judged them, in the form of the gold that coders are measured against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from elchi.export.jsonl import line_of


def write_gold(reports: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """Write reports as `ledger.queries.exported.gold` gives them, but for their text, a JSON object a line. Returns how
    many."""
    count = 0
    for report in reports:
        out.write(line_of({name: value for name, value in report.items() if name != "text"}) + "\n")
        count += 1
    return count


def text_path(folder: Path, report: str) -> Path:
    """Where the text of the report with this id lies, of the gold in a folder."""
    return folder / "texts" / (report.replace("/", "__") + ".txt")
