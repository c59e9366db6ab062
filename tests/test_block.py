import pytest

from tests.factories import (
    make_block,
    make_follow,
    make_post,
    make_reply,
    make_tag,
    make_user,
)


@pytest.fixture
def grace(app, ada):
    return make_user(app, name="grace")


@pytest.fixture
def places(app, ada, grace):
    """Where grace can be met, by ada."""
    alan = make_user(app, name="alan")
    make_follow(app, ada, alan)
    make_follow(app, alan, grace)
    make_follow(app, grace, alan)
    post, question = make_post(app, grace, "loud"), make_post(app, alan, "quiet")
    make_tag(app, post, "tea")
    make_reply(app, alan, make_reply(app, grace, question, "loud"), "quiet")
    lists = ["/posts", "/tags/tea", f"/posts/{question.id}"]
    return lists + ["/people/alan/followers", "/people/alan/following"]


@pytest.fixture
def pages(app, grace):
    """What is at her own addresses, and what can be done there."""
    post, person = f"/posts/{make_post(app, grace).id}", "/people/grace"
    app.config["WTF_CSRF_ENABLED"] = False
    read = [post, person, f"{person}/followers", f"{person}/following"]
    press = [f"{post}/{word}" for word in ["like", "unlike", "reply"]]
    press += [f"{person}/follow", f"{person}/unfollow"]
    return [("GET", page) for page in read] + [("POST", page) for page in press]


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_neither_meets_the_other(app, client, ada, grace, places, pages, who):
    for address in places:
        page = client.get(address).text
        assert "loud" in page or "grace" in page, address

    make_block(app, *((ada, grace) if who == "ada" else (grace, ada)))

    for address in places:
        page = client.get(address).text
        assert "loud" not in page, address
        assert "grace" not in page, address
    for method, address in pages:
        answer = client.open(address, method=method, data={"body": "x"})
        assert answer.status_code == 404, address


def test_others_meet_both(app, ada, grace, places, pages):
    make_block(app, ada, grace)
    stranger, own = app.test_client(), app.test_client()
    own.sign_in(grace)

    for reader in [stranger, own]:
        for address in places:
            page = reader.get(address).text
            assert "loud" in page or "grace" in page, address
        assert reader.get(pages[0][1]).status_code == 200


def test_what_the_other_answered_leads_nowhere(app, client, ada, grace):
    question = make_reply(app, grace, make_post(app, ada), "loud")
    answer = make_reply(app, ada, question, "Yes.")
    make_block(app, grace, ada)

    page = client.get(f"/posts/{answer.id}").text

    assert f'href="/posts/{question.id}"' not in page
    assert "grace" not in page


def test_list_has_whom_one_has_blocked_and_the_way_back(app, client, ada, grace):
    app.config["WTF_CSRF_ENABLED"] = False
    make_block(app, ada, grace)
    make_block(app, grace, make_user(app, name="alan"))
    page = client.get("/blocked").text
    assert 'action="/people/grace/unblock"' in page
    assert "alan" not in page

    for _ in range(2):
        assert client.post("/people/grace/unblock").status_code == 303

    assert client.get("/people/grace").status_code == 200
    assert ">grace</bdi>" not in client.get("/blocked").text


def test_only_who_blocked_takes_it_back(app, client, ada, grace):
    app.config["WTF_CSRF_ENABLED"] = False
    make_block(app, grace, ada)

    client.post("/people/grace/unblock")

    assert client.get("/people/grace").status_code == 404
    assert ">grace</bdi>" not in client.get("/blocked").text
