import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests


def away():
    raise OperationalError("SELECT 1", {}, Exception("nobody is there"))


def too_often():
    raise TooManyRequests("Try again in 5 min.", retry_after=300)


VIEWS = {"broken": lambda: {}["planted"], "away": away, "often": too_often}


@pytest.fixture
def client(new_app):
    """A client of an API in which everything goes wrong."""
    new_app.config["PROPAGATE_EXCEPTIONS"] = False
    for name, view in VIEWS.items():
        new_app.add_url_rule(f"/api/{name}", name, view, methods=["GET", "POST"])
    return new_app.test_client()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/?%FF", 400),
        ("GET", "/api/nowhere", 404),
        ("PUT", "/api/broken", 405),
        ("GET", "/api/broken", 500),
        ("GET", "/api/away", 503),
        ("GET", "/api/often", 429),
    ],
)
def test_program_is_told_in_json_what_is_wrong(client, method, path, status):
    answer = client.open(path, method=method)

    assert answer.status_code == answer.json["status"] == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"].endswith(".")


def test_large_body_is_refused_in_json(client):
    answer = client.post("/api/broken", data=b" " * (64 * 1024 + 1))

    assert (answer.status_code, answer.json["title"]) == (
        413,
        "Request Entity Too Large",
    )


def test_refused_host_is_told_in_json(client):
    answer = client.get("/api/broken", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.json["status"]) == (400, 400)


def test_program_is_told_when_to_come_again(client):
    assert client.get("/api/often").headers["Retry-After"] == "300"
    assert client.get("/api/away").headers["Retry-After"] == "5"


def test_people_still_get_a_page(client):
    assert client.get("/apiary").mimetype == "text/html"
