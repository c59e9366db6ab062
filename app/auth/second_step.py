"""Between the password and the code: half signed in, which is not at all."""

from flask import current_app, request, session

from app import clock, totp
from app.auth import logins
from app.auth.guesses import OF_CODES
from app.extensions import db
from app.models import Token, User, recovery_code
from app.models.second_factor import spend, state
from app.models.token import take as take_token
from app.throttle import give_back, take

KIND = "second-step"


def wanted(user):
    factor = db.session.execute(state(user.id)).first()
    return factor is not None and factor.in_force


def ask(user):
    """Note that `user` knew the password, in this browser; the view commits."""
    session[KIND], token = Token.begin(KIND, user.email, user.id)
    db.session.add(token)


def finish(user_id, code):
    """Sign in `user_id` if the code is theirs, and say so; the view commits."""
    user = owner(user_id, code, still_asked)
    if user:
        logins.start(user)
    return user is not None


def passes(user, code):
    """Say whether `user` needs no code, or this is it; use it up. The view commits."""
    user_id, known = user.id, user.password_hash
    if not wanted(user):
        return True
    return bool(code and owner(user_id, code, lambda now: now.password_hash == known))


def owner(user_id, code, still):
    """Return the user of that code, if `still` holds for them; None if it is not so."""
    guess = take((OF_CODES, user_id))
    user = db.session.get(User, user_id, with_for_update=True)
    if not is_theirs(user_id, code) or not still(user):
        db.session.rollback()
        log = current_app.logger
        log.warning("code refused: user %s from %s", user_id, request.remote_addr)
        return None
    give_back(guess)
    return user


def is_theirs(user_id, code):
    """Say whether `code` is right and unused, and use it up."""
    factor = db.session.execute(state(user_id)).first()
    step = factor and totp.step_of(code, factor.secret, clock.now())
    used = spend(user_id, step) if step else recovery_code.spend(user_id, code)
    return db.session.execute(used).rowcount == 1


def still_asked(user):
    """Use up what `ask` noted: a new password has deleted it, too."""
    return db.session.execute(take_token(session.get(KIND, ""), KIND)).first()
