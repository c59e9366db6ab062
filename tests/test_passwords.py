import pytest

from app import create_app
from app.limits import PASSWORD_MAX, PASSWORD_MIN
from app.passwords import COMMON, fault, hashed, matches
from config import Config, TestingConfig

PASSWORD = "small bird 鳥 🐦"


@pytest.fixture
def context():
    app = create_app(TestingConfig)
    with app.app_context():
        yield app


def test_password_cannot_be_read_from_its_hash(context):
    kept = hashed(PASSWORD)

    assert kept.startswith("scrypt:")
    assert PASSWORD not in kept


def test_one_password_has_many_hashes(context):
    assert hashed(PASSWORD) != hashed(PASSWORD)


def test_only_the_password_matches(context):
    kept = hashed(PASSWORD)

    assert matches(kept, PASSWORD)
    for other in ["", PASSWORD.upper(), PASSWORD + " ", kept]:
        assert not matches(kept, other)


def test_nothing_matches_where_there_is_no_password(context):
    assert not matches(None, "")
    assert not matches("", "")


def test_password_of_another_keyboard_is_the_same(context):
    assert matches(hashed("Zo\u00eb at the zoo"), "Zoe\u0308 at the zoo")


def test_hash_that_was_made_by_older_settings_still_matches(context):
    kept = hashed(PASSWORD)
    context.config["PASSWORD_HASH"] = "scrypt:256:1:1"

    assert matches(kept, PASSWORD)
    assert not hashed(PASSWORD).startswith(kept.split("$")[0])


def test_hash_is_cheap_in_tests_alone():
    assert Config.PASSWORD_HASH == "scrypt:32768:8:1"
    assert TestingConfig.PASSWORD_HASH == "scrypt:128:1:1"


@pytest.mark.parametrize(
    "password",
    [
        "x" * PASSWORD_MIN,
        "x" * PASSWORD_MAX,
        "鳥" * PASSWORD_MAX,
        "a b c d ",
        "'; -- \\ %",
    ],
)
def test_password_of_any_characters_is_taken(password):
    assert fault(password) is None


@pytest.mark.parametrize("length", [0, PASSWORD_MIN - 1, PASSWORD_MAX + 1, 10**6])
def test_password_of_another_length_is_refused(length):
    assert "8 to 128 characters" in fault("x" * length)


@pytest.mark.parametrize("password", ["password", "PassWord", "12345678", "iloveyou"])
def test_password_that_everybody_tries_is_refused(password):
    assert "anybody" in fault(password)


def test_three_thousand_passwords_are_refused():
    assert len(COMMON) == 3000
    assert all(fault(password) for password in COMMON)


@pytest.mark.parametrize("password", ["ada_lovelace", "Ada_Lovelace1843", "1ada@a.org"])
def test_password_that_is_hardly_more_than_a_name_is_refused(password):
    assert "without your name" in fault(password, "ada_lovelace", "ada@a.org")


def test_name_inside_a_longer_password_is_no_fault():
    assert fault("canadian winters", "ada") is None
