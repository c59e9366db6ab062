import pytest

from app.models import User
from app.roles import PERMISSIONS, ROLES

MAY = {
    "user": [],
    "moderator": ["moderate"],
    "administrator": ["moderate", "administer"],
}


@pytest.mark.parametrize("role", ROLES)
def test_role_says_what_somebody_may_do(role):
    user = User(role=role)

    assert [word for word in PERMISSIONS if user.may(word)] == MAY[role]


def test_unknown_role_may_do_nothing():
    assert not any(User(role="king").may(word) for word in PERMISSIONS)


def test_misspelt_permission_is_no_permission_but_a_fault():
    with pytest.raises(KeyError):
        User(role="user").may("admnister")
