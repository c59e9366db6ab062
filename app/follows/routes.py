from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock, pages, timeline
from app.extensions import db
from app.models import Follow, User
from app.models.follow import between, followed_by, followers_of
from app.models.user import is_open, still_open
from app.notify import notify, take_back

bp = Blueprint("follows", __name__, url_prefix="/people/<name>")


@bp.post("/follow")
@login_required
def follow(name):
    person = named(name)
    if person.id == current_user.id:
        return redirect(url_for("people.show", name=person.name), 303)
    keep(person.id)
    return answer(person, f"You follow {person.name}.", followed=True)


@bp.post("/unfollow")
@login_required
def unfollow(name):
    person = named(name)
    drop(person.id)
    return answer(person, f"You no longer follow {person.name}.", followed=False)


@bp.get("/followers")
def followers(name):
    person = named(name)
    page = pages.read(met(followers_of(person.id, pages.asked())))
    title = f"Who follows {person.name}"
    return render_template("follows/people.html", page=page, title=title)


@bp.get("/following")
def following(name):
    person = named(name)
    page = pages.read(met(followed_by(person.id, pages.asked())))
    title = f"Whom {person.name} follows"
    return render_template("follows/people.html", page=page, title=title)


def answer(person, words, followed):
    """Send the button as it is now to a script, and others back to it."""
    if not pages.by_script():
        flash(words, "success")
        return redirect(url_for("people.show", name=person.name), 303)
    values = {"name": person.name, "followed": followed}
    return render_template("follows/followed.html", **values)


def named(name):
    """Read whose name that is, if neither has blocked the other."""
    met = is_open(), timeline.may_meet(current_user.id, User.id)
    return pages.one(select(User.id, User.name).where(User.name == name, *met))


def met(people):
    """Leave out of a list those whom the reader blocked, or who blocked the reader."""
    return people.where(timeline.may_meet(current_user.id, User.id))


def keep(followed_id):
    """Follow somebody. Who follows them already does so afterwards as well."""
    both = db.session.scalars(still_open(current_user.id, followed_id)).all()
    if len(both) < 2:
        abort(404)
    ids = {"follower_id": current_user.id, "followed_id": followed_id}
    db.session.add(Follow(**ids, created_at=clock.now()))
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
    else:
        notify(followed_id, "follow")
        db.session.commit()


def drop(followed_id):
    """Follow somebody no longer. Who does not follow them changes nothing."""
    pair = between(current_user.id, followed_id)
    if db.session.execute(delete(Follow).where(*pair)).rowcount:
        take_back(followed_id, "follow")
    db.session.commit()
