"""What people are told by mail."""

from app.mail.writing import write

__all__ = ["write"]
