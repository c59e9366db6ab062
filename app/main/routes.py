from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    session,
    url_for,
)

from app.main.forms import NameForm

bp = Blueprint("main", __name__)


@bp.route("/", methods=["GET", "POST"])
def index():
    form = NameForm()
    if form.validate_on_submit():
        session["name"] = form.name.data
        flash(f"Nice to meet you, {form.name.data}.", "success")
        return redirect(url_for("main.index"), 303)
    page = render_template("main/index.html", form=form, name=session.get("name"))
    return page, 422 if form.errors else 200


@bp.get("/hello/<name>")
def hello(name):
    current_app.logger.info("said hello to %r", name)  # %r keeps it on one line
    return render_template("main/hello.html", name=name)
