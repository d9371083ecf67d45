"""A brief: what happened in a few days (`queries.digest`) in words, as Markdown and as a document of Word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any

from elchi.export.text import clean

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Speech:
    """A language as a brief speaks it: what it says for an English sentence with its values, and how it names the code
    of a kind, a party and a day."""

    say: Callable[..., str]
    name: Callable[[str, str | None], str]
    party: Callable[[str], str]
    day: Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class Line:
    """What is told in a line, the sentence on which it rests ("" for none), and where that stands: an address on the
    web ("" for none) and the key of the report."""

    told: str
    evidence: str = ""
    url: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines."""

    title: str
    lines: tuple[Line, ...]


def sections(found: Json, speech: Speech) -> list[Section]:
    """A brief in words: its figures, what happened by days, and what else it holds; nothing stands under a heading that
    has no lines."""
    say = speech.say
    named = [speech.name("type", type_) for type_ in found["types"]]
    figures = [Line(say("%(what)s: %(count)s", what=what, count=count))
               for what, count in zip(named, found["types"].values(), strict=True)]
    told = [Section(say("Happenings: %(count)s", count=found["count"]), tuple(figures))] if figures else []
    for day, rows in groupby(found["happenings"], key=lambda row: row["date"]):
        told.append(Section(speech.day(day), tuple(_line(row, _happened(row, speech)) for row in rows)))
    other = [
        (say("New positions"), [_line(row, _held(row, speech)) for row in found["positions"]]),
        (say("Promised"), [_line(row, _promised(row, speech)) for row in found["made"]]),
        (say("Due"), [_line(row, _promised(row, speech)) for row in found["due"]]),
        (say("Evacuations"), [_line(row["accounts"][0], _brought(row, speech)) for row in found["evacuations"]])]
    return [*told, *(Section(title, tuple(lines)) for title, lines in other if lines)]


def _line(row: Mapping[str, Any], told: str) -> Line:
    return Line(clean(told), clean(row.get("evidence") or ""), row.get("url") or "", row.get("report") or "")


def _happened(row: Json, speech: Speech) -> str:
    sides = " → ".join(_names(row[side], speech) for side in ("actors", "recipients") if row[side])
    how = ", ".join(filter(None, (speech.name("type", row["type"]), speech.name("mode", row["mode"]))))
    return f"{sides}: {how}" if sides else how


def _held(row: Json, speech: Speech) -> str:
    holder = row["holder"] if isinstance(row["holder"], list) else [row["holder"]]
    return f"{_names(holder, speech)}: {speech.name('stance', row['stance'])} – {row['subject']}"


def _promised(row: Json, speech: Speech) -> str:
    due = speech.say("due %(day)s", day=speech.day(row["due"])) if row["due"] else ""
    return "; ".join(filter(None, (_happened(row, speech), due, speech.name("verdict", row["verdict"]))))


def _brought(row: Json, speech: Speech) -> str:
    sides = " → ".join(_names(codes, speech) for codes in (row["by"], row["citizens"]) if codes)
    return f"{sides}: {row['persons']['best']}" if row["persons"] else sides


def _names(codes: Iterable[str], speech: Speech) -> str:
    return ", ".join(map(speech.party, codes))


def write_markdown(title: str, told: Iterable[Section]) -> str:
    """A brief as Markdown: what reports say is escaped, so that nothing of it is a mark."""
    lines = [f"# {_plain(title)}", ""]
    for section in told:
        lines += [f"## {_plain(section.title)}", ""]
        for line in section.lines:
            lines.append(f"- {_plain(line.told)}")
            if line.evidence:
                lines += [f"  > {_plain(line.evidence)}"]
            if line.url or line.report:
                lines += ["", f"  {_plain(line.url or line.report)}"]
        lines.append("")
    return "\n".join(lines)


def _plain(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+!|~" else c for c in clean(text))


def write_docx(title: str, told: Iterable[Section], out: IO[bytes]) -> None:
    """Write a brief as a document of Word."""
    from docx import Document

    from elchi.export.columns import legal

    made = Document()
    about = made.core_properties
    about.title, about.author, about.comments = legal(clean(title))[:255], "Elchi", ""
    made.add_heading(legal(clean(title)), 0)
    for section in told:
        made.add_heading(legal(clean(section.title)), 1)
        for line in section.lines:
            made.add_paragraph(legal(line.told), style="List Bullet")
            if line.evidence:
                made.add_paragraph(legal(line.evidence), style="Quote")
            if line.url or line.report:
                made.add_paragraph(legal(clean(line.url or line.report)))
    made.save(out)
