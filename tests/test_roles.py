import pytest

from app.auth.logins import Nobody
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


@pytest.mark.parametrize("who", [Nobody(), User(role="king")])
def test_unknown_people_and_unknown_roles_may_do_nothing(who):
    assert not any(who.may(word) for word in PERMISSIONS)


@pytest.mark.parametrize("who", [Nobody(), User(role="user")])
def test_misspelt_permission_is_no_permission_but_a_fault(who):
    with pytest.raises(KeyError):
        who.may("admnister")
