import pytest


def test_error_has_our_page(client):
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text
    assert 'href="/"' in answer.text


def test_error_keeps_its_own_headers(client):
    answer = client.post("/hello/Ada")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_crash_has_our_page(new_app):
    new_app.config["PROPAGATE_EXCEPTIONS"] = False
    new_app.add_url_rule("/broken", view_func=lambda: {}["planted"])

    answer = new_app.test_client().get("/broken")

    assert answer.status_code == 500
    assert "Pipit stumbled" in answer.text


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/any.css"])
def test_refused_host_has_a_page_without_addresses(client, path):
    answer = client.get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "TRUSTED_HOSTS" in answer.text
    assert "evil.example" not in answer.text
    assert "href" not in answer.text
