from datetime import timedelta

from app.clock import now


def test_now_knows_that_it_is_utc():
    assert now().utcoffset() == timedelta(0)
