"""Add the role of a user."""

import sqlalchemy as sa
from alembic import op

revision = "1a7c0e94d3b5"
down_revision = "e07f5c2a9b18"


def upgrade():
    with op.batch_alter_table("users") as users:
        role = sa.Column("role", sa.String(20), nullable=False, server_default="user")
        users.add_column(role)
    with op.batch_alter_table("users") as users:
        users.alter_column("role", server_default=None)


def downgrade():
    with op.batch_alter_table("users") as users:
        users.drop_column("role")
