"""The tables. Imported as a whole, so that `db.metadata` knows them all."""

from app.models.user import User

__all__ = ["User"]
