import gc
import re
from functools import cache

import pytest
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event, select

from app import create_app
from app.extensions import db
from app.models import Mail
from config import TestingConfig
from tests import databases
from tests.factories import bearer_of, make_login, make_user


def pytest_collection_finish():
    """Let Python search for garbage less often, and not in what stays anyway."""
    gc.freeze()
    gc.set_threshold(20_000)


class Browser(FlaskClient):
    """A client that can send a form as a browser does, with its token."""

    def token(self, url, **arguments):
        page = self.get(url, **arguments).text
        return re.search(r'name="csrf_token".* value="(.+?)"', page)[1]

    def submit(self, url, **fields):
        return self.post(url, data={"csrf_token": self.token(url)} | fields)

    def sign_in(self, user):
        """Be signed in as `user`, as if the form had been sent."""
        secret = make_login(self.application, user)
        with self.session_transaction() as session:
            session["_user_id"] = secret
            session.permanent = True
        return secret


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Templates, compiled once for the applications of all tests."""
    return FileSystemBytecodeCache(tmp_path_factory.mktemp("compiled"))


@pytest.fixture(scope="session", params=databases.KINDS)
def tables(request, tmp_path_factory):
    """The address of a database with all tables, made once for all tests."""
    folder = tmp_path_factory.mktemp("tables")
    with databases.empty(request.param, folder) as address:
        databases.make_tables(address)
        yield address
        databases.engine_for(address).dispose()


@pytest.fixture
def database(tables):
    with databases.lent(tables) as address:
        yield address


@pytest.fixture(scope="session")
def make_app(compiled):
    """Make an application on a database; the connections are closed in the end."""
    made = []

    def make_app(address):
        app = create_app(TestingConfig, SQLALCHEMY_DATABASE_URI=address)
        app.jinja_env.bytecode_cache = compiled
        app.test_client_class = Browser
        made.append(app)
        return app

    yield make_app
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def shared_app(make_app):
    """Return the application on a database, made at the first call."""
    return cache(make_app)


@pytest.fixture
def app(shared_app, database):
    """An application whose database is its own for as long as the test runs."""
    yield from until_done(shared_app(database))


@pytest.fixture
def new_app(make_app, database):
    """An application that no other test sees: it may get routes."""
    yield from until_done(make_app(database))


def until_done(app):
    """Put the settings back afterwards."""
    config = app.config.copy()
    yield app
    app.config.clear()
    app.config.update(config)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def flask(app):
    """Run a command of ours."""
    return lambda *words: app.test_cli_runner().invoke(args=words)


@pytest.fixture
def letters(app):
    """The mails that wait, the oldest first: all, or those for one recipient."""

    def letters(recipient=None):
        with app.app_context():
            found = db.session.scalars(select(Mail).order_by(Mail.id)).all()
        return [letter for letter in found if recipient in (None, letter.recipient)]

    return letters


@pytest.fixture
def statements(app):
    """What the database is asked, from here on; BEGIN is not counted."""
    asked = []

    def note(connection, cursor, statement, *rest):
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def addresses(app):
    """One address for every route of `app`."""
    values = {"name": "moment.js", "filename": "pipit.css", "secret": "x", "post_id": 1}
    values["word"] = "tea"
    with app.test_request_context():
        return [
            app.url_for(
                rule.endpoint, **{word: values[word] for word in rule.arguments}
            )
            for rule in app.url_map.iter_rules()
        ]


@pytest.fixture
def ada(app, client):
    """Somebody who is signed in, in `client`."""
    user = make_user(app)
    client.sign_in(user)
    return user


@pytest.fixture
def bearer(app, ada):
    """The header by which a program acts for Ada."""
    return bearer_of(app, ada)
