from collections import namedtuple

import pytest

from app.posts.routes import without_ends
from tests.factories import (
    make_follow,
    make_mute,
    make_notification,
    make_post,
    make_reply,
    make_tag,
    make_user,
)

Row = namedtuple("Row", ["name", "level", "body_html"])


@pytest.fixture
def places(app, ada):
    """What grace says, whom ada follows, and where that can be read."""
    grace, alan = make_user(app, name="grace"), make_user(app, name="alan")
    make_follow(app, ada, grace)
    post, question = make_post(app, grace, "loud"), make_post(app, alan, "quiet")
    make_tag(app, post, "tea")
    make_reply(app, alan, make_reply(app, grace, question, "loud"), "quiet")
    make_reply(app, grace, question, "loud")
    return grace, ["/", "/posts", "/tags/tea", f"/posts/{question.id}"]


def test_one_who_is_muted_is_read_in_no_list(app, client, ada, places):
    grace, lists = places
    for address in lists:
        assert "loud" in client.get(address).text, address

    make_mute(app, ada, grace)

    for address in lists:
        assert "loud" not in client.get(address).text, address
    page = client.get(lists[-1]).text
    assert page.count("This reply is not shown.") == 1
    assert page.count("<p>quiet</p>") == 2


def test_others_read_on(app, client, ada, places):
    grace, lists = places
    make_mute(app, ada, grace)

    stranger, other = app.test_client(), app.test_client()
    other.sign_in(grace)
    for reader in [stranger, other]:
        for address in lists:
            assert "loud" in reader.get(address).text, address


def test_what_is_not_seen_keeps_a_place_for_what_is():
    thread = [
        Row("a", 1, None),
        Row("aa", 2, None),
        Row("aaa", 3, "said"),
        Row("ab", 2, None),
        Row("b", 1, None),
        Row("bb", 2, None),
        Row("c", 1, "said"),
    ]

    kept = [row.name for row in without_ends(thread)]

    assert kept == ["a", "aa", "aaa", "c"]


@pytest.fixture
def press(app, client):
    app.config["WTF_CSRF_ENABLED"] = False
    return lambda name, word: client.post(f"/people/{name}/{word}")


def test_one_mutes_and_hears_again(app, client, ada, places, press):
    home = places[1][0]
    assert 'action="/people/grace/mute"' in client.get("/people/grace").text

    for _ in range(2):
        assert press("grace", "mute").status_code == 303

    assert "loud" not in client.get(home).text
    assert 'action="/people/grace/unmute"' in client.get("/people/grace").text
    page = client.get("/muted").text
    assert ">grace</bdi>" in page
    assert "alan" not in page
    for _ in range(2):
        assert press("grace", "unmute").status_code == 303
    assert "loud" in client.get(home).text
    assert ">grace</bdi>" not in client.get("/muted").text


def test_nobody_mutes_oneself_or_nobody(client, ada, press):
    for name in [ada.name, "nobody"]:
        for word in ["mute", "unmute"]:
            assert press(name, word).status_code == 404


def test_there_is_no_news_of_one_who_is_muted(app, client, ada, places, press):
    grace, other = places[0], app.test_client()
    other.sign_in(grace)
    post = make_post(app, ada)
    make_notification(app, ada, grace)
    make_notification(app, grace, ada)
    assert "grace" in client.get("/news").text

    press("grace", "mute")
    other.post(f"/posts/{post.id}/like")
    other.post(f"/posts/{post.id}/reply", data={"body": f"@{ada.name}"})

    client.get("/muted")  # which shows the message that has her name
    assert "Nobody has answered" in client.get("/news").text
    assert ada.name in other.get("/news").text
