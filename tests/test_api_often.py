import pytest

from app import create_app
from app.extensions import limiter
from config import TestingConfig
from tests.factories import bearer_of, make_user


@pytest.fixture
def client(app):
    """A client of an API that answers three times in an hour."""
    app.config["API_REQUESTS"] = "3 per 1 hour"
    limiter.reset()
    yield app.test_client()
    limiter.reset()


def test_fourth_request_is_refused_and_told_when_to_come_again(client):
    addresses = ["/api/posts", "/api/posts", "/api/people/nobody", "/api/posts"]

    answers = [client.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 429]
    assert answers[-1].mimetype == "application/problem+json"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 3601
    assert "3 per 1 hour" in answers[-1].json["detail"]


def test_each_account_is_counted_alone(app, client):
    ada, grace = bearer_of(app, make_user(app)), bearer_of(app, make_user(app))
    for _ in range(4):
        client.get("/api/me", headers=ada)

    assert client.get("/api/me", headers=ada).status_code == 429
    assert client.get("/api/me", headers=grace).status_code == 200
    assert client.get("/api/posts").status_code == 200


def test_two_tokens_of_one_account_are_counted_together(app, client):
    ada = make_user(app)
    tokens = [bearer_of(app, ada) for _ in range(4)]

    answers = [client.get("/api/me", headers=token).status_code for token in tokens]

    assert answers == [200, 200, 200, 429]


def test_token_that_is_worth_nothing_is_counted_by_place(client):
    tokens = [{"Authorization": f"Bearer {number}"} for number in range(4)]

    answers = [client.get("/api/me", headers=token).status_code for token in tokens]

    assert answers == [401, 401, 401, 429]


def test_pages_are_not_counted(client):
    for _ in range(5):
        assert client.get("/posts").status_code == 200


@pytest.mark.parametrize("words", ["", "many", "600", "600 per tea"])
def test_application_does_not_start_without_a_bound(words):
    with pytest.raises(RuntimeError, match="API_REQUESTS=.* is not like: 600 per"):
        create_app(TestingConfig, API_REQUESTS=words)
