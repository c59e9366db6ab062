import re

import pytest
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from app import create_app
from app.extensions import db
from config import TestingConfig
from tests import databases


class Browser(FlaskClient):
    """A client that can send a form as a browser does, with its token."""

    def token(self, url, **arguments):
        page = self.get(url, **arguments).text
        return re.search(r'name="csrf_token".* value="(.+?)"', page)[1]

    def submit(self, url, **fields):
        return self.post(url, data={"csrf_token": self.token(url)} | fields)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Templates, compiled once for the applications of all tests."""
    return FileSystemBytecodeCache(tmp_path_factory.mktemp("compiled"))


@pytest.fixture(params=databases.KINDS)
def database(request, tmp_path):
    with databases.empty(request.param, tmp_path) as address:
        yield address


@pytest.fixture
def bare_app(compiled, database):
    """An application with a database of its own, closed afterwards."""
    app = create_app(TestingConfig, SQLALCHEMY_DATABASE_URI=database)
    app.jinja_env.bytecode_cache = compiled
    app.test_client_class = Browser
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(bare_app):
    """An application whose database has all tables."""
    with bare_app.app_context():
        db.create_all()
    return bare_app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def addresses(app):
    """One address for every route of `app`."""
    values = {"name": "moment.js", "filename": "pipit.css"}
    with app.test_request_context():
        return [
            app.url_for(
                rule.endpoint, **{word: values[word] for word in rule.arguments}
            )
            for rule in app.url_map.iter_rules()
        ]
