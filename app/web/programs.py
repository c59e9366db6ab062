"""The part of the site that programs use: they want JSON, and have no session."""

from flask import json, request

PREFIX = "/api"
PROBLEM = "application/problem+json"


def ask():
    """Say whether a program asks."""
    return request.path.startswith(f"{PREFIX}/")


def problem(error, reason, **more):
    """Return in the form of RFC 9457 what is wrong."""
    told = {"status": error.code, "title": error.name, "detail": reason}
    return json.dumps(told | more, indent=2)
