"""Add the logins."""

import sqlalchemy as sa
from alembic import op

revision = "d21e8b7f9a64"
down_revision = "9c40d7e5a118"


def upgrade():
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "logins",
        sa.Column("id", id_type, nullable=False),
        sa.Column("user_id", id_type, nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_logins_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logins")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_logins_secret_hash")),
    )
    op.create_index(op.f("ix_logins_user_id"), "logins", ["user_id"])


def downgrade():
    op.drop_table("logins")
