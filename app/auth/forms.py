from wtforms import (
    EmailField,
    PasswordField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from app import names, passwords
from app.addresses import normalise
from app.forms import Form, line, trim
from app.limits import ADDRESS_MAX, CODE_MAX, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN

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


def account_name(form, field):
    fault = names.fault(field.data)
    if fault:
        raise ValidationError(fault)


def mail_address(form, field):
    try:
        normalise(field.data)
    except ValueError as error:
        raise ValidationError("We cannot write to this address.") from error


def new_password(form, field):
    fault = passwords.fault(field.data, form.name.data or "", form.email.data or "")
    if fault:
        raise ValidationError(fault)


class SignInForm(Form):
    email = EmailField(
        "Mail address", ADDRESS, [normal], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        "Password", PASSWORD, render_kw={"autocomplete": "current-password"}
    )


class RegistrationForm(Form):
    name = StringField(
        "Name, for others to see",
        [
            InputRequired("Choose a name."),
            Length(max=NAME_MAX, message=LONG),
            account_name,
        ],
        [trim],
        render_kw={"autocomplete": "nickname", "autocapitalize": "none"},
    )
    email = EmailField(
        "Mail address, for nobody to see",
        [*ADDRESS, mail_address],
        [normal],
        render_kw={"autocomplete": "email"},
    )
    password = PasswordField(
        f"Password, {PASSWORD_MIN} characters or more",
        [*PASSWORD, line, new_password],
        render_kw={"autocomplete": "new-password"},
    )


class AddressForm(Form):
    email = EmailField(
        "New mail address",
        [*ADDRESS, mail_address],
        [normal],
        render_kw={"autocomplete": "email"},
    )
    password = PasswordField(
        "Your password", PASSWORD, render_kw={"autocomplete": "current-password"}
    )


def choice():
    return PasswordField(
        f"New password, {PASSWORD_MIN} characters or more",
        [
            InputRequired("Enter a new password."),
            Length(max=PASSWORD_MAX, message=LONG),
            line,
        ],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(Form):
    password = PasswordField(
        "Your password so far", PASSWORD, render_kw={"autocomplete": "current-password"}
    )
    new_password = choice()


class ForgottenForm(Form):
    email = EmailField(
        "Mail address",
        [*ADDRESS, mail_address],
        [normal],
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(Form):
    new_password = choice()


def fits(*known):
    """Return a rule for the new password of somebody of whom `known` is known."""

    def check(form, field):
        fault = passwords.fault(field.data, *known)
        if fault:
            raise ValidationError(fault)

    return check


class CodeForm(Form):
    code = StringField(
        "Code",
        [
            InputRequired("Enter the code that your telephone shows."),
            Length(max=CODE_MAX, message=LONG),
            line,
        ],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class PasswordForm(Form):
    password = PasswordField(
        "Your password", PASSWORD, render_kw={"autocomplete": "current-password"}
    )


class EndSessionsForm(PasswordForm):
    ends = SelectMultipleField(
        "Which are to end?",
        [InputRequired("Choose one or more.")],
        coerce=int,
    )


class ProveFactorForm(CodeForm, PasswordForm):
    """What puts a second factor in force."""
