"""The desk: who may use it, what was done at it, questions kept, reports proposed, commitments told of."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "attempt", sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False), sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attempt"), sqlite_with_rowid=False)
    op.create_table(
        "audit", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False), sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False), sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"))
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "member", sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False), sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False), sa.Column("barred", sa.BigInteger()),
        sa.PrimaryKeyConstraint("name", name="pk_member"), sqlite_with_rowid=False)
    op.create_table(
        "proposal", sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False), sa.Column("who", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()), sa.Column("title", sa.Text()), sa.Column("outlet", sa.Text()),
        sa.Column("published", sa.Text()), sa.Column("text", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False), sa.Column("by", sa.Text()),
        sa.Column("settled", sa.BigInteger()), sa.Column("why", sa.Text()), sa.Column("report", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"))
    op.create_index("ix_proposal_state", "proposal", ["state"])
    op.create_table(
        "question", sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False), sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False), sa.Column("made", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_question"), sqlite_with_rowid=False)
    op.create_table(
        "reminded", sa.Column("way", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("happening", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("due", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("way", "happening", "due", name="pk_reminded"), sqlite_with_rowid=False)
    op.create_table(
        "session", sa.Column("mark", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False), sa.Column("member", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False), sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False), sa.PrimaryKeyConstraint("mark", name="pk_session"),
        sqlite_with_rowid=False)
    op.create_index("ix_session_member", "session", ["member"])
    op.create_index("ix_happening_due", "happening", ["due", "type", "time", "last"],
                    sqlite_where=sa.text("due IS NOT NULL"), postgresql_where=sa.text("due IS NOT NULL"))
