"""What pages read: they are drawn when the transaction is over."""

from flask import abort

from app.extensions import db


def one(query):
    """Read a single row, or answer that there is none."""
    row = db.session.execute(query).first() or abort(404)
    db.session.rollback()
    return row
