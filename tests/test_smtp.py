import time

import pytest

from app import create_app
from app.mail import server
from config import TestingConfig
from tests.smtp_server import Inbox, free_port, mute, running

PORT = free_port()


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def flask():
    """Run a command of an application that sends its mails to our server."""

    def flask(*words, **settings):
        settings = {"MAIL_PORT": PORT, "MAIL_SUPPRESS_SEND": False} | settings
        app = create_app(TestingConfig, MAIL_SERVER="127.0.0.1", **settings)
        return app.test_cli_runner().invoke(args=words)

    return flask


def test_mail_comes_through(flask, inbox):
    with running(inbox, PORT):
        run = flask("mail", "test", "ada@example.org")

    assert run.output == "Sent.\n"
    [message] = inbox.messages
    assert message["To"] == "ada@example.org"
    assert "the settings are right" in message.get_content()


def test_server_that_is_down_is_named_as_the_fault(flask):
    run = flask("mail", "test", "ada@example.org")

    assert run.exit_code == 1
    assert "Error: ConnectionRefusedError" in run.output


def test_server_that_says_nothing_is_not_waited_for(flask, monkeypatch):
    monkeypatch.setattr(server, "PATIENCE", 0.1)
    start = time.monotonic()
    with mute(PORT):
        run = flask("mail", "test", "ada@example.org")

    assert run.exit_code == 1
    assert "timed out" in run.output
    assert time.monotonic() - start < 2


def test_refusal_of_the_server_is_shown(flask, inbox):
    inbox.refused["ada@example.org"] = "550 No such person"
    with running(inbox, PORT):
        run = flask("mail", "test", "ada@example.org")

    assert run.exit_code == 1
    assert "No such person" in run.output


@pytest.mark.parametrize(
    "settings",
    [{"MAIL_USERNAME": "pipit", "MAIL_PASSWORD": "planted"}, {"MAIL_USE_TLS": True}],
)
def test_nothing_goes_in_the_clear_that_should_not(flask, inbox, settings):
    with running(inbox, PORT):  # a server without TLS
        run = flask("mail", "test", "ada@example.org", **settings)

    assert run.exit_code == 1
    assert "STARTTLS" in run.output
    assert inbox.messages == []
