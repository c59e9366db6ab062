"""The part of the site that programs use: they want JSON, and have no session."""

from flask import json, request

PREFIX = "/api"
PROBLEM = "application/problem+json"


def ask():
    """Say whether a program asks."""
    return request.path.startswith(f"{PREFIX}/")


def problem(error, reason):
    """Return in the form of RFC 9457 what is wrong."""
    return json.dumps(
        {"status": error.code, "title": error.name, "detail": reason}, indent=2
    )
