"""What readers say should be looked at."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy.exc import IntegrityError

from app import clock, pages, timeline
from app.extensions import db
from app.models import Report
from app.moderation.forms import ReportForm
from app.moderation.routes import bp
from app.throttle import Bound, take

OF_ACCOUNT = Bound("report by an account", 20, timedelta(hours=1))


@bp.route("/posts/<id:post_id>/report", methods=["GET", "POST"])
@login_required
def report(post_id):
    post, form = pages.one(timeline.one(current_user.id, post_id)), ReportForm()
    if post.author_id == current_user.id:
        abort(403, "This is your own post: you can delete it.")
    if form.validate_on_submit():
        take((OF_ACCOUNT, current_user.id))
        is_new = keep(post.id, form.body.data)
        said = "Somebody will look at it." if is_new else "You have said so before."
        flash(f"Thank you. {said}", "success")
        return redirect(url_for("posts.show", post_id=post.id), 303)
    page = render_template("moderation/report.html", post=post, form=form)
    return page, 422 if form.errors else 200


def keep(post_id, reason):
    """Keep a report. Return False for one who has reported that post before."""
    who = {"post_id": post_id, "reporter_id": current_user.id}
    db.session.add(Report(**who, reason=reason, created_at=clock.now()))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
