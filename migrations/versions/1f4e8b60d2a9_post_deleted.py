"""Add when a post was deleted, and whether it is in the lists."""

import sqlalchemy as sa
from alembic import op

revision = "1f4e8b60d2a9"
down_revision = "b6d3f08e2a97"


def upgrade():
    deleted_at = sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True)
    listed = sa.Column("listed", sa.Boolean(), server_default=sa.true(), nullable=False)
    op.add_column("posts", deleted_at)
    op.add_column("posts", listed)
    op.drop_index(op.f("ix_posts_author_id_posts_id"), "posts")
    by_author = ["author_id", "listed", "id"]
    op.create_index(
        op.f("ix_posts_author_id_posts_listed_posts_id"), "posts", by_author
    )


def downgrade():
    op.drop_index(op.f("ix_posts_author_id_posts_listed_posts_id"), "posts")
    op.create_index(op.f("ix_posts_author_id_posts_id"), "posts", ["author_id", "id"])
    op.drop_column("posts", "listed")
    op.drop_column("posts", "deleted_at")
