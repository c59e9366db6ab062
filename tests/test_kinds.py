from itertools import permutations

import pytest

from app.models.token import LIFETIMES
from tests.factories import make_token, make_user


@pytest.mark.parametrize("kind, other", list(permutations(LIFETIMES, 2)))
def test_link_of_one_kind_is_dead_as_another(app, client, kind, other):
    secret = make_token(app, make_user(app), kind)

    assert client.get(f"/{other}/{secret}").status_code == 410
    with client.session_transaction() as session:
        session[other] = secret
    assert client.get(f"/{other}/now").status_code == 410
    assert client.get(f"/{kind}/{secret}").status_code == 303
