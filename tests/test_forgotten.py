import time
from functools import partial
from urllib.parse import urlsplit

import pytest

from app import mail
from app.extensions import smtp
from app.mail import server
from tests.factories import PASSWORD, make_user
from tests.smtp_server import Inbox, free_port, mute, running

NEW = "a new one for tests"
ADA = "ada@example.org"


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", email=ADA)


def test_mail_brings_a_link_to_a_new_password(client, ada, letters):
    answer = client.submit("/forgotten", email=" Ada@Example.org")

    assert (answer.status_code, answer.location) == (303, "/forgotten")
    assert "A mail is on its way to you." in client.get("/forgotten").text
    [letter] = letters(ADA)
    assert letter.body.startswith("Hello ada,")

    client.get(urlsplit(mail.link_in(letter.body)).path)
    client.submit("/reset/now", new_password=NEW)
    assert client.submit("/sign-in", email=ADA, password=PASSWORD).status_code == 422
    assert client.submit("/sign-in", email=ADA, password=NEW).status_code == 303


@pytest.mark.parametrize("email", ["", "ada", "zoë@example.org", "a\0@example.org"])
def test_address_that_is_none_is_refused(client, letters, email):
    answer = client.submit("/forgotten", email=email)

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert letters() == []


def verbs(statements):
    return [statement.split()[0] for statement in statements]


def test_unknown_address_has_the_same_answer_and_nearly_the_same_work(
    app, ada, letters, statements
):
    answers, works = [], []
    for email in ADA, "nobody@example.org":
        browser = app.test_client()
        form = {"csrf_token": browser.token("/forgotten"), "email": email}
        statements.clear()
        answer = browser.post("/forgotten", data=form)
        works.append(verbs(statements))
        page = browser.get("/forgotten").text
        answers.append((answer.status_code, answer.location, page.count("on its way")))

    assert answers[0] == answers[1]
    assert sorted(works[0]) == sorted([*works[1], "INSERT", "DELETE"])  # of the token
    [letter] = letters("nobody@example.org")
    assert "There is\nno account with it." in letter.body
    assert mail.link_in(letter.body) is None


def test_mute_mail_server_keeps_nobody_waiting_and_loses_nothing(new_app, monkeypatch):
    make_user(new_app, email=ADA)
    port, inbox = free_port(), Inbox()
    new_app.config |= {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port}
    new_app.config["MAIL_SUPPRESS_SEND"] = False
    smtp.init_app(new_app)
    monkeypatch.setattr(server, "PATIENCE", 0.1)
    send = partial(new_app.test_cli_runner().invoke, args=["mail", "send"])

    with mute(port):
        start = time.monotonic()
        answer = new_app.test_client().submit("/forgotten", email=ADA)
        assert time.monotonic() - start < 1
        assert send().exit_code == 1
    with running(inbox, port):
        send()
        send()

    assert answer.status_code == 303
    assert [message["To"] for message in inbox.messages] == [ADA]


def test_form_to_sign_in_leads_there(client):
    assert 'href="/forgotten"' in client.get("/sign-in").text
