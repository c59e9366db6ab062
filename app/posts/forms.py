from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.forms import Form, prose, tidy
from app.limits import POST_MAX


class PostForm(Form):
    body = TextAreaField(
        "Your note",
        [
            InputRequired("Write something."),
            Length(max=POST_MAX, message="A post has at most %(max)d characters."),
            prose,
        ],
        [tidy],
        render_kw={"rows": 6},
    )
