"""Add up to where somebody has seen their news."""

import sqlalchemy as sa
from alembic import op

revision = "4a7e91c05d2f"
down_revision = "0d9c3a71e5b8"


def upgrade():
    seen = sa.Column(
        "news_seen_id", sa.BigInteger(), server_default="0", nullable=False
    )
    op.add_column("users", seen)


def downgrade():
    op.drop_column("users", "news_seen_id")
