from email import message_from_bytes, policy

import pytest

from app import create_app, mail
from config import TestingConfig


@pytest.fixture
def app(tmp_path):
    """An application whose mails are files; nothing here needs a database."""
    return create_app(TestingConfig, MAIL_FOLDER=tmp_path / "outbox")


@pytest.fixture
def flask(app):
    return lambda *words: app.test_cli_runner().invoke(args=words)


def test_mail_is_kept_as_a_file_that_a_mail_program_reads(flask, tmp_path):
    run = flask("mail", "test", "ada@example.org")

    [file] = tmp_path.glob("outbox/*.eml")
    assert run.output == f"Mail for ada@example.org: {file}\nSent.\n"
    kept = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert kept["To"] == "ada@example.org"
    assert "the settings are right" in kept.get_content()


@pytest.mark.parametrize("address", ["ada@example.org\nBcc: x@y", "zoë@example.org"])
def test_fault_is_said_and_nothing_is_kept(flask, tmp_path, address):
    run = flask("mail", "test", address)

    assert run.exit_code == 1
    assert "Error: " in run.output
    assert not list(tmp_path.glob("outbox/*"))


LINKS = {
    "Click on\n\nhttp://localhost/a-b_c\n\nwithin an hour.": "http://localhost/a-b_c",
    "https://pipit.example/a or http://localhost/b": "https://pipit.example/a",
    "There is nothing to click on.": None,
}


@pytest.mark.parametrize("text", LINKS)
def test_link_is_the_first_in_the_text(text):
    assert mail.link_in(text) == LINKS[text]
