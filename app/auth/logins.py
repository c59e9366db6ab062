"""Who sends a request: looked up once, before the view, and never while drawing."""

from flask import current_app, flash, g, redirect, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import AnonymousUserMixin, current_user, login_user
from sqlalchemy import delete

from app import clock
from app.auth.onward import to_sign_in
from app.extensions import db, login_manager
from app.models import User
from app.models.login import A_WHILE, Login, digest, forget_ended, owner, use
from app.models.user import see
from app.web import programs
from app.web.browser import browser
from app.web.network import network

FOR_ANYBODY = {
    "bootstrap.static",
    "people.avatar",
    "scripts.flask_moment",
    "scripts.packaged",
    "static",
}
READING = {"GET", "HEAD", "OPTIONS"}


class Nobody(AnonymousUserMixin):
    """Whoever is not signed in: a template may ask of them what it asks of a user."""

    id = role = None
    may = User.may


class Sessions(SecureCookieSessionInterface):
    """Sign the cookie anew with each page: its age is that of the last visit."""

    def open_session(self, app, request):
        """Read no cookie for a program, for a foreign page could let it be sent."""
        if programs.ask():
            return self.make_null_session(app)
        return super().open_session(app, request)

    def should_set_cookie(self, app, session):
        """Leave files alone: a cache that keeps them must not keep a cookie."""
        if request.endpoint in FOR_ANYBODY:
            return False
        return super().should_set_cookie(app, session)


def init_app(app):
    app.session_interface = Sessions()
    login_manager.anonymous_user = Nobody
    app.login_manager = login_manager  # its init_app reads the session for files, too
    app.before_request(look_who)
    app.after_request(keep_private)
    app.context_processor(lambda: {"current_user": g.get("user") or Nobody()})


def look_who():
    """Load who is signed in, and note it when they write; end these transactions.

    The user's row is written first and the login second, here and everywhere."""
    if request.endpoint not in FOR_ANYBODY:
        g.only_reads = True  # nobody is to wait for this
        g.user = current_user._get_current_object()
        db.session.rollback()
        del g.only_reads
        if g.user.is_authenticated and request.method not in READING:
            note_day(g.user)
            note_use(g.secret)
            db.session.commit()


def note_use(secret):
    """Note that `secret` was used, if the last note is more than a while old."""
    if g.last_used_at < clock.now() - A_WHILE:
        db.session.execute(use(secret))


def note_day(user):
    today = clock.now().date()
    if user.seen_on != today:
        db.session.execute(see(user.id, today))


def keep_private(response):
    """Let nobody else keep what was made for one person, and no browser at all."""
    if "user" in g and g.user.is_authenticated:
        keeping = "private" if programs.ask() else "no_store"
        setattr(response.cache_control, keeping, True)
    return response


def start(user):
    """Add a login of `user`, and give its secret to this browser; the view commits."""
    user.secret = begin(user, browser=browser(request.user_agent.string))
    session.clear()  # what was there belonged to nobody
    session.permanent = True  # to Flask that means: until it lies idle for too long
    login_user(user)


def begin(user, **notes):
    """Add a login of `user`, and return its secret; the view commits."""
    db.session.execute(forget_ended(user.id))
    place = network(request.remote_addr)
    secret, login = Login.begin(user.id, place=place, **notes)
    db.session.add(login)
    note_day(user)
    log = current_app.logger
    log.info("sign-in: user %s from %s", user.id, request.remote_addr)
    return secret


def end():
    """Delete the login of this browser, and empty its session; the view commits."""
    forget_this()
    session.clear()


def forget_this():
    secret = g.get("secret", "")
    db.session.execute(delete(Login).where(Login.secret_hash == digest(secret)))


@login_manager.user_loader
def load(secret, for_program=False):
    """Return who has `secret`; to be read, not changed, for it is in no session."""
    found = db.session.execute(*owner(secret, for_program)).first()
    if found is None:
        return None
    db.session.expunge(found.User)
    g.secret, g.last_used_at = secret, found.last_used_at
    found.User.has_news = found.has_news
    return found.User


@login_manager.request_loader
def load_by_token(request):
    """Return whose token a program has sent."""
    sent = request.authorization
    if programs.ask() and sent and sent.type == "bearer" and sent.token:
        return load(sent.token, for_program=True)
    return None


@login_manager.unauthorized_handler
def ask_to_sign_in():
    flash("Sign in first.", "info")
    return redirect(to_sign_in(), 303)
