from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.limits import NAME_MAX


class NameForm(FlaskForm):
    name = StringField(
        "What is your name?",
        [
            InputRequired("Enter a name."),
            Length(max=NAME_MAX, message="A name has at most %(max)d characters."),
        ],
        render_kw={"autocomplete": "nickname"},
    )
