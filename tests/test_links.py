import pytest

from app import create_app, mail
from config import ProductionConfig

SITE = "https://pipit.example"


@pytest.fixture(scope="module")
def app():
    """An application in production, with a page that shows a link for a mail."""
    settings = {"SECRET_KEY": "x" * 32, "SQLALCHEMY_DATABASE_URI": "sqlite://"}
    app = create_app(ProductionConfig, **settings)
    app.add_url_rule("/link", "link", lambda: mail.link("link"))
    return app


@pytest.fixture
def asked(app, monkeypatch):
    """Ask for that page at a host, where these are the settings."""

    def asked(host, **settings):
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)
        headers = {"Host": host, "X-Forwarded-Host": "evil.example"}
        return app.test_client().get("/link", headers=headers)

    return asked


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:666"])
def test_link_begins_as_it_is_configured(asked, host):
    assert asked(host, SITE_URL=SITE).text == f"{SITE}/link"


@pytest.mark.parametrize("host", ["evil.example", "pipit.example.evil.example", "x@y"])
def test_no_link_is_made_for_a_foreign_host(asked, host):
    assert asked(host, SITE_URL=SITE).status_code == 400


def test_link_in_production_needs_no_setting(asked):
    assert asked("localhost:666").text == "https://localhost/link"


def test_link_elsewhere_is_to_the_host_that_was_asked_for(asked):
    assert asked("localhost:5001", SITE_URL=None).text == "http://localhost:5001/link"
