import re
from pathlib import Path

import pytest
from wtforms import StringField
from wtforms.validators import InputRequired

from app.forms import Form
from app.limits import NAME_MAX
from tests.factories import NEWCOMER

TEMPLATES = Path(__file__).parents[1] / "app/templates"


@pytest.mark.parametrize(
    "name, error", [("", "Choose a name."), ("x" * (NAME_MAX + 1), "more than 30")]
)
def test_field_says_what_is_wrong_and_keeps_what_was_typed(client, name, error):
    answer = client.submit("/register", **NEWCOMER | {"name": name})

    assert answer.status_code == 422
    assert error in answer.text
    assert f'value="{name}"' in answer.text


def test_longest_name_is_taken(client):
    longest = NEWCOMER | {"name": "x" * NAME_MAX}

    assert client.submit("/register", **longest).status_code == 303


def test_page_sets_the_limit_that_the_form_has(client):
    assert f'maxlength="{NAME_MAX}"' in client.get("/register").text


def test_faulty_field_is_marked_and_names_its_error(client):
    page = client.submit("/register", name="").text

    assert "<title>Error: " in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="name-error"' in page
    assert '<p class="field-error" id="name-error">Choose a name.</p>' in page


def test_field_without_fault_is_not_marked(client):
    page = client.get("/register").text

    assert "Error" not in page
    assert "aria-invalid" not in page
    assert "autofocus" not in page


def test_first_faulty_field_takes_the_focus(app):
    class Three(Form):
        left = StringField()
        middle = StringField(validators=[InputRequired()])
        right = StringField(validators=[InputRequired()])

    with app.test_request_context(method="POST"):
        form = Three()
        form.validate()
        text_field = app.jinja_env.get_template("_field.html").module.text_field
        fields = {name: text_field(form, name) for name in form.errors}

    assert "autofocus" in fields["middle"]
    assert "autofocus" not in fields["right"]


def test_form_names_the_address_it_goes_to():
    """Otherwise "#content" comes along, and no field takes the focus."""
    pages = [page.read_text() for page in TEMPLATES.rglob("*.html")]

    forms = [form for page in pages for form in re.findall("<form[^>]*>", page)]

    assert len(forms) > 5
    assert [form for form in forms if "action=" not in form] == []
