"""Add the address of a user."""

import sqlalchemy as sa
from alembic import op

revision = "3b1f6a0c52d7"
down_revision = "5c0f2d3b7a41"


def upgrade():
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        users.create_unique_constraint(op.f("uq_users_email"), ["email"])


def downgrade():
    with op.batch_alter_table("users") as users:
        users.drop_constraint(op.f("uq_users_email"), type_="unique")
        users.drop_column("email")
