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
