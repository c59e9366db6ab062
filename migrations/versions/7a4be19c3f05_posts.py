"""Add the posts."""

import sqlalchemy as sa
from alembic import op

revision = "7a4be19c3f05"
down_revision = "5e1a4cd8b7f9"


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "posts",
        sa.Column("id", id_type, nullable=False),
        sa.Column("author_id", id_type, nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_posts_author_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posts_author_id_posts_id"), "posts", ["author_id", "id"])


def downgrade():
    op.drop_table("posts")
