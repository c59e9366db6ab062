"""The log: one line an event, on standard error, in UTC."""

import logging
import time

from flask.logging import default_handler

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def init_app(app):
    formatter = logging.Formatter(LINE, "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    default_handler.setFormatter(formatter)
    app.logger.setLevel(app.config["LOG_LEVEL"])
