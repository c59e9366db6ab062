"""Bounds on how often something is tried, counted where all workers see it."""

from dataclasses import dataclass
from datetime import timedelta
from hmac import digest
from math import ceil

from flask import current_app
from sqlalchemy import BigInteger, delete, func, insert, literal, select
from werkzeug.exceptions import TooManyRequests

from app import clock
from app.extensions import db
from app.models import Try
from app.models.tries import counted, forget

FORGOTTEN_AT_ONCE = 20  # more than are noted at once, so that they cannot pile up


@dataclass(frozen=True)
class Bound:
    """At most `most` tries of `what` within `window`, for each of whom it is asked."""

    what: str
    most: int
    window: timedelta

    def key(self, *who):
        """Return what stands for `who`: what was typed may be a password, misplaced."""
        text = repr((self.what, *who)).encode()
        return digest(current_app.secret_key.encode(), text, "sha256").hex()


def take(*tries):
    """Note `tries`, each a bound and for whom; return their ids, to be given back.

    Commits. Raises TooManyRequests, and notes nothing, where a bound is reached."""
    now = clock.now()
    bounds = {bound.key(*who): bound for bound, *who in tries}
    for key in sorted(bounds):  # two who wait for each other would wait for ever
        lock(key)
        refuse_if_reached(bounds[key], key, now)
    db.session.execute(forget(FORGOTTEN_AT_ONCE, now))
    rows = [{"key": k, "expires_at": now + b.window} for k, b in bounds.items()]
    ids = db.session.scalars(insert(Try).returning(Try.id), rows).all()
    db.session.commit()
    return ids


def lock(key):
    """Let nobody else count under `key` until our transaction ends."""
    if db.engine.dialect.name == "postgresql":  # on SQLite, BEGIN IMMEDIATE has done it
        number = literal(int(key[:15], 16), BigInteger)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


def refuse_if_reached(bound, key, now):
    nth = db.session.scalar(counted(key, now).offset(bound.most - 1).limit(1))
    if nth:
        db.session.rollback()
        current_app.logger.warning("bound reached: %s", bound.what)
        seconds = ceil((nth - now).total_seconds())
        words = f"That was tried too often. Try again in {ceil(seconds / 60)} min."
        raise TooManyRequests(words, retry_after=seconds)


def give_back(ids):
    """Let tries count no more, for they were none; the view commits."""
    db.session.execute(delete(Try).where(Try.id.in_(ids)))
