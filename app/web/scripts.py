"""Scripts of others, served out of installed packages: none is copied or fetched."""

from importlib.metadata import distribution

from flask import Blueprint, Response, abort, send_file

from app.extensions import moment

FILES = {"moment.js": ("flask-admin", "flask_admin/static/vendor/moment.min.js")}

bp = Blueprint("scripts", __name__, url_prefix="/scripts")


@bp.get("/<name>")
def packaged(name):
    if name not in FILES:
        abort(404)
    package, path = FILES[name]
    file = distribution(package).locate_file(path)
    return send_file(file, mimetype="text/javascript", max_age=3600)


@bp.get("/flask-moment.js")
def flask_moment():
    return Response(moment.flask_moment_js(), mimetype="text/javascript")
