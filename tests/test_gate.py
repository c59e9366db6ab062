from io import BytesIO

import pytest
from flask import request

BROKEN = ["%FF", "%C3", "%C0%AF", "%ED%A0%80", "a%00b"]  # 4th: half a surrogate pair


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("path", ["/hello/{}", "/{}", "/?q={}", "/?{}=q", "/static/{}"])
def test_address_that_is_no_text_is_a_bad_request(client, path, text):
    assert client.get(path.format(text)).status_code == 400


def test_path_of_raw_bytes_is_a_bad_request(client):
    answer = client.get("/", environ_overrides={"PATH_INFO": "/hello/\xff"})

    assert answer.status_code == 400


def test_text_of_any_script_passes(client):
    assert "Hello, Zoë 鳥 🐦!" in client.get("/hello/Zoë 鳥 🐦").text


FOREIGN = ["evil.example", "localhost.evil.example", "localhost:99999", "a b", "", "[:"]


@pytest.mark.parametrize("host", FOREIGN)
def test_foreign_host_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:5000", "127.0.0.1:8000"])
def test_own_host_is_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_forwarded_host_is_not_believed(client):
    answer = client.get("/", headers={"X-Forwarded-Host": "evil.example"})

    assert answer.status_code == 200
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("path", ["/", "/hello/Ada", "/nowhere"])
def test_body_over_the_limit_is_too_large(client, path):
    assert client.post(path, data=b"x" * 6_000_000).status_code == 413


def test_body_at_the_limit_is_not_too_large(client):
    assert client.post("/hello/Ada", data=b"x" * 64 * 1024).status_code == 405


def test_body_of_unknown_length_is_cut_off(new_app):
    new_app.add_url_rule("/read", view_func=lambda: request.data, methods=["POST"])
    body = BytesIO(b"x" * 6_000_000)

    answer = new_app.test_client().post(
        "/read",
        input_stream=body,
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert answer.status_code == 413
    assert body.tell() < 200_000
