"""What is done about what should not be read."""

from app.moderation import reports  # noqa: F401, for its views
from app.moderation.routes import bp

__all__ = ["bp"]
