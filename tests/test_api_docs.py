import re

import pytest


@pytest.fixture
def page(client):
    return client.get("/api-docs").text


@pytest.fixture
def description(client):
    return client.get("/api/openapi.json").json


def test_page_names_all_that_is_described(page, description):
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            assert f"<p>{operation['summary']}</p>" in page


def test_page_names_every_field(page, description):
    for schema in description["components"]["schemas"].values():
        for field in schema["properties"]:
            assert f"<code>{field}</code>" in page


def test_every_link_on_the_page_leads_somewhere(page):
    links = set(re.findall('href="#([A-Z]\\w+)"', page))

    assert {"Post", "Problem", "Token"} <= links
    assert all(page.count(f'id="{name}"') == 1 for name in links)


@pytest.mark.parametrize(
    ("operation", "needs"),
    [
        ("GET /api/posts", "Nothing"),
        ("GET /api/home", "A token"),
        ("POST /api/tokens", "An address and a password"),
    ],
)
def test_page_says_what_is_needed(page, operation, needs):
    after = page.partition(f"<code>{operation}</code>")[2]

    assert re.search("<dt>Needs</dt>\\s*<dd>(.*)</dd>", after)[1] == needs


def test_every_page_leads_there(client):
    assert 'href="/api-docs"' in client.get("/nowhere").text
