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


def test_what_is_new_is_marked_on_every_page_until_it_is_seen(app, client, ada):
    grace, mark = make_user(app), '"news-mark">new<'
    assert mark not in client.get("/posts").text
    first = make_notification(app, ada, grace)
    assert mark in client.get("/posts").text
    page = client.get("/news").text
    assert page.count('"note-new">') == 1
    second = make_notification(app, ada, grace)

    form = {"csrf_token": client.token("/news"), "last": first.id}
    answer = client.post("/news/seen", data=form)

    page = client.get(answer.headers["Location"]).text
    assert page.count('"note-new">') == 1
    assert mark in page
    client.post("/news/seen", data=form | {"last": second.id})
    assert mark not in client.get("/posts").text


def test_nobody_sees_what_is_yet_to_come(app, client, ada):
    grace = make_user(app)
    make_notification(app, ada, grace)
    form = {"csrf_token": client.token("/news"), "last": 2**63 - 1}
    client.post("/news/seen", data=form)
    assert '"news-mark"' not in client.get("/posts").text

    make_notification(app, ada, grace)
    client.post("/news/seen", data=form | {"last": 1})

    assert '"news-mark"' in client.get("/posts").text


def test_odd_end_of_the_news_is_no_fault_of_ours(app, client, ada):
    for last in ["", "0", "x", "9" * 30]:
        form = {"csrf_token": client.token("/posts/new"), "last": last}
        assert client.post("/news/seen", data=form).status_code == 400
