"""Add the hash of a user's password."""

import sqlalchemy as sa
from alembic import op

revision = "9c40d7e5a118"
down_revision = "3b1f6a0c52d7"


def upgrade():
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("password_hash", sa.String(255), nullable=True))


def downgrade():
    with op.batch_alter_table("users") as users:
        users.drop_column("password_hash")
