import pytest
from werkzeug.datastructures import MultiDict

from app import create_app
from app.auth.forms import RegistrationForm
from config import TestingConfig

FIELDS = {"name": "ada", "email": "Ada@Example.org", "password": "a small bird"}


@pytest.fixture(scope="module")
def filled_in():
    """Fill in the form and look it over; no database is asked."""
    app = create_app(TestingConfig, WTF_CSRF_ENABLED=False)

    def filled_in(**fields):
        data = MultiDict(FIELDS | fields)
        with app.test_request_context(method="POST", data=data):
            form = RegistrationForm()
            form.validate()
            return form

    return filled_in


def test_right_form_is_taken(filled_in):
    form = filled_in(name=" ada ")

    assert form.errors == {}
    assert (form.name.data, form.email.data) == ("ada", "ada@example.org")
    assert form.password.data == "a small bird"


@pytest.mark.parametrize(
    "field, text, error",
    [
        ("name", "", "Choose a name"),
        ("name", "Ada", "small letters"),
        ("name", "admin", "reserved"),
        ("name", "x" * 31, "more than 30"),
        ("email", "", "Enter your address"),
        ("email", "ada", "cannot write"),
        ("email", "ada@example.org\r\nBcc: eve@example.org", "not text"),
        ("email", "x" * 255, "more than 254"),
        ("password", "", "Enter your password"),
        ("password", "seven77", "8 to 128"),
        ("password", "x" * 129, "more than 128"),
        ("password", "password", "anybody"),
        ("password", "ada-12345", "without your name"),
        ("password", "a\0small bird", "not text"),
        ("password", " " * 9, "nothing to see"),
    ],
)
def test_field_says_what_is_wrong(filled_in, field, text, error):
    errors = filled_in(**{field: text}).errors

    assert list(errors) == [field]
    assert error in errors[field][0]


def test_nothing_but_the_fields_is_read(filled_in):
    form = filled_in(id="1", created_at="2020-01-01", password_hash="x", role="admin")

    assert set(form.data) == set(FIELDS)
