from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional

from app.auth.forms import LONG, PasswordForm
from app.forms import Form, line, trim
from app.limits import ABOUT_MAX, PLACE_MAX
from app.roles import ROLES


class ProfileForm(Form):
    about = StringField(
        "About you", [Optional(), Length(max=ABOUT_MAX, message=LONG), line], [trim]
    )
    place = StringField(
        "Where you live",
        [Optional(), Length(max=PLACE_MAX, message=LONG), line],
        [trim],
    )


class PersonForm(PasswordForm):
    """What an administrator changes about somebody, with their own password."""

    role = SelectField("Role", choices=ROLES)
    disabled = BooleanField("Disabled: cannot sign in")
