from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional

from app.auth.forms import LONG, PasswordForm
from app.forms import Form, line, trim
from app.limits import ABOUT_MAX, PLACE_MAX
from app.roles import ROLES


def words(label, most):
    """Return a field for a line that may be left out."""
    return StringField(
        label, [Optional(), Length(max=most, message=LONG), line], [trim]
    )


class ProfileForm(Form):
    about = words("About you", ABOUT_MAX)
    place = words("Where you live", PLACE_MAX)


class PersonForm(PasswordForm):
    """What an administrator changes about somebody, with their own password."""

    about = words("About this person", ABOUT_MAX)
    place = words("Where they live", PLACE_MAX)
    role = SelectField("Role", choices=ROLES)
    disabled = BooleanField("Disabled: cannot sign in")
