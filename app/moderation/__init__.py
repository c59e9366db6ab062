"""What is done about what should not be read."""

from app.moderation import queue, reports  # noqa: F401, for their views
from app.moderation.routes import bp

__all__ = ["bp"]
