"""What can go wrong, as Elchi says it: one line that names the file and the fault."""

from __future__ import annotations


class ElchiError(Exception):
    """Base of every error that Elchi raises on purpose; its text is one line for a person."""


class ReportError(ElchiError):
    """An input that cannot be read as a report: `source` names the file (and line), the text says why."""

    def __init__(self, source: str, fault: str) -> None:
        super().__init__(f"{source}: {fault}")
        self.source = source
        self.fault = fault


class LexiconError(ElchiError):
    """A faulty lexicon entry: names file, line, entry and what is wrong."""


class LedgerError(ElchiError):
    """A ledger that cannot be opened, read or written: names it and says why."""


class LedgerFault(LedgerError):
    """A ledger whose database fails: nothing that was asked is at fault."""


class DeskError(ElchiError):
    """An address at which the desk cannot listen: names it and says why."""
