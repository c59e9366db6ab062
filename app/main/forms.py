from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.forms import Form, line, trim
from app.limits import NAME_MAX


class NameForm(Form):
    name = StringField(
        "What is your name?",
        [
            InputRequired("Enter a name."),
            Length(max=NAME_MAX, message="A name has at most %(max)d characters."),
            line,
        ],
        [trim],
        render_kw={"autocomplete": "nickname"},
    )
