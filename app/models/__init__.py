"""The tables. Imported as a whole, so that `db.metadata` knows them all."""

from app.models.mail import Mail
from app.models.user import User

__all__ = ["Mail", "User"]
