"""Add when the address of a user was confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "47b9d2e6c0f3"
down_revision = "e8a4c1d65f20"


def upgrade():
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True)))


def downgrade():
    with op.batch_alter_table("users") as users:
        users.drop_column("confirmed_at")
