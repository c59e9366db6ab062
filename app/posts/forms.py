from flask_pagedown.fields import PageDownField
from wtforms import SubmitField
from wtforms.validators import InputRequired, Length

from app.forms import Form, prose, tidy
from app.limits import POST_MAX


class PostForm(Form):
    body = PageDownField(
        "Your note",
        [
            InputRequired("Write something."),
            Length(max=POST_MAX, message="A post has at most %(max)d characters."),
            prose,
        ],
        [tidy],
        id="flask-pagedown-body",  # its widget writes that; the label must know it
        render_kw={"only_input": True, "rows": 6},
    )
    preview = SubmitField("Preview")
