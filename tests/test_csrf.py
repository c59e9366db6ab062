import time

import pytest


@pytest.mark.parametrize("fields", [{}, {"csrf_token": ""}, {"csrf_token": "made-up"}])
def test_form_without_its_token_is_refused(client, fields):
    client.get("/")

    answer = client.post("/", data={"name": "Ada"} | fields)

    assert answer.status_code == 400
    assert "Hello, Ada!" not in answer.text


def test_form_with_the_token_of_another_session_is_refused(app, client):
    client.get("/")
    foreign = app.test_client().token("/")

    answer = client.post("/", data={"name": "Ada", "csrf_token": foreign})

    assert answer.status_code == 400


def test_refused_form_says_so_and_shows_what_was_typed(client):
    answer = client.post("/", data={"name": "<Ada>", "password": "planted"})

    assert "Nothing was saved" in answer.text
    assert '<blockquote class="typed">&lt;Ada&gt;</blockquote>' in answer.text
    assert "planted" not in answer.text


def test_refused_form_cannot_be_sent_on_with_one_click(client):
    assert "<form" not in client.post("/", data={"name": "Ada"}).text


def test_token_does_not_age(client, monkeypatch):
    token = client.token("/")
    tomorrow = time.time() + 24 * 60 * 60
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: tomorrow)

    answer = client.post("/", data={"name": "Ada", "csrf_token": token})

    assert answer.status_code == 303
