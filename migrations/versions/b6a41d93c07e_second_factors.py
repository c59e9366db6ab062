"""Add the second factors."""

import sqlalchemy as sa
from alembic import op

revision = "b6a41d93c07e"
down_revision = "c15d08e3b642"


def upgrade():
    op.create_table(
        "second_factors",
        sa.Column(
            "user_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("secret", sa.String(length=32), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_second_factors_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factors")),
    )


def downgrade():
    op.drop_table("second_factors")
