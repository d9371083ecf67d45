"""Reports with their texts, the rows that they were coded into, and the happenings that these tell."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "decision", sa.Column("id", sa.Integer(), nullable=False), sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("a", sa.Text(), nullable=False), sa.Column("b", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False), sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False), sa.Column("undone", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_decision"))
    op.create_index("ix_decision_a", "decision", ["a"])
    op.create_index("ix_decision_b", "decision", ["b"])
    op.create_table(
        "happening", sa.Column("id", sa.Integer(), nullable=False), sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False), sa.Column("mode", sa.Text()),
        sa.Column("time", sa.Text(), nullable=False), sa.Column("first", sa.Integer()),
        sa.Column("last", sa.Integer()), sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text()), sa.Column("channel", sa.Text()), sa.Column("level", sa.Text()),
        sa.Column("reports", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_happening"),
        sa.UniqueConstraint("uid", name="uq_happening_uid"))
    op.create_table(
        "report", sa.Column("id", sa.Integer(), nullable=False), sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()), sa.Column("outlet", sa.Text()), sa.Column("language", sa.Text()),
        sa.Column("day", sa.Integer()), sa.Column("revision_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_report"), sa.UniqueConstraint("key", name="uq_report_key"))
    op.create_index("ix_report_day", "report", ["day"])
    op.create_index("ix_report_outlet", "report", ["outlet"])
    op.create_table(
        "withdrawn", sa.Column("id", sa.Integer(), nullable=False), sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_withdrawn"))
    op.create_index("ix_withdrawn_uid", "withdrawn", ["uid"])
    op.create_table(
        "happening_party", sa.Column("code", sa.Text(), nullable=False),
        sa.Column("happening_id", sa.Integer(), nullable=False), sa.Column("side", sa.Text(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["happening_id"], ["happening.id"], name="fk_happening_party_happening_id"),
        sa.PrimaryKeyConstraint("code", "happening_id", "side", name="pk_happening_party"), sqlite_with_rowid=False)
    op.create_index("ix_happening_party_happening_id", "happening_party", ["happening_id"])
    op.create_table(
        "revision", sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False), sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False), sa.Column("text", sa.Text()), sa.Column("title", sa.Text()),
        sa.Column("published", sa.Text()), sa.Column("data", sa.JSON()), sa.Column("coder", sa.Text()),
        sa.Column("added", sa.Text(), nullable=False), sa.Column("purged", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_revision_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.UniqueConstraint("report_id", "number", name="uq_revision_report_id_number"))
    op.create_table(
        "event", sa.Column("id", sa.Integer(), nullable=False), sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False), sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text()), sa.Column("time", sa.Text(), nullable=False), sa.Column("date", sa.Text()),
        sa.Column("first", sa.Integer()), sa.Column("last", sa.Integer()), sa.Column("place", sa.Text()),
        sa.Column("channel", sa.Text()), sa.Column("level", sa.Text()), sa.Column("published", sa.Integer()),
        sa.Column("words", sa.Text(), nullable=False), sa.Column("happening_id", sa.Integer()),
        sa.Column("start", sa.Integer(), nullable=False), sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False), sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["happening_id"], ["happening.id"], name="fk_event_happening_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_event_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"), sa.UniqueConstraint("uid", name="uq_event_uid"))
    op.create_index("ix_event_happening_id", "event", ["happening_id"])
    op.create_index("ix_event_revision_id", "event", ["revision_id"])
    op.create_table(
        "official", sa.Column("id", sa.Integer(), nullable=False), sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False), sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False), sa.Column("role", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer()), sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False), sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_official_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_official"), sa.UniqueConstraint("uid", name="uq_official_uid"))
    op.create_index("ix_official_revision_id", "official", ["revision_id"])
    op.create_table(
        "position", sa.Column("id", sa.Integer(), nullable=False), sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False), sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False), sa.Column("day", sa.Integer()),
        sa.Column("start", sa.Integer(), nullable=False), sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False), sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_position_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_position"), sa.UniqueConstraint("uid", name="uq_position_uid"))
    op.create_index("ix_position_revision_id", "position", ["revision_id"])
    op.create_table(
        "block", sa.Column("key", sa.BigInteger(), nullable=False), sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_block_event_id"),
        sa.PrimaryKeyConstraint("key", "day", "event_id", name="pk_block"), sqlite_with_rowid=False)
    op.create_index("ix_block_event_id", "block", ["event_id"])
    op.create_table(
        "event_party", sa.Column("code", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False), sa.Column("side", sa.Text(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_party_event_id"),
        sa.PrimaryKeyConstraint("code", "event_id", "side", name="pk_event_party"), sqlite_with_rowid=False)
    op.create_index("ix_event_party_event_id", "event_party", ["event_id"])
    op.create_table(
        "position_party", sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False), sa.Column("side", sa.Text(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name="fk_position_party_position_id"),
        sa.PrimaryKeyConstraint("code", "position_id", "side", name="pk_position_party"), sqlite_with_rowid=False)
    op.create_index("ix_position_party_position_id", "position_party", ["position_id"])
