"""What people are told by mail."""

from app.extensions import smtp
from app.mail.writing import message, write

__all__ = ["message", "write"]


def init_app(app):
    smtp.init_app(app)
