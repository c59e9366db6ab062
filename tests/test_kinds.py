from itertools import permutations

import pytest

from app.models.token import LIFETIMES
from tests.factories import make_token, make_user

PAGES = {kind: f"/{kind}/now" for kind in LIFETIMES} | {"second-step": "/sign-in/code"}


def opens(client, kind, secret):
    with client.session_transaction() as session:
        session[kind] = secret
    return client.get(PAGES[kind]).status_code == 200


@pytest.mark.parametrize("kind, other", list(permutations(LIFETIMES, 2)))
def test_secret_of_one_kind_opens_no_other(app, client, kind, other):
    secret = make_token(app, make_user(app), kind)

    assert not opens(client, other, secret)
    assert opens(client, kind, secret)


@pytest.mark.parametrize("kind", LIFETIMES)
@pytest.mark.parametrize("link", ["address", "confirm", "reset"])
def test_link_of_one_kind_is_dead_as_another(app, client, kind, link):
    secret = make_token(app, make_user(app), kind)

    status = client.get(f"/{link}/{secret}").status_code

    assert status == (303 if link == kind else 410)
