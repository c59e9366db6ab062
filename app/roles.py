"""What people may do whom the site trusts with more than their own things."""

ROLES = ["user", "moderator", "administrator"]
PERMISSIONS = {
    "moderate": {"moderator", "administrator"},
    "administer": {"administrator"},
}


def may(role, permission):
    return role in PERMISSIONS[permission]
