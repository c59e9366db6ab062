import pytest

from tests.factories import PASSWORD, make_token, make_user


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", email="ada@example.org", confirmed_at=None)


def test_way_leads_from_the_form_to_the_wall_and_through_it(app, client, ada):
    client.submit("/sign-in", email="ada@example.org", password=PASSWORD)
    assert client.get("/account").location == "/confirm"

    client.get(f"/confirm/{make_token(app, ada)}")
    client.submit("/confirm/now")

    assert client.get("/account").status_code == 200


def test_address_where_nothing_is_is_no_wall(client, ada):
    client.sign_in(ada)

    assert client.get("/nowhere").status_code == 404
