from io import BytesIO

import pytest

URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def post(client):
    """Post a body with a valid token, which a person can do by hand."""
    headers = {"X-CSRFToken": client.token("/register")}
    return lambda **arguments: client.post("/register", headers=headers, **arguments)


@pytest.mark.parametrize("name", [b"%FF", b"%C3", b"%C0%80", b"%ED%A0%80", b"\xff"])
def test_form_that_is_not_utf8_is_refused(post, name):
    answer = post(data=b"name=" + name, content_type=URLENCODED)

    assert answer.status_code == 400
    assert "The form has bytes" in answer.text


def test_file_is_no_text(post):
    answer = post(data={"name": (BytesIO(b"Ada"), "ada.txt")})

    assert answer.status_code == 422


@pytest.mark.parametrize("body", [{"name": "Ada"}, {"name": 5}, [1], "\ud800", None])
def test_json_is_no_form(post, body):
    assert post(json=body).status_code == 422


@pytest.mark.parametrize(
    "body, content_type",
    [
        (b"", URLENCODED),
        (b"&&==&name", URLENCODED),
        (b"{", "application/json"),
        (b"--x\r\nname", "multipart/form-data; boundary=x"),
        (b"name=Ada", "multipart/form-data"),
        (b"name=Ada", "text/plain"),
        (b"name=Ada", "\x7f/;;="),
    ],
)
def test_odd_body_is_no_form(post, body, content_type):
    assert post(data=body, content_type=content_type).status_code == 422
