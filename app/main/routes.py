from flask import Blueprint, current_app, render_template

from app.main.forms import NameForm

bp = Blueprint("main", __name__)


@bp.route("/", methods=["GET", "POST"])
def index():
    form = NameForm()
    name = form.name.data if form.validate_on_submit() else None
    return render_template("main/index.html", form=form, name=name)


@bp.get("/hello/<name>")
def hello(name):
    current_app.logger.info("said hello to %r", name)  # %r keeps it on one line
    return render_template("main/hello.html", name=name)
