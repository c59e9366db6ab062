from shutil import copytree

import pytest
from flask_migrate import check, downgrade, migrate, upgrade
from sqlalchemy import (
    Column,
    DateTime,
    Table,
    column,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.clock import now
from app.extensions import db
from app.models import User
from app.models.types import UTCDateTime
from app.names import fault
from tests import databases


@pytest.fixture(params=databases.KINDS)
def database(request, tmp_path):
    with databases.empty(request.param, tmp_path) as address:
        yield address


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


@pytest.fixture
def copy(app, tmp_path):
    """A copy of the migrations, to add some to; the database is at the last of ours."""
    upgrade()
    return copytree(app.extensions["migrate"].directory, tmp_path / "migrations")


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_migrations_make_what_the_models_say():
    upgrade()

    check()
    assert tables() == set(db.metadata.tables)


def test_migrations_can_be_reversed():
    upgrade()
    downgrade(revision="base")
    assert tables() == set()

    upgrade()
    check()


def test_new_migration_names_no_code_of_ours(copy):
    table = Table("moments", db.metadata, Column("at", UTCDateTime))

    migrate(directory=copy, message="moments")
    db.metadata.remove(table)

    [new] = copy.glob("versions/*_moments.py")
    assert "sa.DateTime(timezone=True)" in new.read_text()
    assert "app." not in new.read_text()
    upgrade(directory=copy)
    assert "moments" in tables()


STEP = """
import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{previous}"

def upgrade():
{code}

def downgrade():
    pass
"""
CHILDREN = """
    op.create_table(
        "children",
        sa.Column("id", sa.BigInteger(), sa.ForeignKey("users.id", ondelete="CASCADE")),
    )
    op.execute("INSERT INTO children SELECT id FROM users")
"""
PARENT = """
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("motto", sa.String(9), server_default="hm"))
        users.alter_column("name", type_=sa.String(50))
"""
BROKEN = PARENT + '    op.execute("SELECT nothing FROM nowhere")'


@pytest.fixture
def family(copy):
    """Users with a child each; `add` writes one migration more."""

    def add(name, code):
        previous = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        db.session.rollback()
        step = STEP.format(name=name, previous=previous, code=code)
        (copy / "versions" / f"{name}.py").write_text(step)
        upgrade(directory=copy)

    db.session.add_all([User(name="Ada"), User(name="Grace")])
    db.session.commit()
    add("children", CHILDREN)
    return add


def count(table):
    found = db.session.scalar(select(func.count()).select_from(text(table)))
    db.session.rollback()
    return found


def test_changed_parent_keeps_its_children(family):
    family("parent", PARENT)

    assert count("users") == 2
    assert count("children") == 2


def test_foreign_keys_hold_again_after_a_migration(family):
    family("parent", PARENT)

    with pytest.raises(IntegrityError):
        db.session.execute(text("INSERT INTO children VALUES (99)"))


def test_migration_that_fails_leaves_nothing_behind(family):
    with pytest.raises(DatabaseError):
        family("broken", BROKEN)

    columns = inspect(db.engine).get_columns("users")
    assert "motto" not in {column["name"] for column in columns}
    assert count("children") == 2


NAMES = {
    "ada": "ada",
    "Ada": "ada_2",
    "ADA": "ada_3",
    "Zoë": "zoe",
    "李小龍": "visitor_2",
    "🐦": "visitor_3",
    "a": "a_2",
    "O'Neil": "o_neil",
    "_": "visitor_4",
    "Å" * 30: "a" * 20,
}


def test_names_of_visitors_become_names_of_accounts():
    upgrade(revision="d21e8b7f9a64")
    columns = column("name"), column("created_at", DateTime(timezone=True))
    rows = [{"name": name, "created_at": now()} for name in NAMES]
    db.session.execute(insert(table("users", *columns)), rows)
    db.session.commit()

    upgrade()

    names = db.session.scalars(select(User.name).order_by(User.id)).all()
    assert names == list(NAMES.values())
    assert not any(fault(name) for name in names)
