from datetime import UTC, datetime

from app.limits import POSTS_SHOWN
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


def test_list_has_no_more_than_a_page_shows(app, client):
    ada = make_user(app)
    for number in range(POSTS_SHOWN + 1):
        make_post(app, ada, f"Note {number}.")

    page = client.get("/posts").text

    assert page.count('class="post"') == POSTS_SHOWN
    assert "Note 1." in page
    assert "Note 0." not in page


def test_list_without_posts_says_so(client):
    assert "Nobody has written anything yet." in client.get("/posts").text


def test_list_asks_the_database_once(app, client, statements):
    make_post(app, make_user(app))
    make_post(app, make_user(app))
    statements.clear()

    client.get("/posts")

    assert [statement.split()[0] for statement in statements] == ["SELECT"]
