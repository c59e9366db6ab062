from flask import Blueprint, render_template
from flask_login import current_user, login_required

from app import pages
from app.models.notification import news_for

bp = Blueprint("news", __name__, url_prefix="/news")


@bp.get("")
@login_required
def index():
    page = pages.read(news_for(current_user.id, pages.asked()))
    return render_template("news/index.html", page=page)
