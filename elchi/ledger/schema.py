"""The tables of a ledger.

A `report` is one publication, whatever became of its text; each text that it had is a `revision`. The rows that the
newest revision was coded into stand in `event`, `position` and `official`. What a query filters or counts by is a
column; all else that the record says of a row lies in `data`, as JSON. Tables without an `id` only find: they repeat
what others hold, in the order in which it is asked for. Days are numbers (`date.toordinal`, 0 where none is known);
[first, last] holds the days that a row's date may mean; a list of codes is a text with `;` between them; times are
microseconds since 1970. The migrations make these tables; a test holds the two to be the same. """

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

NAMES = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
         "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
METADATA = sa.MetaData(naming_convention=NAMES)


def _table(name: str, *columns: sa.Column[object] | sa.Index | sa.UniqueConstraint) -> sa.Table:
    """A table whose rows have a number, given by the ledger's one writer."""
    return sa.Table(name, METADATA, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), *columns)


def _row(name: str, *columns: sa.Column[object] | sa.Index) -> sa.Table:
    """A table of coded rows: who they are, where they stand, how sure they are, what analysts made of them."""
    return _table(
        name,
        sa.Column("revision_id", sa.ForeignKey("revision.id"), nullable=False, index=True),
        sa.Column("mark", sa.Integer, nullable=False),  # its own part of its id, see `ids.py`
        *columns,
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("state", sa.Text, nullable=False),  # coded, accepted, corrected, rejected, added, review
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("altered", sa.BigInteger, nullable=False),
    )


def _found(name: str, *columns: sa.Column[object]) -> sa.Table:
    """A table in the order of its key."""
    return sa.Table(name, METADATA, *columns, sqlite_with_rowid=False)


def _key(name: str, type: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, type, primary_key=True, autoincrement=False)


report = _table(
    "report",
    sa.Column("mark", sa.BigInteger, nullable=False, unique=True),  # of its key, see `ids.py`
    sa.Column("key", sa.Text, nullable=False),  # canonical address, given id, or hash of the text
    sa.Column("address", sa.Text),
    sa.Column("outlet", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("day", sa.Integer, nullable=False),  # of publication
    sa.Column("revision_id", sa.Integer),  # the one that counts; none where the text was taken out
    sa.Index(None, "outlet", "day"),
    sa.Index(None, "language", "day"),
)

revision = _table(
    "revision",
    sa.Column("report_id", sa.ForeignKey("report.id"), nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),  # SHA-256 of the text
    sa.Column("text", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("data", sa.JSON),  # author, updated, views, sources
    sa.Column("coder", sa.Text),  # the version that coded it
    sa.Column("added", sa.BigInteger, nullable=False),
    sa.Column("coded", sa.BigInteger, nullable=False, index=True),
    sa.Column("purged", sa.BigInteger),  # when the text was taken out, and why
    sa.Column("reason", sa.Text),
)

happening = _table(
    "happening",
    sa.Column("uid", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("mode", sa.Text),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Column("dated", sa.Boolean, nullable=False),  # a report gives its day
    sa.Column("actors", sa.Text, nullable=False),
    sa.Column("recipients", sa.Text, nullable=False),
    sa.Column("topics", sa.Text, nullable=False),  # contexts too
    sa.Column("place", sa.Text),
    sa.Column("channel", sa.Text),
    sa.Column("level", sa.Text),
    sa.Column("due", sa.Text),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False),
    sa.Column("altered", sa.BigInteger, nullable=False, index=True),
    sa.Index(None, "last", "id"),
    sa.Index(None, "type", "last", "id"),
)
sa.Index("ix_happening_due", happening.c.due, happening.c.type, happening.c.time, happening.c.last,
         sqlite_where=happening.c.due.is_not(None), postgresql_where=happening.c.due.is_not(None))
"""Few happenings have a day on which they are due."""
event = _row(
    "event",
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("mode", sa.Text),
    sa.Column("actors", sa.Text, nullable=False),
    sa.Column("recipients", sa.Text, nullable=False),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("date", sa.Text),
    sa.Column("published", sa.Integer, nullable=False),  # the day of the report
    sa.Column("place", sa.Text),
    sa.Column("channel", sa.Text),
    sa.Column("level", sa.Text),
    sa.Column("contexts", sa.Text, nullable=False),
    sa.Column("topics", sa.Text, nullable=False),
    sa.Column("due", sa.Text),
    sa.Column("persons", sa.Text, nullable=False),  # the family names of those who took part
    sa.Column("words", sa.LargeBinary, nullable=False),  # what its sentence is compared by
    sa.Column("happening_id", sa.ForeignKey("happening.id"), index=True),  # none where it was rejected
)
position = _row(
    "position",
    sa.Column("stance", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("topics", sa.Text, nullable=False),
)
naming = _table(
    "naming",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False, index=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False, index=True),  # the id of whom it means
    sa.UniqueConstraint("name", "country", "role"),
)
"""The ways in which reports name officials."""
official = _row(
    "official",
    sa.Column("naming_id", sa.ForeignKey("naming.id"), nullable=False),
    sa.Column("day", sa.Integer, nullable=False),
)

sa.Index(None, official.c.naming_id, official.c.day, official.c.state)
naming_key = _found("naming_key", _key("key"), _key("naming_id", sa.Integer))
"""Where namings are looked for that may mean one person."""
block = _found("block", _key("spot", sa.BigInteger), _key("event_id", sa.Integer))
"""Where events are looked for that may tell of one happening: a day with a type and one or two of its parties."""
copy = _found("copy", _key("spot", sa.BigInteger), _key("revision_id", sa.Integer))
"""Where reports are looked for that may be near copies: a week with a part of what their text consists of."""
reprint = _found("reprint", _key("one", sa.Integer), _key("other", sa.Integer))
"""Revisions that are near copies of one another, told from either side."""
part = _found(
    "part", _key("code"), _key("last", sa.Integer), _key("happening_id", sa.Integer), _key("side"),
    sa.Column("type", sa.Text, nullable=False))
"""Who has which part in what happened."""
subject = _found("subject", _key("topic"), _key("last", sa.Integer), _key("happening_id", sa.Integer))
"""What happenings are about."""
contact = _found(
    "contact", _key("code"), _key("partner"), _key("last", sa.Integer), _key("happening_id", sa.Integer),
    sa.Column("first", sa.Integer, nullable=False), sa.Column("channel", sa.Text), sa.Column("level", sa.Text))
"""Who was in contact with whom, told from either side."""
view = _found(
    "view", _key("topic"), _key("code"), _key("stance"), _key("day", sa.Integer), _key("position_id", sa.Integer))
"""Who holds which view on what; under the topic '' on anything."""
for _table_of_happenings in (part, subject, contact):
    sa.Index(None, _table_of_happenings.c.happening_id)

withdrawn = _table(
    "withdrawn",
    sa.Column("uid", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
)
"""The ids of rows that a report no longer gives, its text being changed, taken out or coded anew, and of happenings
that became part of others."""

decision = _table(
    "decision",
    sa.Column("kind", sa.Text, nullable=False),  # same, apart, correct, accept, reject, note, verdict
    sa.Column("a", sa.Text, nullable=False, index=True),  # what it is about; of two ids the lesser
    sa.Column("b", sa.Text, index=True),  # the other id, of same and apart
    sa.Column("field", sa.Text),
    sa.Column("value", sa.JSON),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("undone", sa.BigInteger),
    sa.Column("undone_by", sa.Text),
)
"""What analysts decided; never overwritten, only undone."""

setting = sa.Table("setting", METADATA, sa.Column("name", sa.Text, primary_key=True),
                   sa.Column("value", sa.Text, nullable=False))
"""What was set for this ledger."""

source = _found(
    "source", _key("url"),
    sa.Column("name", sa.Text),
    sa.Column("due", sa.BigInteger, nullable=False),  # when it is to be asked next
    sa.Column("etag", sa.Text),  # of what was last read of it
    sa.Column("modified", sa.Text),
    sa.Column("faults", sa.Integer, nullable=False),  # in a row
    sa.Column("asked", sa.BigInteger),
    sa.Column("succeeded", sa.BigInteger),
    sa.Column("had", sa.BigInteger),  # when its server last gave it whole, and did not say that nothing changed
    sa.Column("failed", sa.BigInteger),
    sa.Column("fault", sa.Text),  # the last
)
"""The feeds and sitemaps that are watched."""
named = _found(
    "named", _key("mark", sa.BigInteger),
    sa.Column("source", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("fault", sa.Text),  # why its page was given up
)
"""The addresses that sources have named, each once, by the mark that a report of this address has."""
waiting = _found(
    "waiting", _key("mark", sa.BigInteger),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("due", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("fault", sa.Text),  # of the last try
    sa.Column("given", sa.Text, nullable=False),  # what the source tells of it, as JSON
    sa.Column("text", sa.Text),
)
"""Of these, those whose page is still to be fetched."""
sa.Index(None, waiting.c.host, waiting.c.due)
host = _found(
    "host", _key("name"),
    sa.Column("free", sa.BigInteger, nullable=False),  # when it may be asked again
    sa.Column("faults", sa.Integer, nullable=False),  # in a row
    sa.Column("robots", sa.Text, nullable=False),  # its robots.txt, which holds until then
    sa.Column("until", sa.BigInteger, nullable=False),
)
"""The hosts that were asked."""

member = _found(
    "member", _key("name"),
    sa.Column("role", sa.Text, nullable=False),  # reader, editor, admin
    sa.Column("hash", sa.Text, nullable=False),  # of the password, by argon2
    sa.Column("made", sa.BigInteger, nullable=False),
    sa.Column("barred", sa.BigInteger),  # since when he may not enter
)
"""Who may use the desk."""
session = _found(
    "session", _key("mark"),  # SHA-256 of what the cookie or the client holds
    sa.Column("kind", sa.Text, nullable=False),  # visit, by a browser; token, by a program
    sa.Column("member", sa.Text, nullable=False, index=True),
    sa.Column("label", sa.Text, nullable=False),  # what a token is for
    sa.Column("made", sa.BigInteger, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
)
"""Who has entered, and the tokens of programs."""
attempt = _found(
    "attempt", _key("key"),  # a name, or where one comes from
    sa.Column("faults", sa.Integer, nullable=False),  # in a row
    sa.Column("until", sa.BigInteger, nullable=False),  # when the next may be made
)
"""Passwords that were wrong."""
audit = _table(
    "audit",
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),  # enter, refused, leave, correct, member …
    sa.Column("about", sa.Text, nullable=False),
)
"""What was done at the desk."""
question = _found(
    "question", _key("name"),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False),  # parties, topics, days: as the query of an address
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False),
)
"""Questions kept under a name: crises."""
proposal = _table(
    "proposal",
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("outlet", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("text", sa.Text),
    sa.Column("state", sa.Text, nullable=False, index=True),  # waiting, taken, refused
    sa.Column("by", sa.Text),
    sa.Column("settled", sa.BigInteger),
    sa.Column("why", sa.Text),
    sa.Column("report", sa.Text),  # the key of what it became
)
"""Reports that someone proposed."""
reminded = _found(
    "reminded", _key("way"),  # SHA-256 of the address to which it was told
    _key("happening"), _key("due"), sa.Column("at", sa.BigInteger, nullable=False))
"""The commitments that fell due and were told of, by each way."""
