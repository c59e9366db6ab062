"""A program may keep what it has read, if it asks each time whether it still holds."""

from flask import request

from app.api.bearer import bp


@bp.after_request
def mark(response):
    """Mark what is read with its ETag; answer 304 to whoever has that already."""
    if response.status_code == 200 and request.method in {"GET", "HEAD"}:
        response.cache_control.no_cache = True  # to keep, and to ask before each use
        response.vary.add("Authorization")
        response.add_etag()
        response.make_conditional(request)
    return response
