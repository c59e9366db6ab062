"""Add what concerns somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0d9c3a71e5b8"
down_revision = "e2b7406f9c18"

REFERENCES = [("user_id", "users"), ("actor_id", "users"), ("post_id", "posts")]
INDEXES = [["user_id", "id"], ["actor_id", "user_id"], ["post_id"]]


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    keys = [
        sa.ForeignKeyConstraint(
            [column],
            [f"{table}.id"],
            name=op.f(f"fk_notifications_{column}_{table}"),
            ondelete="CASCADE",
        )
        for column, table in REFERENCES
    ]
    op.create_table(
        "notifications",
        sa.Column("id", id_type, nullable=False),
        sa.Column("user_id", id_type, nullable=False),
        sa.Column("actor_id", id_type, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("post_id", id_type, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sqlite_autoincrement=True,
    )
    for columns in INDEXES:
        name = "_".join(f"notifications_{column}" for column in columns)
        op.create_index(op.f(f"ix_{name}"), "notifications", columns)


def downgrade():
    op.drop_table("notifications")
