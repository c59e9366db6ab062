"""Add when a post was hidden."""

import sqlalchemy as sa
from alembic import op

revision = "9e35a0d7c1b4"
down_revision = "8d20c6f41be7"


def upgrade():
    op.add_column("posts", sa.Column("hidden_at", sa.DateTime(timezone=True)))
    is_hidden = sa.text("hidden_at IS NOT NULL")
    op.create_index(
        op.f("ix_posts_hidden"),
        "posts",
        ["id"],
        sqlite_where=is_hidden,
        postgresql_where=is_hidden,
    )


def downgrade():
    op.drop_index(op.f("ix_posts_hidden"), "posts")
    op.drop_column("posts", "hidden_at")
