import pytest

from tests.factories import make_user

ROUTES = ["/posts/{}"]
ROUTES += [f"/posts/{{}}/{word}" for word in ["edit", "delete", "reply", "report"]]
ODD = ["0", "x", "1%20", "9" * 19]  # of all that is odd, tests/test_pages.py knows


@pytest.mark.parametrize("route", ROUTES)
def test_odd_id_is_not_found(app, client, route):
    client.sign_in(make_user(app))
    for odd in [*ODD, 2**63, 2**63 - 1, 2**31]:
        assert client.get(route.format(odd)).status_code == 404, odd
