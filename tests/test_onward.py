import pytest

from app import create_app
from app.auth.onward import after_sign_in, back
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
def app_alone():
    """An application for what asks no database."""
    return create_app(TestingConfig)


@pytest.fixture
def onward(app_alone):
    """Say where an address leads."""

    def onward(address):
        with app_alone.test_request_context(query_string={"next": address}):
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


@pytest.fixture
def way_back(app_alone):
    """Say where a button leads back to that stood on a page."""

    def way_back(page):
        with app_alone.test_request_context(environ_overrides={"HTTP_REFERER": page}):
            return back()

    return way_back


@pytest.mark.parametrize("path", ["/", "/posts?before=7", "/hello/Zo%C3%AB"])
def test_button_leads_back_to_its_page(way_back, path):
    assert way_back("http://localhost" + path) == path


@pytest.mark.parametrize("around", ["%s", "http://localhost%s"])
def test_button_leads_nobody_away(way_back, around):
    for address in FOREIGN:
        assert way_back(around % address) == "/"
