from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from app.addresses import normalise
from app.forms import Form, line
from app.limits import ADDRESS_MAX, PASSWORD_MAX

LONG = "This has more than %(max)d characters."
ADDRESS = [
    InputRequired("Enter your address."),
    Length(max=ADDRESS_MAX, message=LONG),
    line,
]
PASSWORD = [
    InputRequired("Enter your password."),
    Length(max=PASSWORD_MAX, message=LONG),
]


def normal(text):
    """Write an address in its one way. What is none stays, to be shown again."""
    try:
        return text and normalise(text)
    except ValueError:
        return text.strip()


class SignInForm(Form):
    email = EmailField(
        "Mail address", ADDRESS, [normal], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        "Password", PASSWORD, render_kw={"autocomplete": "current-password"}
    )
