"""Add what users say of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "3c9e2ab6f5d7"
down_revision = "2b8d1fa5e4c6"
LENGTHS = {"about": 200, "place": 60}


def upgrade():
    with op.batch_alter_table("users") as users:
        for name, length in LENGTHS.items():
            text = sa.String(length)
            users.add_column(sa.Column(name, text, nullable=False, server_default=""))
    with op.batch_alter_table("users") as users:
        for name in LENGTHS:
            users.alter_column(name, server_default=None)


def downgrade():
    with op.batch_alter_table("users") as users:
        for name in LENGTHS:
            users.drop_column(name)
