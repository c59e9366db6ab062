"""Add what a post replies to, and how many replies it has."""

import sqlalchemy as sa
from alembic import op

revision = "52c9a07be314"
down_revision = "1f4e8b60d2a9"

KEEP = {"sqlite_autoincrement": True}  # a copied table forgets that


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    reply_count = sa.Column(
        "reply_count", sa.Integer(), server_default="0", nullable=False
    )
    with op.batch_alter_table("posts", table_kwargs=KEEP) as posts:
        posts.add_column(sa.Column("root_id", id_type, nullable=True))
        posts.add_column(sa.Column("path", sa.LargeBinary(400), nullable=True))
        posts.add_column(reply_count)
        posts.create_foreign_key(
            op.f("fk_posts_root_id_posts"), "posts", ["root_id"], ["id"]
        )
    begins = sa.text("root_id IS NULL")
    op.create_index(
        op.f("ix_posts_id_posts_listed"),
        "posts",
        ["id", "listed"],
        sqlite_where=begins,
        postgresql_where=begins,
    )
    answers = sa.text("root_id IS NOT NULL")
    op.create_index(
        op.f("ix_posts_root_id_posts_path"),
        "posts",
        ["root_id", "path"],
        sqlite_where=answers,
        postgresql_where=answers,
    )


def downgrade():
    op.drop_index(op.f("ix_posts_root_id_posts_path"), "posts")
    op.drop_index(op.f("ix_posts_id_posts_listed"), "posts")
    with op.batch_alter_table("posts", table_kwargs=KEEP) as posts:
        posts.drop_constraint(op.f("fk_posts_root_id_posts"), type_="foreignkey")
        posts.drop_column("reply_count")
        posts.drop_column("path")
        posts.drop_column("root_id")
