"""Add the day on which a user was last seen."""

import sqlalchemy as sa
from alembic import op

revision = "4d0f3bc7a6e8"
down_revision = "3c9e2ab6f5d7"


def upgrade():
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("seen_on", sa.Date()))


def downgrade():
    with op.batch_alter_table("users") as users:
        users.drop_column("seen_on")
