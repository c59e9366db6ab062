"""What all forms share."""

from flask import request
from flask_wtf import FlaskForm
from wtforms import ValidationError

from app.text import fault, in_line, tidied


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form, formdata):
            """Read text alone: Flask-WTF takes an uploaded file or JSON as well."""
            return request.form or None


def trim(text):
    return text and text.strip()


def tidy(text):
    return text and tidied(text)


def line(form, field):
    """Refuse what is not one line that people can see."""
    refuse_unseen(field.data)


def prose(form, field):
    """Refuse what is not text, of one line or more, that people can see."""
    refuse_unseen(in_line(field.data))


def refuse_unseen(text):
    found = fault(text)
    if found:
        raise ValidationError(found)
