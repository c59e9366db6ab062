"""The page that asks for a code, after the password."""

from flask import flash, redirect, render_template, url_for

from app.auth import links, second_step
from app.auth.forms import CodeForm
from app.auth.onward import after_sign_in
from app.auth.routes import bp
from app.extensions import db


@bp.route("/sign-in/code", methods=["GET", "POST"])
def code():
    token = links.followed(second_step.KIND)
    if not token:
        flash("Begin with your password.", "info")
        return redirect(url_for("auth.sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        if second_step.finish(token.user_id, form.code.data):
            db.session.commit()
            flash("Welcome back.", "success")
            return redirect(after_sign_in(), 303)
        form.code.errors = ["This is not the code, or it was used already."]
    page = render_template("auth/code.html", form=form)
    return page, 422 if form.errors else 200
