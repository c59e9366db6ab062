"""What all forms share."""

from flask import request
from flask_wtf import FlaskForm
from wtforms import ValidationError

from app.text import is_blank, is_line


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form, formdata):
            """Read text alone: Flask-WTF takes an uploaded file or JSON as well."""
            return request.form or None


def trim(text):
    return text and text.strip()


def line(form, field):
    """Refuse what is not one line that people can see."""
    if not is_line(field.data):
        raise ValidationError("This has characters in it that are not text.")
    if is_blank(field.data):
        raise ValidationError("There is nothing to see in this.")
