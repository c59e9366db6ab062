"""Add the tries."""

import sqlalchemy as sa
from alembic import op

revision = "94d0e58bbb4c"
down_revision = "47b9d2e6c0f3"


def upgrade():
    op.create_table(
        "tries",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tries")),
    )
    op.create_index(
        op.f("ix_tries_key_tries_expires_at"), "tries", ["key", "expires_at"]
    )
    op.create_index(op.f("ix_tries_expires_at"), "tries", ["expires_at"])


def downgrade():
    op.drop_table("tries")
