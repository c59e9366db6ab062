"""A clock that stands still; laid down as sitecustomize.py, where any Python looks as it starts.

The app in a picture then shows the same times whenever the picture is taken.
"""

from __future__ import annotations

import datetime
import time
from typing import Any

SECONDS = 1_768_478_400.0  # 2026-01-15, noon in UTC
Real = datetime.datetime


class Kind(type):
    """Any moment counts as one of ours: some are made in C, by the class that we replace."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Real)


class Stopped(Real, metaclass=Kind):
    """A moment; now is always the same one."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return Real.fromtimestamp(SECONDS, tz)

    @classmethod
    def utcnow(cls) -> Any:
        return Real.fromtimestamp(SECONDS, datetime.UTC).replace(tzinfo=None)


def stop() -> None:
    datetime.datetime = Stopped  # type: ignore[misc]
    time.time = lambda: SECONDS


if __name__ == "sitecustomize":
    stop()
