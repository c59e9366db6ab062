"""The types of columns that SQLAlchemy does not have."""

from datetime import UTC

from sqlalchemy import BigInteger, DateTime, Integer
from sqlalchemy.types import TypeDecorator

Id = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts INTEGER up alone


class UTCDateTime(TypeDecorator):
    """A moment. It goes in with any zone and comes out in UTC, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone: use app.clock.now()")
        return value.astimezone(UTC)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:  # SQLite has no zones: what went in was UTC
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)
