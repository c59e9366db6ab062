"""Static files whose address changes with their content, so that they may be kept."""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app, request


def init_app(app):
    app.url_defaults(add_version)
    app.after_request(keep_versioned)


def add_version(endpoint, values):
    """Add `?v=` and the version to the address of a static file, Bootstrap's too."""
    if endpoint.rpartition(".")[2] == "static":
        values["v"] = version(endpoint, values["filename"])


def version(endpoint, filename):
    """Return the digest of a file under a static endpoint, None if there is none."""
    owner = current_app.blueprints.get(endpoint.rpartition(".")[0], current_app)
    file = os.path.join(owner.static_folder, filename)
    try:
        return digest(file, os.stat(file).st_mtime_ns)
    except OSError:
        return None


@cache
def digest(file, modified_ns):
    """Return 12 hex digits of `file`, read again only when it was modified."""
    return sha256(Path(file).read_bytes()).hexdigest()[:12]


def keep_versioned(response):
    """Let a static file be kept for a year, but only under its own version."""
    asked = request.args.get("v")
    if asked and response.status_code == 200 and request.endpoint.endswith("static"):
        if asked == version(request.endpoint, request.view_args["filename"]):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
