"""What an administrator changes about somebody else."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import delete, select

from app import clock, pages
from app.auth.guesses import knows
from app.auth.rights import needs
from app.extensions import db
from app.models import Login, Token, User
from app.models.user import is_open
from app.people.forms import PersonForm
from app.people.routes import bp


@bp.route("/people/<name>/edit", methods=["GET", "POST"])
@needs("administer")
def edit(name):
    person = another(name)
    form = PersonForm(obj=person)
    if form.validate_on_submit() and may_change(form, person):
        change(person.id, form)
        flash(f"{person.name} is changed.", "success")
        return redirect(url_for("people.show", name=person.name), 303)
    page = render_template("people/edit.html", form=form, person=person)
    return page, 422 if form.errors else 200


def another(name):
    """Read somebody who is not the one who asks: nobody shuts themselves out."""
    disabled = User.disabled_at.is_not(None).label("disabled")
    columns = User.id, User.name, User.role, User.about, User.place
    query = select(*columns, User.confirmed_at, disabled)
    person = pages.one(query.where(User.name == name, is_open()))
    if person.id == current_user.id:
        abort(403, "Ask another administrator to change this about you.")
    return person


def may_change(form, person):
    """Say whether the role can be given and the password is right, in the form too."""
    if form.role.data != "user" and not person.confirmed_at:
        form.role.errors = ["The address of this account is not confirmed."]
    elif not knows(current_user._get_current_object(), form.password.data):
        form.password.errors = ["This is not your password."]
    return not form.errors


def change(user_id, form):
    user = db.session.get(User, user_id, with_for_update=True)
    user.about, user.place = form.about.data, form.place.data
    user.role = form.role.data
    user.disabled_at = (user.disabled_at or clock.now()) if form.disabled.data else None
    if user.disabled_at:
        for begun in Login, Token:
            db.session.execute(delete(begun).where(begun.user_id == user_id))
    words = user_id, user.role, user.disabled_at, current_user.id
    db.session.commit()
    current_app.logger.info("user %s: role %s, disabled %s, by user %s", *words)
