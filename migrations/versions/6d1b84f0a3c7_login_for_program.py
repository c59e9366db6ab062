"""Tell the logins of programs from those of browsers."""

import sqlalchemy as sa
from alembic import op

revision = "6d1b84f0a3c7"
down_revision = "b1f60e93d582"


def upgrade():
    flag = sa.Column(
        "for_program", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("logins", flag)


def downgrade():
    op.execute("DELETE FROM logins WHERE for_program")  # none is to become a browser's
    op.drop_column("logins", "for_program")
