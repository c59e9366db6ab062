import pytest

from app import create_app
from app.auth.onward import after_sign_in
from config import TestingConfig
from tests.factories import PASSWORD, make_user

FOREIGN = [
    "https://evil.example/",
    "http://evil.example",
    "HTTPS:evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\r\nLocation: //evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//localhost@evil.example",
    "evil.example",
    "/\u2028/evil.example",
    "",
]


@pytest.fixture
def sign_in(client, app):
    """Sign in by the form as it is at an address; return where that leads."""
    make_user(app, email="ada@example.org")

    def sign_in(address):
        form = {"email": "ada@example.org", "password": PASSWORD}
        return client.submit(address, **form).headers["Location"]

    return sign_in


def test_guarded_page_is_where_one_goes_on(client, sign_in):
    address = client.get("/account?a=b%20c").headers["Location"]

    assert address == "/sign-in?next=%2Faccount%3Fa%3Db%2520c"
    assert sign_in(address) == "/account?a=b%20c"


def test_form_remembers_the_page_when_it_is_refused(client):
    page = client.submit("/sign-in?next=/account", email="", password="").text

    assert 'action="/sign-in?next=/account"' in page


@pytest.fixture(scope="module")
def onward():
    """Say where an address leads; no database is asked."""
    app = create_app(TestingConfig)

    def onward(address):
        with app.test_request_context(query_string={"next": address}):
            return after_sign_in()

    return onward


@pytest.mark.parametrize("address", ["/", "/hello/Zo%C3%AB?q=//x", "/a/../b"])
def test_page_of_ours_is_taken(onward, address):
    assert onward(address) == address


@pytest.mark.parametrize("address", FOREIGN)
def test_page_of_others_is_not(onward, address):
    assert onward(address) == "/"


def test_form_leads_nobody_away(sign_in):
    assert sign_in("/sign-in?next=//evil.example") == "/"
