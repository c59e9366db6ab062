"""The names that people go by: each stands for one person, and looks it."""

import re

from app.limits import NAME_MAX, NAME_MIN

SHAPE = re.compile(rf"[a-z0-9_]{{{NAME_MIN},{NAME_MAX}}}")
RESERVED = frozenset(
    """
    abuse account accounts admin administrator admins all anonymous api auth
    billing contact demo everybody everyone everything explore feed followers
    following guest hashtag help home hostmaster info legal login logout mail
    main me moderator moderators mods news nobody none notifications null
    official pipit postmaster privacy register root search security self
    settings sign_in sign_out signin signout signup somebody someone staff
    static status support system team terms test undefined user users
    webmaster www you
    """.split()
)


def fault(name):
    """Say what is wrong with `name`, None if nothing is."""
    if not SHAPE.fullmatch(name):
        return (
            f"A name has {NAME_MIN} to {NAME_MAX} characters: "
            "small letters from a to z, digits and _."
        )
    if name.strip("_") in RESERVED:
        return "This name is reserved. Choose another."
    return None
