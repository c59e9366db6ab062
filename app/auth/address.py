"""Another address: for whoever knows the password, and reads the mails there."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from app import clock, mail
from app.auth import letters, links, registration
from app.auth.forms import AddressForm
from app.auth.guesses import knows
from app.auth.routes import bp
from app.extensions import db
from app.models import Token, User


@bp.route("/address", methods=["GET", "POST"])
@login_required
def address():
    user, form = current_user._get_current_object(), AddressForm()
    if form.validate_on_submit():
        if knows(user, form.password.data):
            ask(form.email.data, user)
            flash(f"A mail is on its way to {form.email.data}.", "success")
            return redirect(url_for("auth.address"), 303)
        form.password.errors = ["This is not your password."]
    page = render_template("auth/address.html", form=form)
    return page, 422 if form.errors else 200


def ask(email, user):
    """Write to the new address: a link, or to whoever has it already, that they do."""
    link = links.written("address", email, user)
    known = registration.known(email)
    taken = db.session.scalar(select(exists().where(User.email == email)))
    if taken:
        letters.keep(known)
    else:
        links.keep(*link)
    db.session.commit()


@bp.get("/address/<secret>")
def address_link(secret):
    return links.follow("address", secret)


@bp.get("/address/now")
def address_now():
    token = links.followed("address")
    if not token:
        return links.dead()
    return render_template("auth/address_now.html", email=token.email)


@bp.post("/address/now")
def change_address():
    token = links.followed("address")
    if not token or not move(notices(token)):
        db.session.rollback()
        return links.dead()
    db.session.commit()
    flash("Your address is changed.", "success")
    return redirect(url_for("main.index"), 303)


def notices(token):
    """Write to the new address, and to the one before if it was confirmed."""
    user = db.session.execute(
        select(User.name, User.email, User.confirmed_at).where(User.id == token.user_id)
    ).one()
    db.session.rollback()
    both, subject = [token.email], "Your address at Pipit was changed"
    if user.confirmed_at:
        both.append(user.email)
    return [mail.write(to, subject, "address_changed", name=user.name) for to in both]


def move(letters):
    """Use the link up: a new address, and an end to all links to the one before."""
    token = links.use("address")
    if not token:
        return False
    moved = update(User).where(User.id == token.user_id)
    try:
        db.session.execute(moved.values(email=token.email, confirmed_at=clock.now()))
    except IntegrityError:  # somebody else was first with that address
        return False
    db.session.execute(delete(Token).where(Token.user_id == token.user_id))
    db.session.add_all(letters)
    return True
