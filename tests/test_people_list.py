import re

from app.people import routes
from tests.factories import make_user


def test_moderator_sees_everybody_in_order(app, client):
    for name in ["grace", "ada"]:
        make_user(app, name=name)
    client.sign_in(make_user(app, name="alan", role="moderator"))

    page = client.get("/people").text

    places = [page.index(f">{name}</bdi>") for name in ["ada", "alan", "grace"]]
    assert places == sorted(places)
    assert page.count("<span>moderator</span>") == 1


def found(page):
    return re.findall(r"<bdi>(\w+)</bdi></a>", page)


def test_name_is_found_by_its_beginning(app, client):
    for name in ["a_b", "acb", "ba_", "ab_"]:
        make_user(app, name=name)
    client.sign_in(make_user(app, name="moderator", role="moderator"))

    page = client.get("/people?name=+A_").text

    assert found(page) == ["a_b"]
    assert 'value="a_"' in page
    for odd in ["%25", "\\", "'", "x" * 60_000, "\u202e", "b%5f%25"]:
        assert "Nobody's name begins with" in client.get(f"/people?name={odd}").text


def test_long_list_says_that_it_goes_on(app, client, monkeypatch):
    monkeypatch.setattr(routes, "PEOPLE_LISTED", 2)
    client.sign_in(make_user(app, name="ada", role="moderator"))
    make_user(app, name="grace")

    assert "There are more." not in client.get("/people").text
    make_user(app, name="alan")
    page = client.get("/people").text
    assert "There are more." in page
    assert found(page) == ["ada", "alan"]


def test_page_costs_two_queries(app, client, statements):
    client.sign_in(make_user(app, role="moderator"))
    make_user(app)
    statements.clear()

    client.get("/people")

    assert [statement.split()[0] for statement in statements] == ["SELECT"] * 2


def test_list_is_shown_the_way_to_those_alone_who_may_go_it(app, client):
    link = 'href="/people"'

    assert link not in client.get("/").text
    client.sign_in(make_user(app))
    assert link not in client.get("/").text
    client.sign_in(make_user(app, role="moderator"))
    assert link in client.get("/").text


def test_who_may_not_is_refused_and_written_down(app, client, caplog):
    ada = make_user(app)
    client.sign_in(ada)

    answer = client.get("/people")

    assert answer.status_code == 403
    assert "for those who look after Pipit" in answer.text
    refusal = f"refused: user {ada.id}, GET people.index needs 'moderate'"
    assert refusal in caplog.messages
