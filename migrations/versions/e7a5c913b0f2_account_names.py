"""Give all who came by a name that an account may have."""

import re
from itertools import count
from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "e7a5c913b0f2"
down_revision = "d21e8b7f9a64"

SHAPE = re.compile("[a-z0-9_]{3,30}")


def upgrade():
    users = sa.table("users", sa.column("id"), sa.column("name"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(users).order_by(users.c.id)).all()
    taken = {row.name for row in rows}
    for row in rows:
        if not SHAPE.fullmatch(row.name):
            name = free(like(row.name), taken)
            taken.add(name)
            one = users.update().where(users.c.id == row.id)
            connection.execute(one.values(name=name))


def like(name):
    """Return what is left of `name` in small letters, digits and underscores."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")[:20].strip("_")


def free(wanted, taken):
    if SHAPE.fullmatch(wanted) and wanted not in taken:
        return wanted
    names = (f"{wanted or 'visitor'}_{number}" for number in count(2))
    return next(name for name in names if name not in taken)


def downgrade():
    """Leave the names: they were allowed before, and the old ones are not kept."""
