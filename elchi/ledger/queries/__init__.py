"""What a ledger is asked: the one place that reads it for the command line, Python and the desk.

Each question takes a ledger and gives plain values, ready for JSON. Raises LedgerError where the database fails.
"""

from elchi.ledger.queries.changes import changes
from elchi.ledger.queries.commitments import commitments
from elchi.ledger.queries.contacts import contacts
from elchi.ledger.queries.digest import digest
from elchi.ledger.queries.evacuations import evacuations
from elchi.ledger.queries.filters import Filter
from elchi.ledger.queries.found import search
from elchi.ledger.queries.happenings import evidence, months, timeline, why
from elchi.ledger.queries.persons import officials
from elchi.ledger.queries.positions import positions
from elchi.ledger.queries.reports import report
from elchi.ledger.queries.said import history, review

__all__ = ["Filter", "changes", "commitments", "contacts", "digest", "evacuations", "evidence", "history", "months",
           "officials", "positions", "report", "review", "search", "timeline", "why"]
