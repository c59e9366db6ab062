"""What people say of themselves."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import update

from app.extensions import db
from app.models import User
from app.people.forms import ProfileForm
from app.people.routes import bp


@bp.route("/profile", methods=["GET", "POST"])
@login_required
def own():
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        texts = {"about": form.about.data, "place": form.place.data}
        db.session.execute(update(User).filter_by(id=current_user.id).values(texts))
        db.session.commit()
        flash("Your profile is changed.", "success")
        return redirect(url_for("people.own"), 303)
    page = render_template("people/own.html", form=form)
    return page, 422 if form.errors else 200
