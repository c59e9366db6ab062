from wtforms import BooleanField

from app.auth.forms import PasswordForm


class PersonForm(PasswordForm):
    """What an administrator changes about somebody, with their own password."""

    disabled = BooleanField("Disabled: cannot sign in")
