"""The tables of a ledger.

A `report` is one publication, whatever became of its text; each text that it had is a `revision`. The rows that a
revision was coded into stand in `event`, `position` and `official`; which parties have which part in them in
`event_party` and `position_party`. What a query filters or counts by is a column; all else that the record says of a
row lies in `data`, as JSON. Days are numbers (`date.toordinal`); [first, last] holds the days that a row's date may
mean. The migrations make these tables; a test holds the two to be the same.
"""

from __future__ import annotations

import sqlalchemy as sa

NAMES = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
         "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
METADATA = sa.MetaData(naming_convention=NAMES)

report = sa.Table(
    "report", METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),  # canonical address, given id, or hash of the text
    sa.Column("address", sa.Text),
    sa.Column("outlet", sa.Text, index=True),
    sa.Column("language", sa.Text),
    sa.Column("day", sa.Integer, index=True),  # of publication
    sa.Column("revision_id", sa.Integer),  # the one that counts; none where the text was taken out
)

revision = sa.Table(
    "revision", METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("report_id", sa.ForeignKey("report.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),  # SHA-256 of the text
    sa.Column("text", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("data", sa.JSON),  # author, updated, views, sources
    sa.Column("coder", sa.Text),  # the version that coded it
    sa.Column("added", sa.Text, nullable=False),
    sa.Column("purged", sa.Text),  # when the text was taken out, and why
    sa.Column("reason", sa.Text),
    sa.UniqueConstraint("report_id", "number"),
)


def _row(name: str, *columns: sa.Column[object]) -> sa.Table:
    """A table of coded rows: who they are, where they stand, how sure they are."""
    return sa.Table(
        name, METADATA,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.Text, nullable=False, unique=True),
        sa.Column("revision_id", sa.ForeignKey("revision.id"), nullable=False, index=True),
        *columns,
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
    )


happening = sa.Table(
    "happening", METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uid", sa.Text, nullable=False, unique=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("mode", sa.Text),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("first", sa.Integer),
    sa.Column("last", sa.Integer),
    sa.Column("dated", sa.Boolean, nullable=False),  # a report gives its day
    sa.Column("place", sa.Text),
    sa.Column("channel", sa.Text),
    sa.Column("level", sa.Text),
    sa.Column("reports", sa.Integer, nullable=False),
)
event = _row(
    "event",
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("mode", sa.Text),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("date", sa.Text),
    sa.Column("first", sa.Integer),
    sa.Column("last", sa.Integer),
    sa.Column("place", sa.Text),
    sa.Column("channel", sa.Text),
    sa.Column("level", sa.Text),
    sa.Column("published", sa.Integer),  # the day of the report
    sa.Column("words", sa.Text, nullable=False),  # the beginnings of its sentence's words, for merging
    sa.Column("happening_id", sa.ForeignKey("happening.id"), index=True),
)
position = _row(
    "position",
    sa.Column("stance", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("day", sa.Integer),
)
official = _row(
    "official",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("day", sa.Integer),
)


def _parties(name: str, of: str) -> sa.Table:
    return sa.Table(
        name, METADATA,
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column(f"{of}_id", sa.ForeignKey(f"{of}.id"), primary_key=True, index=True),
        sa.Column("side", sa.Text, primary_key=True),
        sa.Column("nth", sa.Integer, nullable=False),  # in the order that the record gives
        sqlite_with_rowid=False,
    )


event_party = _parties("event_party", "event")
happening_party = _parties("happening_party", "happening")
position_party = _parties("position_party", "position")

withdrawn = sa.Table(
    "withdrawn", METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uid", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.Text, nullable=False),
)
"""The ids of rows that a report no longer gives: its text has changed or was taken out, or it was coded anew."""

block = sa.Table(
    "block", METADATA,
    sa.Column("key", sa.BigInteger, primary_key=True),  # a type with one or two of an event's parties, as a number
    sa.Column("day", sa.Integer, primary_key=True),  # the last that it may have happened on
    sa.Column("event_id", sa.ForeignKey("event.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Where events are looked for that may tell of one happening."""

decision = sa.Table(
    "decision", METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),  # same, apart
    sa.Column("a", sa.Text, nullable=False, index=True),  # ids of events, the lesser first
    sa.Column("b", sa.Text, nullable=False, index=True),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("undone", sa.Text),  # when, and by whom
)
"""What analysts decided on which accounts are of one happening; never overwritten, only undone."""
