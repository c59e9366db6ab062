import pytest

from app import create_app
from app.extensions import db
from config import ProductionConfig
from tests.factories import NEWCOMER

KEY = "0123456789abcdef" * 4
TLS = "https://localhost"


def cookie(answer):
    """Return the name of the cookie that `answer` sets, and its flags."""
    pair, *flags = answer.headers["Set-Cookie"].split("; ")
    return pair.partition("=")[0], set(flags)


@pytest.fixture
def production(app):
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    production = create_app(
        ProductionConfig, SECRET_KEY=KEY, SQLALCHEMY_DATABASE_URI=address
    )
    production.test_client_class = app.test_client_class
    yield production.test_client()
    with production.app_context():
        db.engine.dispose()


def test_cookie_is_kept_from_scripts_and_from_other_sites(client):
    name, flags = cookie(client.get("/sign-in"))

    assert name == "session"
    assert flags == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_cookie_in_production_is_for_this_host_under_tls(production):
    name, flags = cookie(production.get("/sign-in", base_url=TLS))

    assert name == "__Host-session"
    assert flags == {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"}


@pytest.mark.parametrize(
    "referrer, status", [(f"{TLS}/", 303), ("https://evil.example/", 400), (None, 400)]
)
def test_form_under_tls_comes_from_our_own_page(production, referrer, status):
    token = production.token("/register", base_url=TLS)
    headers = {"Referer": referrer} if referrer else {}

    answer = production.post(
        "/register",
        data=NEWCOMER | {"csrf_token": token},
        base_url=TLS,
        headers=headers,
    )

    assert answer.status_code == status
