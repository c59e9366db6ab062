import pytest

from app.clock import now
from tests.factories import make_follow, make_post, make_reply, make_tag, make_user


@pytest.fixture
def places(app, ada):
    """Everywhere that a post of grace could stand; what she says is bad."""
    grace = make_user(app, name="grace")
    make_follow(app, ada, grace)
    when = {"hidden_at": now(), "listed": False}
    fine = make_post(app, grace, "fine")
    posts = [make_post(app, grace, "bad", **when), fine, make_reply(app, grace, fine)]
    for post in posts:
        make_tag(app, post, "tea")
    return posts[0], ["/", "/posts", "/people/grace", "/tags/tea"]


def test_hidden_post_is_nowhere(app, client, places):
    post, lists = places

    for reader in client, app.test_client():
        for page in lists:
            text = reader.get(page).text
            assert "<p>bad" not in text, page
            assert "<p>fine" in text or page == "/", page
        for word in ["", "/reply", "/edit", "/delete"]:
            assert reader.get(f"/posts/{post.id}{word}").status_code in (303, 404)
