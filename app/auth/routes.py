from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user, login_required
from sqlalchemy import select

from app import passwords
from app.auth import logins, registration, second_step
from app.auth.forms import RegistrationForm, SignInForm
from app.auth.guesses import take_guess
from app.auth.onward import after_sign_in
from app.extensions import db
from app.models import User
from app.throttle import give_back

bp = Blueprint("auth", __name__)


@bp.get("/account")
@login_required
def account():
    return render_template("auth/account.html")


@bp.route("/register", methods=["GET", "POST"])
def register():
    if current_user.is_authenticated:
        return redirect(url_for("main.index"), 303)
    form = RegistrationForm()
    if form.validate_on_submit() and registration.register(form):
        flash(f"We have sent a mail to {form.email.data}. Go on from there.", "success")
        return redirect(url_for("auth.sign_in"), 303)
    page = render_template("auth/register.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    if current_user.is_authenticated:
        return redirect(url_for("main.index"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        user = proven(form.email.data, form.password.data)
        if user and second_step.wanted(user):
            second_step.ask(user)
            db.session.commit()
            return redirect(url_for("auth.code", next=request.args.get("next")), 303)
        if user:
            logins.start(user)
            db.session.commit()
            flash("Welcome back.", "success")
            return redirect(after_sign_in(), 303)
        form.password.errors = ["This address and this password do not go together."]
    page = render_template("auth/sign_in.html", form=form)
    return page, 422 if form.errors else 200


@bp.post("/sign-out")
def sign_out():
    logins.end()
    db.session.commit()
    flash("You are signed out.", "success")
    return redirect(url_for("main.index"), 303)


def proven(email, password):
    """Return the user whose address and password these are; None if they are not."""
    guess = take_guess(email)
    account = db.session.execute(
        select(User.id, User.password_hash).where(User.email == email)
    ).first()
    db.session.rollback()  # nobody is to wait while the password is looked at
    whose = account.id if account else "unknown"
    if not passwords.matches(account and account.password_hash, password):
        log = current_app.logger
        log.warning("sign-in refused: user %s from %s", whose, request.remote_addr)
        return None
    give_back(guess)
    same = User.id == account.id, User.password_hash == account.password_hash
    user = db.session.scalar(select(User).where(*same).with_for_update())
    if user and user.disabled_at:
        db.session.rollback()
        abort(403, "This account is disabled. Ask those who look after Pipit why.")
    return user
