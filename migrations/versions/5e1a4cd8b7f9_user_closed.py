"""Add when a user closed their account."""

import sqlalchemy as sa
from alembic import op

revision = "5e1a4cd8b7f9"
down_revision = "4d0f3bc7a6e8"


def upgrade():
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("closed_at", sa.DateTime(timezone=True)))


def downgrade():
    with op.batch_alter_table("users") as users:
        users.drop_column("closed_at")
