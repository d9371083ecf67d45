"""What a ledger is asked: the one place that reads it for the command line, Python and the desk.

Each question takes a ledger and gives plain values, ready for JSON. Raises LedgerError where the database fails.
"""

from elchi.ledger.queries.filters import Filter
from elchi.ledger.queries.happenings import timeline, why
from elchi.ledger.queries.reports import report
from elchi.ledger.queries.said import history, review

__all__ = ["Filter", "history", "report", "review", "timeline", "why"]
