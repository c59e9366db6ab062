import pytest

from app import create_app
from app.passwords import hashed, matches
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


def test_nothing_matches_where_there_is_no_password():
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
