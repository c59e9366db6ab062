"""Add who says that a post should be looked at."""

import sqlalchemy as sa
from alembic import op

revision = "b1f60e93d582"
down_revision = "9e35a0d7c1b4"


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "reports",
        sa.Column("id", id_type, nullable=False),
        sa.Column("post_id", id_type, nullable=False),
        sa.Column("reporter_id", id_type, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_reports_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["users.id"], name=op.f("fk_reports_reporter_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "post_id", "reporter_id", name=op.f("uq_reports_post_id_reporter_id")
        ),
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        op.f("ix_reports_open"),
        "reports",
        ["id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(op.f("ix_reports_reporter_id"), "reports", ["reporter_id"])


def downgrade():
    op.drop_table("reports")
