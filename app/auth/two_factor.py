"""A second factor: begun with a secret, and in force once a code has come from it."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app import clock, mail, qr, totp
from app.auth.forms import PasswordForm, ProveFactorForm
from app.auth.guesses import knows
from app.auth.routes import bp
from app.extensions import db
from app.models import SecondFactor
from app.models.recovery_code import count, forget, new_codes, rows
from app.models.second_factor import prove, state


@bp.get("/two-factor")
@login_required
def two_factor():
    factor = own_factor()
    if not factor:
        return render_template("auth/two_factor.html")
    if factor.in_force:
        return kept(PasswordForm())
    return begun(factor, ProveFactorForm())


def begun(factor, form):
    words = {"secret": factor.secret, "form": form}
    page = render_template("auth/two_factor_begun.html", **words)
    return page, 422 if form.errors else 200


def kept(form):
    left = db.session.scalar(count(current_user.id))
    db.session.rollback()
    page = render_template("auth/two_factor_on.html", form=form, left=left)
    return page, 422 if form.errors else 200


@bp.get("/two-factor.svg")
@login_required
def two_factor_picture():
    factor = own_factor()
    if not factor or factor.in_force:
        abort(404)  # once it is proved, nobody is shown the secret again
    picture = qr.svg(totp.address(factor.secret, current_user.name))
    return Response(picture, mimetype="image/svg+xml")


@bp.post("/two-factor")
@login_required
def begin_two_factor():
    """Give a new secret to who has none in force: the database alone can know."""
    mine, begun = SecondFactor.user_id == current_user.id, SecondFactor.last_step
    db.session.execute(delete(SecondFactor).where(mine, begun.is_(None)))
    db.session.add(SecondFactor(user_id=current_user.id, secret=totp.new_secret()))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
    return redirect(url_for("auth.two_factor"), 303)


@bp.post("/two-factor/code")
@login_required
def prove_two_factor():
    factor, form = own_factor(), ProveFactorForm()
    if not factor or factor.in_force:
        return redirect(url_for("auth.two_factor"), 303)
    user = current_user._get_current_object()
    step = step_in(form, user, factor.secret)
    if not step:
        return begun(factor, form)
    return put_in_force(user, factor.secret, step)


def step_in(form, user, secret):
    """Return the step of the code in `form`, None if that or the password is wrong."""
    if not may_change(form, user):
        return None
    step = totp.step_of(form.code.data, secret, clock.now())
    if not step:
        form.code.errors = ["This is not the code. Is the telephone's clock right?"]
    return step


def put_in_force(user, secret, step):
    """Take the first code of the secret, and show the codes for paper, this once."""
    letter = mail.write(
        user.email, "Your second factor", "two_factor_on", name=user.name
    )
    codes = new_codes()
    if not db.session.execute(prove(user.id, secret, step)).rowcount:
        db.session.rollback()  # another window was quicker
        return redirect(url_for("auth.two_factor"), 303)
    db.session.execute(forget(user.id))
    db.session.add_all([letter, *rows(user.id, codes)])
    db.session.commit()
    return render_template("auth/recovery_codes.html", codes=codes)


@bp.post("/two-factor/paper")
@login_required
def renew_paper():
    form, user = PasswordForm(), current_user._get_current_object()
    if not in_force():
        return redirect(url_for("auth.two_factor"), 303)
    if not may_change(form, user):
        return kept(form)
    codes = new_codes()
    db.session.execute(forget(user.id))
    db.session.add_all(rows(user.id, codes))
    db.session.commit()
    return render_template("auth/recovery_codes.html", codes=codes)


@bp.post("/two-factor/off")
@login_required
def end_two_factor():
    form, user = PasswordForm(), current_user._get_current_object()
    if not in_force():
        return redirect(url_for("auth.two_factor"), 303)
    if not may_change(form, user):
        return kept(form)
    subject = "You have no second factor any more"
    letter = mail.write(user.email, subject, "two_factor_off", name=user.name)
    db.session.execute(forget(user.id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    db.session.add(letter)
    db.session.commit()
    flash("From now on your password is enough.", "success")
    return redirect(url_for("auth.account"), 303)


def may_change(form, user):
    """Say whether the password in `form` is right, in the form as well."""
    if not form.validate():
        return False
    if not knows(user, form.password.data):
        form.password.errors = ["This is not your password."]
        return False
    return True


def in_force():
    factor = own_factor()
    return factor is not None and factor.in_force


def own_factor():
    """Return what is known of who is signed in, None if they have none."""
    factor = db.session.execute(state(current_user.id)).first()
    db.session.rollback()
    return factor
