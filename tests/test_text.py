import pytest
from wtforms import StringField
from wtforms.validators import InputRequired

from app import create_app
from app.forms import Form, line, trim
from app.text import is_line
from config import TestingConfig

UNFIT = ["a\0b", "\x1b[31m", "a\x7fb", "a\nb", "a\r\nb", "a\tb", "a\u2028b", "a\u2029b"]
BLANK = ["", " ", "\t\n", "\u00a0\u3000", "\u200b", "\u200d\u2060", "\u202e", "\ufeff"]
NAMES = ["O'Neil", "Zoë", "李小龍", "नमस्ते", "می\u200cخواهم", "👩\u200d👩\u200d👧"]


@pytest.fixture(scope="module")
def errors():
    """Look over a form with a field for one line; no database is asked."""
    app = create_app(TestingConfig, WTF_CSRF_ENABLED=False)

    class OneLine(Form):
        text = StringField("", [InputRequired(), line], [trim])

    def errors(text):
        with app.test_request_context(method="POST", data={"text": text}):
            form = OneLine()
            form.validate()
            return form.text.errors

    return errors


@pytest.mark.parametrize("name", UNFIT)
def test_name_that_is_no_line_is_refused(errors, name):
    assert errors(name) == ["This has characters in it that are not text."]


@pytest.mark.parametrize("name", BLANK)
def test_name_with_nothing_to_see_is_refused(errors, name):
    assert errors(name)


@pytest.mark.parametrize("name", NAMES)
def test_name_of_any_script_is_taken(errors, name):
    assert not errors(name)


@pytest.mark.parametrize("name", [" Ada ", " " * 50 + "Ada\u3000\n"])
def test_spaces_around_a_name_do_not_count(name):
    assert trim(name) == "Ada"


def test_bytes_in_a_part_that_are_no_text_are_refused(client):
    head = 'Content-Disposition: form-data; name="email"\r\n\r\n'

    answer = client.post(
        "/sign-in",
        data=f"--x\r\n{head}".encode() + b"\xed\xa0\x80\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": client.token("/sign-in")},
    )

    assert answer.status_code == 422
    assert "not text" in answer.text


@pytest.mark.parametrize("half", ["\ud800", "a\udfff", "\udc80"])
def test_half_a_character_is_no_line(half):
    assert not is_line(half)
