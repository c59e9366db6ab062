from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from app.extensions import db
from app.models.types import UTCDateTime

MOMENTS = Table("moments", MetaData(), Column("at", UTCDateTime))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def kept(app):
    """Keep a moment, and read it again."""

    def keep(moment):
        db.session.execute(insert(MOMENTS).values(at=moment))
        return db.session.scalar(select(MOMENTS.c.at))

    with app.app_context():
        MOMENTS.create(db.session.connection())
        yield keep


@pytest.mark.parametrize("hours", [0, 1, -8, 5.5])
def test_moment_comes_back_in_utc(kept, hours):
    there = timezone(timedelta(hours=hours))

    moment = kept(NOON.astimezone(there))

    assert moment == NOON
    assert moment.tzinfo is UTC


def test_moment_may_be_missing(kept):
    assert kept(None) is None


def test_moment_without_zone_is_refused(kept):
    with pytest.raises(StatementError, match="has no zone"):
        kept(datetime(2026, 11, 23, 12))
