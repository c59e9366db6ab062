"""A page of a long list: the address says below which id it begins."""

from dataclasses import dataclass

from flask import abort, request

from app import ids
from app.extensions import db
from app.kept import Filled
from app.limits import ROWS_SHOWN


@dataclass(frozen=True)
class Page:
    rows: list
    before: int | None  # where the next page begins; None if this is the last


def by_script():
    """Say whether a script of ours asks, which wants a part of a page alone."""
    return "X-Part" in request.headers


def asked(word="before"):
    """Return the id that the page begins below, None for the first page."""
    text = request.args.get(word)
    return None if text is None else ids.parsed(text) or abort(404)


def read(query, most=ROWS_SHOWN):
    """Read a page, and one row more: it tells whether there is another page."""
    rows = run(query.limit(most + 1)).all()
    db.session.rollback()  # a page is drawn outside of any transaction
    before = rows[most - 1].id if len(rows) > most else None
    return Page(rows[:most], before)


def one(query):
    """Read a single row, or answer that there is none."""
    row = run(query).first() or abort(404)
    db.session.rollback()
    return row


def run(query):
    """Execute a statement, with its values if it is one that was kept."""
    if isinstance(query, Filled):
        return db.session.execute(*query)
    return db.session.execute(query)
