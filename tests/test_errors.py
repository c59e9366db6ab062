import pytest


def test_error_has_our_page(client):
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert "Not Found" in answer.text
    assert 'href="/"' in answer.text


def test_error_keeps_its_own_headers(client):
    answer = client.post("/hello/Ada")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/any.css"])
def test_refused_host_has_a_page_without_addresses(client, path):
    answer = client.get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "TRUSTED_HOSTS" in answer.text
    assert "evil.example" not in answer.text
    assert "href" not in answer.text
