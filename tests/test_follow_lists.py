import re

from app.limits import ROWS_SHOWN
from tests.factories import make_follow, make_user


def listed(page):
    return re.findall(r"<bdi>(\w+)</bdi></a>", page)


def test_lists_say_who_follows_whom(app, client):
    ada, grace, alan = (make_user(app, name=name) for name in ["ada", "grace", "alan"])
    make_follow(app, ada, grace)
    make_follow(app, alan, grace)
    make_follow(app, grace, ada)

    assert listed(client.get("/people/grace/followers").text) == ["alan", "ada"]
    assert listed(client.get("/people/grace/following").text) == ["ada"]
    assert listed(client.get("/people/alan/followers").text) == []
    assert "Nobody." in client.get("/people/alan/followers").text


def test_long_list_of_followers_has_pages(app, client):
    grace = make_user(app, name="grace")
    others = [make_user(app) for _ in range(ROWS_SHOWN + 1)]
    for other in others:
        make_follow(app, other, grace)
        make_follow(app, grace, other)

    for address in ["/people/grace/followers", "/people/grace/following"]:
        page = client.get(address).text
        older = re.search(r'rel="next" href="(.+?)"', page)[1]

        assert len(listed(page)) == ROWS_SHOWN
        assert listed(client.get(older).text) == [others[0].name]


def test_one_who_is_not_there_has_no_lists(app, client):
    for word in ["followers", "following"]:
        assert client.get(f"/people/nobody/{word}").status_code == 404


def test_page_of_somebody_leads_to_both_lists(app, client):
    make_user(app, name="ada")

    page = client.get("/people/ada").text

    for word in ["followers", "following"]:
        assert f'href="/people/ada/{word}"' in page
