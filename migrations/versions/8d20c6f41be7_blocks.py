"""Add who has blocked whom."""

import sqlalchemy as sa
from alembic import op

revision = "8d20c6f41be7"
down_revision = "6c1fb7e92d04"


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    keys = [
        sa.ForeignKeyConstraint(
            [column],
            ["users.id"],
            name=op.f(f"fk_blocks_{column}_users"),
            ondelete="CASCADE",
        )
        for column in ["blocked_id", "blocker_id"]
    ]
    op.create_table(
        "blocks",
        sa.Column("blocker_id", id_type, nullable=False),
        sa.Column("blocked_id", id_type, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "blocker_id <> blocked_id", name=op.f("ck_blocks_not_oneself")
        ),
        *keys,
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_blocks_blocked_id_blocks_blocker_id"),
        "blocks",
        ["blocked_id", "blocker_id"],
    )


def downgrade():
    op.drop_table("blocks")
