"""Add who follows whom."""

import sqlalchemy as sa
from alembic import op

revision = "b6d3f08e2a97"
down_revision = "7a4be19c3f05"


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "follows",
        sa.Column("follower_id", id_type, nullable=False),
        sa.Column("followed_id", id_type, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "follower_id <> followed_id", name=op.f("ck_follows_not_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["followed_id"],
            ["users.id"],
            name=op.f("fk_follows_followed_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["follower_id"],
            ["users.id"],
            name=op.f("fk_follows_follower_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("follower_id", "followed_id", name=op.f("pk_follows")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_follows_followed_id_follows_follower_id"),
        "follows",
        ["followed_id", "follower_id"],
    )


def downgrade():
    op.drop_table("follows")
