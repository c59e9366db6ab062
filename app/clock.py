"""The one clock."""

from datetime import UTC, datetime


def now():
    """Return the time in UTC, knowing that it is UTC."""
    return datetime.now(UTC)


def init_app(app):
    app.jinja_env.globals["started"] = now()
