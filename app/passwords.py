"""Passwords are kept as hashes: they can be compared, and not read."""

from unicodedata import normalize

from flask import current_app
from werkzeug.security import check_password_hash, generate_password_hash


def hashed(password):
    """Return what to keep of `password`. Slow on purpose: never in a transaction."""
    method = current_app.config["PASSWORD_HASH"]
    return generate_password_hash(same(password), method)


def matches(password_hash, password):
    """Say whether `password` is the one; as slow as making the hash was."""
    return bool(password_hash) and check_password_hash(password_hash, same(password))


def same(password):
    """Return `password` in the one form that all keyboards lead to."""
    return normalize("NFKC", password)
