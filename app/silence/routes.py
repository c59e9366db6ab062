from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock, pages
from app.auth.onward import back
from app.extensions import db
from app.models import Block, Follow, Mute, User
from app.models.block import blocked_by
from app.models.follow import between
from app.models.mute import muted_by
from app.notify import ignore

bp = Blueprint("silence", __name__)


@bp.get("/muted")
@login_required
def muted():
    page = pages.read(muted_by(current_user.id, pages.asked()))
    return render_template("silence/muted.html", page=page)


@bp.get("/blocked")
@login_required
def blocked():
    page = pages.read(blocked_by(current_user.id, pages.asked()))
    return render_template("silence/blocked.html", page=page)


@bp.post("/people/<name>/mute")
@login_required
def mute(name):
    person = other(name)
    pair = {"muter_id": current_user.id, "muted_id": person.id}
    if added(Mute(**pair, created_at=clock.now())):
        db.session.execute(ignore(current_user.id, person.id))
        db.session.commit()
    flash(f"You will read no more of {person.name}.", "success")
    return redirect(back(), 303)


@bp.post("/people/<name>/unmute")
@login_required
def unmute(name):
    person = other(name)
    pair = Mute.muter_id == current_user.id, Mute.muted_id == person.id
    db.session.execute(delete(Mute).where(*pair))
    db.session.commit()
    flash(f"You will read {person.name} again.", "success")
    return redirect(back(), 303)


@bp.post("/people/<name>/block")
@login_required
def block(name):
    person = other(name)
    pair = {"blocker_id": current_user.id, "blocked_id": person.id}
    if added(Block(**pair, created_at=clock.now())):
        for one, two in both_ways(person):
            db.session.execute(delete(Follow).where(*between(one, two)))
            db.session.execute(ignore(one, two))
        db.session.commit()
    flash(f"You and {person.name} will not meet here.", "success")
    return redirect(url_for("silence.blocked"), 303)


@bp.post("/people/<name>/unblock")
@login_required
def unblock(name):
    person = other(name)
    pair = Block.blocker_id == current_user.id, Block.blocked_id == person.id
    db.session.execute(delete(Block).where(*pair))
    db.session.commit()
    flash(f"You and {person.name} may meet again.", "success")
    return redirect(url_for("silence.blocked"), 303)


def other(name):
    """Return somebody else: there is no way not to hear oneself."""
    person = pages.one(select(User.id, User.name).where(User.name == name))
    return person if person.id != current_user.id else abort(404)


def both_ways(person):
    """Return both directions, in an order that is the same for both people.

    Two who block each other at once would otherwise wait for each other.
    """
    pair = current_user.id, person.id
    return sorted([pair, pair[::-1]])


def added(row):
    """Add a row; say whether it is new. If not, the transaction is over."""
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
