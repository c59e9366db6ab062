import pytest
from sqlalchemy.exc import IntegrityError

from app.addresses import normalise
from app.limits import ADDRESS_MAX
from tests.factories import make_user


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Ada@Example.ORG", "ada@example.org"),
        (" ada@example.org\n", "ada@example.org"),
        ("ada+pipit@example.org", "ada+pipit@example.org"),
        ("ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example"),
        ("ada@ⓔxample.org", "ada@example.org"),
    ],
)
def test_address_is_written_in_one_way(typed, kept):
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "ada@localhost",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada\r\nBcc: eve@example.org",
        "ada@example.org\nada@example.org",
        "zoë@example.org",
        "ada@[127.0.0.1]",
        "a\0da@example.org",
        "ada@\ud800.example",
        "x" * 65 + "@example.org",
        "ada@" + "x" * ADDRESS_MAX + ".org",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError):
        normalise(text)


def test_address_belongs_to_one_person(app):
    make_user(app, email="ada@example.org")

    with pytest.raises(IntegrityError):
        make_user(app, email="ada@example.org")


def test_many_may_have_no_address(app):
    assert [make_user(app, email=None).email for _ in range(2)] == [None, None]
