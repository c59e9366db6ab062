import pytest

from app.demo import PEOPLE
from app.limits import NAME_MAX, NAME_MIN
from app.names import fault

MISSHAPEN = """
    ab Ada ADA adA ada-l ada.l ada@l a/da ../ada <ada> %61da ada! zoë аda
    ɑda ａda aﬁ ada\u200b \u202eada K\u212ael
""".split()
SPACED = ["", "   ", " ada", "ada ", "ad a", "ada\n", "ada\r\nlovelace", "ada\0"]


@pytest.mark.parametrize("name", MISSHAPEN + SPACED + ["x" * (NAME_MAX + 1)])
def test_name_of_another_shape_is_refused(name):
    assert "small letters" in fault(name)


@pytest.mark.parametrize("name", ["admin", "root", "api", "_admin", "support__"])
def test_reserved_name_is_refused(name):
    assert "reserved" in fault(name)


@pytest.mark.parametrize(
    "name", ["x" * NAME_MIN, "x" * NAME_MAX, "ada_lovelace", "007", "___", *PEOPLE]
)
def test_name_is_taken(name):
    assert fault(name) is None
