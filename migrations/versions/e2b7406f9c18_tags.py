"""Add by which words a post is found."""

import sqlalchemy as sa
from alembic import op

revision = "e2b7406f9c18"
down_revision = "c80e5d7f1a46"


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "tags",
        sa.Column("word", sa.String(length=100), nullable=False),
        sa.Column("post_id", id_type, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_tags_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("word", "post_id", name=op.f("pk_tags")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_tags_post_id_tags_word"), "tags", ["post_id", "word"])


def downgrade():
    op.drop_table("tags")
