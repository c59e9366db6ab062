"""Note of each login where it was, in which browser, and when it was last used."""

import sqlalchemy as sa
from alembic import op

revision = "c15d08e3b642"
down_revision = "94d0e58bbb4c"


def upgrade():
    with op.batch_alter_table("logins") as logins:
        logins.add_column(sa.Column("last_used_at", sa.DateTime(timezone=True)))
        logins.add_column(sa.Column("place", sa.String(50)))
        logins.add_column(sa.Column("browser", sa.String(50)))
    op.execute("UPDATE logins SET last_used_at = created_at, place = '', browser = ''")
    with op.batch_alter_table("logins") as logins:
        logins.alter_column("last_used_at", nullable=False)
        logins.alter_column("place", nullable=False)
        logins.alter_column("browser", nullable=False)


def downgrade():
    with op.batch_alter_table("logins") as logins:
        logins.drop_column("browser")
        logins.drop_column("place")
        logins.drop_column("last_used_at")
