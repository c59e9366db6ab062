from flask import Blueprint, Response, abort, render_template, request
from flask_login import current_user

from app import avatars, pages, timeline
from app.auth.rights import needs
from app.extensions import db
from app.kept import kept
from app.limits import NAME_MAX, PEOPLE_LISTED
from app.models import User
from app.models.follow import follows
from app.models.mute import mutes
from app.models.user import listed, profile

AVATAR_AGE = 7 * 24 * 3600  # seconds that a browser may keep one

bp = Blueprint("people", __name__)


@bp.get("/people/<name>")
def show(name):
    person = pages.one(met(name, current_user.id))
    posts = timeline.profile(current_user.id, person.id, pages.asked())
    page = pages.read(posts)
    is_own = person.id == current_user.id and not pages.asked()
    hidden = pages.read(timeline.hidden_of(person.id)).rows if is_own else []
    words = {"person": person, "page": page, "hidden": hidden}
    return render_template("people/show.html", **words)


@kept
def met(name, reader_id):
    """Select somebody, with what the reader has to do with them."""
    followed = follows(reader_id, User.id).label("followed")
    muted = mutes(reader_id, User.id).label("muted")
    query = profile(name).add_columns(followed, muted)
    return query.where(timeline.may_meet(reader_id, User.id))


@bp.get("/people")
@needs("moderate")
def index():
    beginning = request.args.get("name", "").strip().lower()[: NAME_MAX + 1]
    query = listed(beginning).limit(PEOPLE_LISTED + 1)
    found = db.session.execute(query).all()
    db.session.rollback()
    people, more = found[:PEOPLE_LISTED], found[PEOPLE_LISTED:]
    words = {"people": people, "more": more, "beginning": beginning}
    return render_template("people/index.html", **words)


@bp.get("/avatars/<name>.svg")
def avatar(name):
    """Answer without asking who is there, or who asks: it is the same for all."""
    if len(name) > NAME_MAX:
        abort(404)
    response = Response(avatars.svg(name), mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = AVATAR_AGE
    return response
