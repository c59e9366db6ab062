"""Passwords are kept as hashes: they can be compared, and not read."""

from unicodedata import normalize

from flask import current_app
from werkzeug.security import check_password_hash, generate_password_hash
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.limits import PASSWORD_MAX, PASSWORD_MIN

COMMON = frozenset(
    [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= PASSWORD_MIN][:3000]
)


def fault(password, *known):
    """Say what is wrong with a new password; `known` is its owner's name, or more."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        return f"A password has {PASSWORD_MIN} to {PASSWORD_MAX} characters."
    folded = same(password).casefold()
    if folded in COMMON:
        return "This is one of the first passwords that anybody would try."
    for word in known:
        folded = folded.replace(word, "")
    if len(folded) < PASSWORD_MIN:
        return "This is too short without your name in it."
    return None


def hashed(password):
    """Return what to keep of `password`. Slow on purpose: never in a transaction."""
    method = current_app.config["PASSWORD_HASH"]
    return generate_password_hash(same(password), method)


def matches(password_hash, password):
    """Say whether `password` is the one; where there is none, no, and as slowly."""
    kept = password_hash or f"{current_app.config['PASSWORD_HASH']}$nobody$none"
    return check_password_hash(kept, same(password))


def same(password):
    """Return `password` in the one form that all keyboards lead to."""
    return normalize("NFKC", password)
