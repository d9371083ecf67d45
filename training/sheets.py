"""Sheets: coded reports as people write and review them, a sentence a line, the coding by sentence numbers beneath.

    = ru/crisis/007 2025-11-04
    1 Астана и Ашхабад обсудили вывоз граждан

    2 Главы МИД Казахстана и Туркменистана поговорили по телефону.
    : officials
    name | KAZ | foreign_minister | 2
    : events
    CONSULT phone | KAZ TKM > | past | 2025-11-03 | - | call | evacuation | 2
    : positions
    supports | KAZ TKM > | мирное урегулирование | 2

A report begins with `=`, its id and, where known, the day of its publication. Each sentence stands on a line of its
own behind its number; an empty line ends a paragraph. Parties stand on both sides of `>`: actors and recipients,
holders and targets, a name of more than one word written with `_` (`NSA:Islamic_Jihad`). `-` is none. What rests on a
run of sentences names its first and last (`2-3`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]
FOLDER = Path(__file__).resolve().parent / "reports"
"""The coded reports that the package's models learn from."""
UNSEEN = FOLDER.parent / "unseen"
"""Those that are kept for checking."""
SECTIONS = ("officials", "events", "positions")
HEAD = re.compile(r"= (\S+)(?: (\d{4}-\d\d-\d\d))?")
SENTENCE = re.compile(r"(\d+) (\S.*)")
RUN = re.compile(r"(\d+)(?:-(\d+))?")


class SheetError(ValueError):
    """A line of a sheet that cannot be read; the message names file, line and fault."""


@dataclass
class Sheet:
    """A coded report: its text, the day of its publication (ISO 8601) or None, and its coding by the codebook."""

    id: str
    published: str | None
    text: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    gold: Json = field(default_factory=dict)


def read(path: Path) -> list[Sheet]:
    """The coded reports of a file of sheets.

    Raises SheetError where a line is none of a sheet.
    """
    found: list[Sheet] = []
    section = gap = ""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if head := HEAD.fullmatch(line):
                section = gap = ""
                found.append(Sheet(head[1], head[2], gold={"id": head[1], **{s: [] for s in SECTIONS}}))
            elif line.startswith(": "):
                section = line[2:].strip()
                found[-1].gold[section]  # noqa: B018
            elif not line.strip():
                gap = "\n\n"
            elif section:
                found[-1].gold[section].append(ROWS[section](found[-1], [x.strip() for x in line.split("|")]))
            else:
                _add_sentence(found[-1], line, gap)
                gap = " "
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise SheetError(f"{path}:{n}: {error!r}: {line}") from error
    return found


def _add_sentence(sheet: Sheet, line: str, gap: str) -> None:
    given = SENTENCE.fullmatch(line.strip())
    if not given or int(given[1]) != len(sheet.sentences) + 1:
        raise ValueError(f"sentence {len(sheet.sentences) + 1} expected")
    sheet.text += (gap if sheet.text else "") + given[2]
    sheet.sentences.append((len(sheet.text) - len(given[2]), len(sheet.text)))


def _evidence(sheet: Sheet, told: str) -> str:
    run = RUN.fullmatch(told)
    if not run:
        raise ValueError(f"no run of sentences: {told}")
    first, last = int(run[1]), int(run[2] or run[1])
    if not 1 <= first <= last:
        raise ValueError(f"no run of sentences: {told}")
    return sheet.text[sheet.sentences[first - 1][0]:sheet.sentences[last - 1][1]]


def _official(sheet: Sheet, cells: list[str]) -> Json:
    name, country, role, where = cells
    return {"name": name, "country": country, "role": role, "evidence": _evidence(sheet, where)}


def _event(sheet: Sheet, cells: list[str]) -> Json:
    kind, parties, time, date, place, channel, contexts, where = cells
    name, _, mode = kind.partition(" ")
    actors, recipients = _parties(parties)
    return {"type": name, "mode": _some(mode), "actors": actors, "recipients": recipients, "date": _some(date),
            "time": time, "place": _some(place), "channel": _some(channel), "evidence": _evidence(sheet, where),
            "contexts": [c for c in contexts.replace(",", " ").split() if c != "-"]}


def _position(sheet: Sheet, cells: list[str]) -> Json:
    stance, parties, subject, where = cells
    holder, target = _parties(parties)
    return {"holder": holder, "stance": stance, "subject": subject, "target": target,
            "evidence": _evidence(sheet, where)}


def _parties(told: str) -> tuple[list[str], list[str]]:
    first, arrow, second = told.partition(">")
    if not arrow:
        raise ValueError("no > between the parties")
    left, right = ([c.replace("_", " ") for c in side.split() if c != "-"] for side in (first, second))
    return left, right


def _some(told: str) -> str | None:
    return None if told in ("", "-") else told


ROWS = {"officials": _official, "events": _event, "positions": _position}


def read_all(folder: Path) -> Iterator[Sheet]:
    """The coded reports of every file of sheets (`*.txt`) in a folder, in the order of the files' names."""
    for path in sorted(folder.glob("*.txt")):
        yield from read(path)
