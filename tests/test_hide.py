import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Post
from tests.factories import make_follow, make_post, make_reply, make_tag, make_user


@pytest.fixture
def moderator(app):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.sign_in(make_user(app, name="alan", role="moderator"))
    return client


@pytest.fixture
def posts(app, ada):
    """A post with a reply; what each says is bad, and stands in every kind of list."""
    grace = make_user(app, name="grace")
    make_follow(app, ada, grace)
    post = make_post(app, grace, "bad")
    reply = make_reply(app, grace, post, "worse")
    for row in post, reply:
        make_tag(app, row, "tea")
    return post, reply


def pages(post, reply):
    lists = ["/", "/posts", "/people/grace", "/tags/tea"]
    return lists + [f"/posts/{row.id}" for row in (post, reply)]


def test_hidden_post_is_nowhere(app, client, posts, moderator):
    post, reply = posts
    readers = [client, app.test_client(), moderator]
    assert all("bad" in client.get(page).text for page in pages(*posts)[:-1])

    for row in posts:
        assert moderator.post(f"/posts/{row.id}/hide").location == "/reports"

    for reader in readers:
        for page in pages(*posts):
            text = reader.get(page).text
            assert "<p>bad" not in text, page
            assert "<p>worse" not in text, page
    for row in posts:
        for word in ["", "/reply", "/edit", "/delete", "/like", "/unlike"]:
            address = f"/posts/{row.id}{word}"
            for answer in [client.get(address), client.post(address)]:
                assert answer.status_code in (404, 405)


def test_hidden_post_can_be_shown_again(app, client, posts, moderator):
    post, reply = posts
    for word in ["hide", "hide", "unhide", "unhide"]:
        for row in posts:
            moderator.post(f"/posts/{row.id}/{word}")

    assert all("bad" in client.get(page).text for page in pages(*posts)[:-1])
    assert "worse" in client.get(f"/posts/{post.id}").text
    assert ">worse" not in client.get("/posts").text


def test_hidden_reply_is_not_counted(app, posts, moderator):
    post, reply = posts
    counts = []

    for word in ["hide", "hide", "unhide", "unhide"]:
        moderator.post(f"/posts/{reply.id}/{word}")
        with app.app_context():
            query = select(Post.reply_count).where(Post.id == post.id)
            counts.append(db.session.scalar(query))

    assert counts == [0, 0, 1, 1]


def test_moderators_see_what_is_hidden(app, posts, moderator, caplog):
    caplog.set_level("INFO")
    moderator.post(f"/posts/{posts[0].id}/hide")

    page = moderator.get("/hidden").text

    assert "<p>bad" in page
    assert "<p>worse" not in page
    assert f'action="/posts/{posts[0].id}/unhide"' in page
    assert f"post {posts[0].id} is hidden, by user" in caplog.text


def test_author_cannot_bring_it_back(app, client, posts, moderator):
    post = posts[0]
    moderator.post(f"/posts/{post.id}/hide")
    with app.app_context():
        author = db.session.get(Post, post.id).author_id
    client = app.test_client()
    client.sign_in(type("User", (), {"id": author}))

    for word in ["edit", "unhide"]:
        client.post(f"/posts/{post.id}/{word}", data={"body": "good"})

    with app.app_context():
        kept = db.session.get(Post, post.id)
    assert (kept.body, kept.listed) == ("bad", False)
    assert kept.hidden_at


def test_author_deletes_what_is_hidden_for_good(app, posts, moderator):
    post, reply = posts
    author = app.test_client()
    author.sign_in(type("User", (), {"id": post.author_id}))
    moderator.post(f"/posts/{reply.id}/hide")
    assert "worse" in author.get(f"/posts/{reply.id}/delete").text

    author.post(f"/posts/{reply.id}/delete")
    moderator.post(f"/posts/{reply.id}/unhide")

    assert "worse" not in moderator.get("/hidden").text
    with app.app_context():
        left = db.session.get(Post, reply.id)
        assert (left.body, left.listed, left.hidden_at) == ("", False, None)
        assert db.session.get(Post, post.id).reply_count == 0


def test_author_finds_what_is_hidden(app, client, posts, ada, moderator):
    author = app.test_client()
    author.sign_in(type("User", (), {"id": posts[0].author_id}))
    assert "Hidden posts" not in author.get("/people/grace").text

    for row in posts:
        moderator.post(f"/posts/{row.id}/hide")

    text = author.get("/people/grace").text
    for row, words in zip(posts, ["<p>bad", "<p>worse"], strict=True):
        assert words in text
        assert f'href="/posts/{row.id}/delete"' in text
    for address in ["/people/grace?before=9999", f"/people/{ada.name}"]:
        assert "Hidden posts" not in author.get(address).text
    for reader in [client, app.test_client(), moderator]:
        assert "Hidden posts" not in reader.get("/people/grace").text


def test_only_who_may_sees_the_button(client, posts, moderator):
    address = f"/posts/{posts[0].id}"

    assert f'action="{address}/hide"' in moderator.get(address).text
    assert "/hide" not in client.get(address).text
    assert 'href="/reports"' not in client.get(address).text
