import logging

from flask.logging import default_handler


def test_greeting_is_logged(client, caplog):
    client.get("/hello/Ada")

    assert "said hello to 'Ada'" in caplog.messages


def test_name_cannot_forge_a_line(client, caplog):
    client.get("/hello/Ada%0A2026-11-23T12:00:00Z%20ERROR%20app:%20forged")

    assert all("\n" not in message for message in caplog.messages)


def test_line_has_time_in_utc_and_level(app):
    record = logging.LogRecord("app", logging.INFO, "", 0, "awake", (), None)
    record.created = 0

    assert default_handler.format(record) == "1970-01-01T00:00:00Z INFO app: awake"
