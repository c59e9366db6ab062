"""Whatever a program sends: it is told what is wrong, and never that we are."""

import pytest
from apifairy import body, response
from flask_marshmallow.schema import Schema
from marshmallow import fields
from marshmallow.validate import Length

from tests.factories import PASSWORD, make_login

NO_OBJECTS = """
null true 1 1.5 -0 1e999 NaN "text" [] [1] [{}] [[]] {"a" {]} {'a':1} {"a":1}}
""".split()
ODD = [
    b"\xff",
    b"\0",
    b"[" * 60_000,
    b'{"a":' * 10_000,
    b"1" * 60_000,
]
WRONG = [
    b'{"word": null}',
    b'{"word": 1}',
    b'{"word": ["tea"]}',
    b'{"word": {}}',
    b'{"word": ""}',
    b'{"word": "' + b"x" * 60_000 + b'"}',
    b'{"word": "tea", "id": 1}',
    b"{}",
    b"",
    b"\xef\xbb\xbf{}",
]
JSON = "application/json"


class Word(Schema):
    word = fields.String(required=True, validate=Length(min=1, max=10))


@body(Word)
@response(Word)
def say(said):
    return said


@pytest.fixture
def send(new_app):
    """Send bytes to a view that wants a word."""
    new_app.add_url_rule("/api/say", view_func=say, methods=["POST"])
    client = new_app.test_client()
    new_app.config["WTF_CSRF_ENABLED"] = False  # it is no view of the API's blueprint

    def send(data, content_type=JSON):
        return client.post("/api/say", data=data, content_type=content_type)

    return send


def test_what_fits_is_taken(send):
    answer = send(b'{"word": "t\\u00e9a"}')

    assert (answer.status_code, answer.json) == (200, {"word": "téa"})


@pytest.mark.parametrize("data", [text.encode() for text in NO_OBJECTS] + ODD)
def test_what_is_no_object_is_refused(send, data):
    answer = send(data)

    assert (answer.status_code, answer.json["status"]) == (400, 400)
    assert answer.json["detail"] == "The body is no JSON object."


@pytest.mark.parametrize("data", WRONG)
def test_each_field_is_told_what_is_wrong_with_it(send, data):
    answer = send(data)

    assert (answer.status_code, answer.json["status"]) == (422, 422)
    assert answer.mimetype == "application/problem+json"
    assert set(answer.json["errors"]) <= {"word", "id"}


def test_nothing_is_too_deep_to_be_refused(send):
    for depth in range(800, 1000):
        data = b'{"word":' + b"[" * depth + b"]" * depth + b"}"
        assert send(data).status_code in (400, 422), depth


@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data"])
def test_what_is_not_called_json_is_refused(send, content_type):
    answer = send(b'{"word": "tea"}', content_type)

    assert (answer.status_code, answer.json["status"]) == (415, 415)


def test_every_view_refuses_what_it_does_not_want(app, client, ada):
    token = make_login(app, ada, for_program=True)
    odd = [text.encode() for text in NO_OBJECTS] + ODD + WRONG[:7]  # none is a word

    for address, method in takers(app):
        signed = {"auth": (ada.email, PASSWORD)}
        if not address.endswith("/tokens"):
            signed = {"headers": {"Authorization": f"Bearer {token}"}}
        for data in odd:
            asked = {"method": method, "data": data, "content_type": JSON}
            answer = client.open(address, **asked, **signed)
            assert answer.json["status"] in (400, 404, 422), (address, data[:20])


def takers(app):
    """Return the address and the method of each view that takes a body."""
    found = [
        (rule.rule.replace("<id:post_id>", "1"), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods & {"POST", "PUT", "PATCH"}
    ]
    assert ("/api/posts", "POST") in found
    return found
