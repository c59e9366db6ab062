from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.forms import Form, prose, tidy
from app.limits import REASON_MAX


class ReportForm(Form):
    body = TextAreaField(
        "What is wrong with it?",
        [
            InputRequired("Say what is wrong with it."),
            Length(max=REASON_MAX, message="At most %(max)d characters."),
            prose,
        ],
        [tidy],
        render_kw={"rows": 4},
    )
