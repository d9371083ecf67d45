"""Files, folders, standard input and lines of JSON into reports, one after the other."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from elchi.errors import ReportError
from elchi.model import Report
from elchi.read.encoding import decode
from elchi.read.text import read_text

OnFault = Callable[[ReportError], None]


def read_paths(paths: Sequence[str], on_fault: OnFault, *, published: str | None = None,
               zone: str | None = None) -> Iterator[Report]:
    """The reports of text files, of the *.txt files of folders, of *.jsonl files, and of standard input (`-`), lazily.

    A line of JSON holds `text` and may hold `id`, `published`, `url`, `outlet` and `title`; without an id its report's
    id is `path:line`. `published` stands for reports that give no date of their own, `zone` for the clock of
    outlets of which none is known. What cannot be read goes to `on_fault`, and the next is read.
    """
    for path in paths:
        if path == "-":
            yield from _guarded(lambda: [_report(sys.stdin.buffer.read(), "-", published)], path, on_fault)
        elif Path(path).is_dir():
            yield from _folder(path, on_fault, published)
        elif path.endswith(".jsonl"):
            yield from _lines(path, on_fault, published, zone)
        else:
            yield from _file(path, on_fault, published)


def _guarded(work: Callable[[], list[Report]], source: str, on_fault: OnFault) -> list[Report]:
    try:
        return work()
    except ReportError as e:
        on_fault(e)
    except (OSError, ValueError) as e:
        on_fault(_unreadable(source, e))
    return []


def _unreadable(source: str, error: Exception) -> ReportError:
    return ReportError(source, (getattr(error, "strerror", None) or str(error)).lower())


def _report(data: bytes, source: str, published: str | None) -> Report:
    return read_text(decode(data, source), id=source, published=published)


def _file(path: str, on_fault: OnFault, published: str | None) -> list[Report]:
    return _guarded(lambda: [_report(Path(path).read_bytes(), path, published)], path, on_fault)


def _folder(path: str, on_fault: OnFault, published: str | None) -> Iterator[Report]:
    faults: list[OSError] = []
    found = sorted(str(Path(top, name)) for top, _, names in os.walk(path, onerror=faults.append)
                   for name in names if name.endswith(".txt") and not Path(top, name).is_fifo())
    for error in faults:
        on_fault(_unreadable(str(error.filename), error))
    if not found and not faults:
        on_fault(ReportError(path, "the folder holds no .txt file"))
    for name in found:
        yield from _file(name, on_fault, published)


def _lines(path: str, on_fault: OnFault, published: str | None, zone: str | None) -> Iterator[Report]:
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip(b" \t\r\n\xef\xbb\xbf"):
                    yield from _guarded(lambda at=f"{path}:{number}", raw=line: [_line(raw, at, published, zone)],  # type: ignore[misc]
                                        f"{path}:{number}", on_fault)
    except OSError as e:
        on_fault(_unreadable(path, e))


def _line(raw: bytes, at: str, published: str | None, zone: str | None) -> Report:
    try:
        found = json.loads(decode(raw, at))
    except (ValueError, RecursionError) as e:
        raise ReportError(at, "not a line of JSON") from e
    if not isinstance(found, dict):
        raise ReportError(at, "not a JSON object")
    text = _field(found, "text", at)
    if text is None:
        raise ReportError(at, "the report has no text")
    given = {name: _field(found, name, at) for name in ("url", "outlet", "title", "published")}
    given["published"] = given["published"] or published
    try:
        name = _field(found, "id", at)
        return replace(read_text(text, id=name or at, zone=zone, **given), given_id=name)
    except ReportError as e:
        raise ReportError(at, e.fault) from e


def _field(found: dict[str, Any], name: str, at: str) -> str | None:
    value = found.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise ReportError(at, f"{name} is not a string")
    if name != "text" and value and any("\ud800" <= c <= "\udfff" for c in value):
        raise ReportError(at, f"{name} holds half of a surrogate pair")
    return value or None
