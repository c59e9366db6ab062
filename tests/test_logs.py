import logging

from flask.logging import default_handler


def test_line_has_time_in_utc_and_level(app):
    record = logging.LogRecord("app", logging.INFO, "", 0, "awake", (), None)
    record.created = 0

    assert default_handler.format(record) == "1970-01-01T00:00:00Z INFO app: awake"
