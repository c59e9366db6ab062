import pytest
from jinja2 import FileSystemBytecodeCache

from app import create_app
from config import TestingConfig


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Templates, compiled once for the applications of all tests."""
    return FileSystemBytecodeCache(tmp_path_factory.mktemp("compiled"))


@pytest.fixture
def app(compiled):
    app = create_app(TestingConfig)
    app.jinja_env.bytecode_cache = compiled
    return app


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
