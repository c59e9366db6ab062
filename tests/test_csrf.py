import time

import pytest

from tests.factories import NEWCOMER


@pytest.mark.parametrize("fields", [{}, {"csrf_token": ""}, {"csrf_token": "made-up"}])
def test_form_without_its_token_is_refused(client, letters, fields):
    client.get("/register")

    answer = client.post("/register", data=NEWCOMER | fields)

    assert answer.status_code == 400
    assert letters() == []


def test_form_with_the_token_of_another_session_is_refused(app, client):
    client.get("/register")
    foreign = app.test_client().token("/register")

    answer = client.post("/register", data=NEWCOMER | {"csrf_token": foreign})

    assert answer.status_code == 400


def test_refused_form_says_so_and_shows_what_was_typed(client):
    answer = client.post("/register", data={"name": "<Ada>", "password": "planted"})

    assert "Nothing was saved" in answer.text
    assert '<blockquote class="typed">&lt;Ada&gt;</blockquote>' in answer.text
    assert "planted" not in answer.text


def test_refused_form_cannot_be_sent_on_with_one_click(client):
    assert "<form" not in client.post("/register", data=NEWCOMER).text


def test_token_does_not_age(client, monkeypatch):
    token = client.token("/register")
    tomorrow = time.time() + 24 * 60 * 60
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: tomorrow)

    answer = client.post("/register", data=NEWCOMER | {"csrf_token": token})

    assert answer.status_code == 303
