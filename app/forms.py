"""What all forms share."""

from flask import request
from flask_wtf import FlaskForm


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form, formdata):
            """Read text alone: Flask-WTF takes an uploaded file or JSON as well."""
            return request.form or None
