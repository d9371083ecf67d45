"""Records as JSON: one object a line, or one array."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from elchi.model import Record

# Legal unescaped in JSON, but a terminal acts on the control codes and no UTF-8 file can hold half a surrogate pair.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_line(record: Record) -> str:
    """The record as one line of JSON, without the line end."""
    return line_of(record.to_json())


def line_of(found: Mapping[str, Any]) -> str:
    """An object as one line of JSON, without the line end."""
    line = json.dumps(found, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


def write_lines(records: Iterable[Record], out: TextIO) -> None:
    """Write JSON Lines, each line as soon as its record is coded."""
    for record in records:
        out.write(to_line(record) + "\n")
        out.flush()


def write_array(records: Iterable[Record], out: TextIO) -> None:
    """Write one JSON array, each of its members as soon as its record is coded."""
    opening = "[\n"
    for record in records:
        out.write(opening + to_line(record))
        out.flush()
        opening = ",\n"
    out.write("[]\n" if opening == "[\n" else "\n]\n")
