from datetime import UTC, datetime

from tests.factories import make_post, make_user


def test_list_shows_the_newest_post_first(app, client):
    ada = make_user(app, name="ada")
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    make_post(app, ada, "The first note.", created_at=noon)
    make_post(app, make_user(app, name="grace"), "The second note.")

    page = client.get("/posts").text

    assert page.index("The second note.") < page.index("The first note.")
    assert page.index(">grace<") < page.index(">ada<")
    assert "01 November 2026, 12:00 UTC" in page


def test_list_without_posts_says_so(client):
    assert "Nobody has written anything yet." in client.get("/posts").text


def test_post_has_an_address_of_its_own(app, client):
    post = make_post(app, make_user(app, name="ada"), "Rain.")
    make_post(app, make_user(app), "Sun.")

    link = f'href="/posts/{post.id}"'

    assert link in client.get("/posts").text
    page = client.get(f"/posts/{post.id}").text
    assert "<title>A post by ada" in page
    assert "Rain." in page
    assert "Sun." not in page
