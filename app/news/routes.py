from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from app import ids, pages
from app.extensions import db
from app.models.notification import news_for, see_news

bp = Blueprint("news", __name__, url_prefix="/news")


@bp.get("")
@login_required
def index():
    page = pages.read(news_for(current_user.id, pages.asked()))
    return render_template("news/index.html", page=page)


@bp.post("/seen")
@login_required
def seen():
    last_id = ids.parsed(request.form.get("last", "")) or abort(400, "Up to which?")
    db.session.execute(see_news(current_user.id, last_id))
    db.session.commit()
    flash("You have seen your news.", "success")
    return redirect(url_for("news.index"), 303)
