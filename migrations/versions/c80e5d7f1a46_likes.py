"""Add who likes what."""

import sqlalchemy as sa
from alembic import op

revision = "c80e5d7f1a46"
down_revision = "52c9a07be314"


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "likes",
        sa.Column("post_id", id_type, nullable=False),
        sa.Column("user_id", id_type, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_likes_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_likes_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("pk_likes")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_likes_user_id_likes_post_id"), "likes", ["user_id", "post_id"]
    )
    like_count = sa.Column(
        "like_count", sa.Integer(), server_default="0", nullable=False
    )
    op.add_column("posts", like_count)


def downgrade():
    op.drop_column("posts", "like_count")
    op.drop_table("likes")
