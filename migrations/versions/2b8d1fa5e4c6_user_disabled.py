"""Add when a user was disabled."""

import sqlalchemy as sa
from alembic import op

revision = "2b8d1fa5e4c6"
down_revision = "1a7c0e94d3b5"


def upgrade():
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True)))


def downgrade():
    with op.batch_alter_table("users") as users:
        users.drop_column("disabled_at")
