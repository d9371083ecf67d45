"""Records for a person to read: parties by name, the sentence that each row rests on beneath it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO, TypeVar

from rich.console import Console
from rich.text import Text

from elchi.model import Event, Official, Position, Record

PartyName = Callable[[str], str]
RuleNotes = Callable[[str], str]
Row = TypeVar("Row", Event, Position, Official)

_EVENT_STYLE = "bold cyan"
_STANCE_STYLE = "bold green"
_ROLE_STYLE = "bold magenta"


def clean(text: str) -> str:
    """The text on one line, without the control and formatting characters that a terminal may act on."""
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def write_text(records: Iterable[Record], out: TextIO, party: PartyName, note: RuleNotes | None = None) -> None:
    """Write records in words; `party` names a code, and `note`, where given, tells a rule under each row it made.

    Colour and line breaks are for a terminal alone: elsewhere every row and sentence is one plain line.
    """
    _Page(Console(file=out, highlight=False, markup=False, emoji=False), party, note).write(records)


class _Page:
    """A console with the means to name parties and rules."""

    def __init__(self, console: Console, party: PartyName, note: RuleNotes | None) -> None:
        self.console = console
        self.party = party
        self.note = note

    def write(self, records: Iterable[Record]) -> None:
        for i, record in enumerate(records):
            if i:
                self._line(Text())
            self._head(record)
            self._rows("events", record.events, self._event)
            self._rows("positions", record.positions, self._position)
            self._rows("officials", record.officials, self._official)
            self.console.file.flush()

    def _head(self, record: Record) -> None:
        report = record.report
        self._line(Text(clean(report.id), style="bold"))
        if report.title:
            self._line(Text(clean(report.title), style="bold"))
        about = [report.published, report.outlet, *(s.name for s in report.sources if s.name != report.outlet)]
        if any(about):
            self._line(Text(" · ".join(clean(a) for a in about if a), style="dim"))
        if not (record.events or record.positions or record.officials):
            self._line(Text("  nothing to code", style="dim"))

    def _rows(self, heading: str, rows: Sequence[Row], head: Callable[[Row], Text]) -> None:
        if rows:
            self._line(Text(heading, style="underline"))
        for row in rows:
            self._line(head(row), indent=2)
            self._line(Text(clean(row.evidence), style="dim"), indent=6)
            if self.note:
                for rule in row.rules:
                    self._line(Text(clean(self.note(rule)), style="yellow"), indent=6)

    def _event(self, event: Event) -> Text:
        kind = f"{event.type} {event.mode}" if event.mode else event.type
        parties = self._names(event.actors)
        if event.recipients:
            parties = f"{parties} → {self._names(event.recipients)}".lstrip()
        place = event.place_name or (event.place and self.party(event.place))
        return line(kind, _EVENT_STYLE, parties, event.date, event.time, event.channel, place,
                    ", ".join(event.contexts))

    def _position(self, position: Position) -> Text:
        subject = position.subject
        if position.target:
            subject = f"{subject} → {self._names(position.target)}"
        return line(position.stance, _STANCE_STYLE, self._names(position.holder), subject)

    def _official(self, official: Official) -> Text:
        return line(official.role, _ROLE_STYLE, official.name, self.party(official.country), official.office)

    def _names(self, codes: Sequence[str]) -> str:
        return ", ".join(self.party(code) for code in codes)

    def _line(self, text: Text, indent: int = 0) -> None:
        """Print a line, broken only where a terminal would break it, each piece indented alike."""
        console = self.console
        pieces = text.wrap(console, max(console.width - indent, 20)) if console.is_terminal else [text]
        for piece in pieces:
            console.print(Text.assemble(" " * indent, piece), soft_wrap=True)


def line(kind: str, style: str, *cells: str | None) -> Text:
    """A row in words: what it is, in a style, and what else is told of it, where anything is."""
    return Text.assemble((clean(kind), style), *(f"  {clean(cell)}" for cell in cells if cell))
