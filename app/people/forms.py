from wtforms import BooleanField, SelectField

from app.auth.forms import PasswordForm
from app.roles import ROLES


class PersonForm(PasswordForm):
    """What an administrator changes about somebody, with their own password."""

    role = SelectField("Role", choices=ROLES)
    disabled = BooleanField("Disabled: cannot sign in")
