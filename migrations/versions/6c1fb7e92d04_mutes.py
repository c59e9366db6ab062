"""Add who has muted whom."""

import sqlalchemy as sa
from alembic import op

revision = "6c1fb7e92d04"
down_revision = "4a7e91c05d2f"


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    keys = [
        sa.ForeignKeyConstraint(
            [column],
            ["users.id"],
            name=op.f(f"fk_mutes_{column}_users"),
            ondelete="CASCADE",
        )
        for column in ["muted_id", "muter_id"]
    ]
    op.create_table(
        "mutes",
        sa.Column("muter_id", id_type, nullable=False),
        sa.Column("muted_id", id_type, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("muter_id <> muted_id", name=op.f("ck_mutes_not_oneself")),
        *keys,
        sa.PrimaryKeyConstraint("muter_id", "muted_id", name=op.f("pk_mutes")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_mutes_muted_id_mutes_muter_id"), "mutes", ["muted_id", "muter_id"]
    )


def downgrade():
    op.drop_table("mutes")
