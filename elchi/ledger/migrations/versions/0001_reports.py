"""Reports with their texts, the rows that they were coded into, and the happenings that these tell."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "block", sa.Column("spot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("spot", "event_id", name="pk_block"), sqlite_with_rowid=False)
    op.create_table(
        "contact", sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("partner", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("happening_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False), sa.Column("channel", sa.Text()),
        sa.Column("level", sa.Text()),
        sa.PrimaryKeyConstraint("code", "partner", "last", "happening_id", name="pk_contact"),
        sqlite_with_rowid=False)
    op.create_index("ix_contact_happening_id", "contact", ["happening_id"])
    op.create_table(
        "copy", sa.Column("spot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("spot", "revision_id", name="pk_copy"), sqlite_with_rowid=False)
    op.create_table(
        "decision", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False), sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text()), sa.Column("field", sa.Text()), sa.Column("value", sa.JSON()),
        sa.Column("who", sa.Text(), nullable=False), sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False), sa.Column("undone", sa.BigInteger()),
        sa.Column("undone_by", sa.Text()), sa.PrimaryKeyConstraint("id", name="pk_decision"))
    op.create_index("ix_decision_a", "decision", ["a"])
    op.create_index("ix_decision_b", "decision", ["b"])
    op.create_table(
        "happening", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False), sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text()), sa.Column("time", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False), sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False), sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False), sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()), sa.Column("channel", sa.Text()), sa.Column("level", sa.Text()),
        sa.Column("due", sa.Text()), sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False), sa.Column("altered", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_happening"))
    op.create_index("ix_happening_altered", "happening", ["altered"])
    op.create_index("ix_happening_last_id", "happening", ["last", "id"])
    op.create_index("ix_happening_type_last_id", "happening", ["type", "last", "id"])
    op.create_table(
        "host", sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("free", sa.BigInteger(), nullable=False), sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("robots", sa.Text(), nullable=False), sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_host"), sqlite_with_rowid=False)
    op.create_table(
        "named", sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False), sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("fault", sa.Text()), sa.PrimaryKeyConstraint("mark", name="pk_named"), sqlite_with_rowid=False)
    op.create_index("ix_named_source", "named", ["source"])
    op.create_table(
        "naming", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False), sa.Column("country", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False), sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_naming"),
        sa.UniqueConstraint("name", "country", "role", name="uq_naming_name_country_role"))
    op.create_index("ix_naming_country", "naming", ["country"])
    op.create_index("ix_naming_person", "naming", ["person"])
    op.create_table(
        "naming_key", sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("naming_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "naming_id", name="pk_naming_key"), sqlite_with_rowid=False)
    op.create_table(
        "part", sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("happening_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "last", "happening_id", "side", name="pk_part"), sqlite_with_rowid=False)
    op.create_index("ix_part_happening_id", "part", ["happening_id"])
    op.create_table(
        "report", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False), sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()), sa.Column("outlet", sa.Text()), sa.Column("language", sa.Text()),
        sa.Column("day", sa.Integer(), nullable=False), sa.Column("revision_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_report"), sa.UniqueConstraint("mark", name="uq_report_mark"))
    op.create_index("ix_report_language_day", "report", ["language", "day"])
    op.create_index("ix_report_outlet_day", "report", ["outlet", "day"])
    op.create_table(
        "reprint", sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_reprint"), sqlite_with_rowid=False)
    op.create_table(
        "setting", sa.Column("name", sa.Text(), nullable=False), sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"))
    op.create_table(
        "source", sa.Column("url", sa.Text(), autoincrement=False, nullable=False), sa.Column("name", sa.Text()),
        sa.Column("due", sa.BigInteger(), nullable=False), sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()), sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("asked", sa.BigInteger()), sa.Column("succeeded", sa.BigInteger()),
        sa.Column("had", sa.BigInteger()), sa.Column("failed", sa.BigInteger()), sa.Column("fault", sa.Text()),
        sa.PrimaryKeyConstraint("url", name="pk_source"), sqlite_with_rowid=False)
    op.create_table(
        "subject", sa.Column("topic", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("happening_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("topic", "last", "happening_id", name="pk_subject"), sqlite_with_rowid=False)
    op.create_index("ix_subject_happening_id", "subject", ["happening_id"])
    op.create_table(
        "view", sa.Column("topic", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("stance", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("topic", "code", "stance", "day", "position_id", name="pk_view"),
        sqlite_with_rowid=False)
    op.create_table(
        "waiting", sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False), sa.Column("host", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False), sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text()), sa.Column("given", sa.Text(), nullable=False), sa.Column("text", sa.Text()),
        sa.PrimaryKeyConstraint("mark", name="pk_waiting"), sqlite_with_rowid=False)
    op.create_index("ix_waiting_host_due", "waiting", ["host", "due"])
    op.create_table(
        "withdrawn", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False), sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawn"))
    op.create_index("ix_withdrawn_at", "withdrawn", ["at"])
    op.create_index("ix_withdrawn_uid", "withdrawn", ["uid"])
    op.create_table(
        "revision", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False), sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False), sa.Column("text", sa.Text()), sa.Column("title", sa.Text()),
        sa.Column("published", sa.Text()), sa.Column("data", sa.JSON()), sa.Column("coder", sa.Text()),
        sa.Column("added", sa.BigInteger(), nullable=False), sa.Column("coded", sa.BigInteger(), nullable=False),
        sa.Column("purged", sa.BigInteger()), sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_revision_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_revision"))
    op.create_index("ix_revision_coded", "revision", ["coded"])
    op.create_index("ix_revision_report_id", "revision", ["report_id"])
    op.create_table(
        "event", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False), sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False), sa.Column("mode", sa.Text()),
        sa.Column("actors", sa.Text(), nullable=False), sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False), sa.Column("date", sa.Text()),
        sa.Column("published", sa.Integer(), nullable=False), sa.Column("place", sa.Text()),
        sa.Column("channel", sa.Text()), sa.Column("level", sa.Text()),
        sa.Column("contexts", sa.Text(), nullable=False), sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("due", sa.Text()), sa.Column("persons", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False), sa.Column("happening_id", sa.Integer()),
        sa.Column("start", sa.Integer(), nullable=False), sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False), sa.Column("state", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False), sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("altered", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["happening_id"], ["happening.id"], name="fk_event_happening_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_event_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"))
    op.create_index("ix_event_happening_id", "event", ["happening_id"])
    op.create_index("ix_event_revision_id", "event", ["revision_id"])
    op.create_table(
        "official", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False), sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("naming_id", sa.Integer(), nullable=False), sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False), sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False), sa.Column("state", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False), sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("altered", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["naming_id"], ["naming.id"], name="fk_official_naming_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_official_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_official"))
    op.create_index("ix_official_naming_id_day_state", "official", ["naming_id", "day", "state"])
    op.create_index("ix_official_revision_id", "official", ["revision_id"])
    op.create_table(
        "position", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False), sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False), sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False), sa.Column("target", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False), sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False), sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False), sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False), sa.Column("altered", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_position_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_position"))
    op.create_index("ix_position_revision_id", "position", ["revision_id"])
    # Words are kept as stems, made in `elchi/ledger/search.py`.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_search_words ON search USING gin (words)")
    else:
        op.execute("CREATE VIRTUAL TABLE search USING fts5 ("
                   "words, content='', tokenize='unicode61 remove_diacritics 0')")
