import pytest

from app import create_app
from config import TestingConfig


@pytest.fixture
def app():
    return create_app(TestingConfig)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def addresses(app):
    """One address for every route of `app`."""
    values = {"name": "Ada", "filename": "pipit.css"}
    with app.test_request_context():
        return [
            app.url_for(
                rule.endpoint, **{word: values[word] for word in rule.arguments}
            )
            for rule in app.url_map.iter_rules()
        ]
