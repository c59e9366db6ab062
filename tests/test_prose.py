import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, TextAreaField

from app.forms import prose, tidy
from app.text import tidied

GOOD = ["a\nb", "a\tb", "a\r\n\r\nb", "\n    code", "a\u2028b", "👩\u200d👩\u200d👧"]
UNFIT = ["a\0b", "\x1b[31m", "a\x7f", "\ud800", "a\ufffd"]
BLANK = ["\n", " \n\t\r\n ", "\u00a0\n\u3000", "\u200b\n\u200d", "\u202e", "\ufeff\t"]


class Note(Form):
    body = TextAreaField("Note", [prose], [tidy])


def taken(text):
    return Note(MultiDict({"body": text})).validate()


@pytest.mark.parametrize("text", GOOD)
def test_text_of_some_lines_is_taken(text):
    assert taken(text)


@pytest.mark.parametrize("text", UNFIT + BLANK)
def test_text_that_nobody_can_read_is_refused(text):
    assert not taken(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\r\n\n    code\n    more  \n\n ", "    code\n    more"),
        ("a  \n\n\nb", "a  \n\n\nb"),
        (" \n ", ""),
    ],
)
def test_lines_are_tidied(typed, kept):
    assert tidied(typed) == kept
