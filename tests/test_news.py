import re

from app.limits import ROWS_SHOWN
from tests.factories import make_notification, make_post, make_user


def notes(page):
    """Return who did what, as a screen reader would say it."""
    items = re.findall(r'"note-words">(.*?)</span>', page, re.DOTALL)
    return [" ".join(re.sub("<.+?>", " ", item).split()) for item in items]


def test_news_say_who_did_what(app, client, ada):
    grace, post = make_user(app, name="grace"), make_post(app, ada)
    for kind, about in [("follow", None), ("like", post), ("reply", post)]:
        make_notification(app, ada, grace, kind, about)
        make_notification(app, grace, ada, kind, about)

    page = client.get("/news").text

    said = ["grace answered you", "grace likes what you wrote", "grace follows you"]
    assert notes(page) == said
    assert page.count(f'href="/posts/{post.id}"') == 2


def test_no_news_are_said_as_well(client, ada):
    assert "Nobody has answered" in client.get("/news").text


def test_long_list_of_news_has_pages(app, client, ada):
    grace = make_user(app, name="grace")
    for _ in range(ROWS_SHOWN + 1):
        make_notification(app, ada, grace)

    page = client.get("/news").text
    older = re.search(r'rel="next" href="(.+?)"', page)[1]

    assert (len(notes(page)), len(notes(client.get(older).text))) == (ROWS_SHOWN, 1)
