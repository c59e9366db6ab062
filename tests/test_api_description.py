"""The description names every view of the API, and what it answers."""

import pytest

from app.web import programs


@pytest.fixture
def description(client):
    return client.get("/api/openapi.json").json


def test_every_view_is_described(app, description):
    views = {
        (rule.rule.replace("<id:", "{").replace("<", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    described = {
        (path, method.upper())
        for path, operations in description["paths"].items()
        for method in operations
    }

    assert len(views) > 10
    assert described == views


def operations(description):
    return [
        operation
        for operations in description["paths"].values()
        for operation in operations.values()
    ]


def test_every_view_says_in_a_sentence_what_it_does(description):
    for operation in operations(description):
        assert operation["summary"].endswith("."), operation


def test_every_view_says_how_it_tells_that_something_is_wrong(description):
    for operation in operations(description):
        assert programs.PROBLEM in operation["responses"]["default"]["content"]
    assert "Problem" in description["components"]["schemas"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_description_is_the_same_for_every_host(client, description, host):
    answer = client.get("/api/openapi.json", headers={"Host": host})

    assert answer.json == description
    assert host not in answer.text


def test_every_reference_leads_somewhere(description):
    known = {f"#/components/schemas/{n}" for n in description["components"]["schemas"]}

    assert set(references(description)) <= known


def references(part):
    if isinstance(part, dict):
        for key, value in part.items():
            yield from [value] if key == "$ref" else references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_description_says_where_a_token_is_needed(client, description):
    values = {"post_id": 1, "name": "ada", "word": "tea"}
    refuses = {
        (path, method): client.open(path.format(**values), method=method).status_code
        == 401
        for path, operations in description["paths"].items()
        for method in operations
    }

    told = {
        (path, method): {} not in operation["security"]
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    }
    assert told == refuses
    assert set(told.values()) == {True, False}


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("/api/posts", "before"),
        ("/api/home", "before"),
        ("/api/tags/{word}", "before"),
        ("/api/people/{name}/posts", "before"),
        ("/api/posts/{post_id}/replies", "after"),
    ],
)
def test_parts_of_a_list_are_described(description, address, word):
    parameters = description["paths"][address]["get"]["parameters"]

    assert [each["name"] for each in parameters if each["in"] == "query"] == [word]


def test_what_has_no_parts_has_no_word_for_them(description):
    assert description["paths"]["/api/posts"]["post"]["parameters"] == []
