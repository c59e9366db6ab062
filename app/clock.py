"""The one clock."""

from datetime import UTC, datetime


def now():
    """Return the time in UTC, knowing that it is UTC."""
    return datetime.now(UTC)
