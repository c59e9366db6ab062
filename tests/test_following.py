from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from app.extensions import db
from app.follows import routes
from app.models import Follow
from tests import factories
from tests.factories import make_follow, make_user


def follows(app):
    with app.app_context():
        columns = Follow.follower_id, Follow.followed_id
        return [tuple(row) for row in db.session.execute(select(*columns))]


def press(client, address, **arguments):
    form = {"csrf_token": client.token("/")}
    return client.post(address, data=form, **arguments)


def test_one_follows_another(app, client, ada):
    grace = make_user(app, name="grace")
    address = "/people/grace/follow"
    assert f'action="{address}"' in client.get("/people/grace").text

    answer = press(client, address)

    assert "You follow grace." in client.get(answer.headers["Location"]).text
    assert follows(app) == [(ada.id, grace.id)]


def test_following_twice_changes_nothing(app, client, ada):
    grace = make_user(app, name="grace")

    statuses = [press(client, "/people/grace/follow").status_code for _ in range(2)]

    assert statuses == [303, 303]
    assert follows(app) == [(ada.id, grace.id)]


def test_nobody_follows_oneself_or_one_who_is_not_there(app, client, ada):
    gone = make_user(app, name="closed-1", closed_at=ada.created_at)

    for user in ada, gone:
        assert '/follow"' not in client.get(f"/people/{user.name}").text
    assert press(client, f"/people/{ada.name}/follow").status_code == 303
    for name in ["nobody", gone.name]:
        assert press(client, f"/people/{name}/follow").status_code == 404
    assert follows(app) == []


def test_link_follows_nobody(app, client, ada):
    make_user(app, name="grace")

    for word in ["follow", "unfollow"]:
        assert client.get(f"/people/grace/{word}").status_code == 405
    assert follows(app) == []


def test_whoever_closes_the_account_meanwhile_is_not_followed(
    app, client, ada, monkeypatch
):
    gone = make_user(app, name="closed-1", closed_at=ada.created_at)
    monkeypatch.setattr(routes, "named", lambda name: gone)  # as it was found before

    assert press(client, "/people/grace/follow").status_code == 404
    assert follows(app) == []


def test_nobody_is_left_who_follows_a_closed_account(app, client, ada):
    grace = make_user(app, name="grace")
    client.sign_in(grace)
    token = client.token("/account/close")
    form = {"csrf_token": token, "password": factories.PASSWORD}

    with ThreadPoolExecutor(1) as threads:
        closing = threads.submit(client.post, "/account/close", data=form)
        pressed = at_once(app, ada, "/people/grace/follow")

    assert closing.result().status_code == 303
    assert set(pressed) <= {303, 404}
    assert follows(app) == []


def at_once(app, user, address):
    """Press a button eight times in the same moment."""
    barrier = Barrier(8)

    def send(client):
        client.sign_in(user)
        form = {"csrf_token": client.token("/")}
        barrier.wait()
        return client.post(address, data=form).status_code

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(send, [app.test_client() for _ in range(8)]))


def test_following_eight_times_at_once_is_following_once(app, ada):
    grace = make_user(app, name="grace")

    assert at_once(app, ada, "/people/grace/follow") == [303] * 8
    assert follows(app) == [(ada.id, grace.id)]


def test_one_follows_another_no_longer(app, client, ada):
    grace, alan = make_user(app, name="grace"), make_user(app)
    make_follow(app, ada, grace)
    make_follow(app, ada, alan)
    make_follow(app, alan, grace)
    page = client.get("/people/grace").text
    assert 'action="/people/grace/unfollow"' in page
    assert 'action="/people/grace/follow"' not in page

    answer = press(client, "/people/grace/unfollow")

    page = client.get(answer.headers["Location"]).text
    assert "You no longer follow grace." in page
    assert set(follows(app)) == {(ada.id, alan.id), (alan.id, grace.id)}


def test_one_who_is_not_followed_can_be_unfollowed(app, client, ada):
    make_user(app, name="grace")

    assert press(client, "/people/grace/unfollow").status_code == 303
    assert press(client, f"/people/{ada.name}/unfollow").status_code == 303
    assert press(client, "/people/nobody/unfollow").status_code == 404


def test_unfollowing_eight_times_at_once_is_no_fault(app, ada):
    make_follow(app, ada, make_user(app, name="grace"))

    assert at_once(app, ada, "/people/grace/unfollow") == [303] * 8
    assert follows(app) == []


def test_script_gets_the_button_as_it_is_now(app, client, ada):
    make_user(app, name="grace")

    for word, other in [("follow", "unfollow"), ("unfollow", "follow")]:
        answer = press(client, f"/people/grace/{word}", headers={"X-Part": "1"})

        assert answer.status_code == 200
        assert f'action="/people/grace/{other}"' in answer.text
        assert "follow grace." in answer.text
        assert "<html" not in answer.text
    assert "follow grace." not in client.get("/").text
