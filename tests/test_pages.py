import re

import pytest

from app import ids
from app.limits import ROWS_SHOWN
from tests.factories import make_post, make_user

LISTS = ["/", "/posts"]
LISTS += ["/people/ada", "/people/ada/followers", "/people/ada/following"]
LISTS += ["/tags/tea", "/news", "/muted", "/blocked", "/hidden"]
ODD = [
    "",
    "0",
    "-1",
    "1.5",
    "1e3",
    "+1",
    "01",
    "0x10",
    " 1",
    "1 ",
    "٣",
    "²",
    "x",
    "\n1",
]
ODD += ["None", "1'--", "1,2", "[]", "%25", "9" * 19, "9" * 5000, str(2**63)]


def fill(app, count):
    author = make_user(app)
    for number in range(count):
        make_post(app, author, f"Note {number}.")


def numbers(page):
    return [int(number) for number in re.findall(r"<p>Note (\d+)\.", page)]


def older(page):
    found = re.search(r'rel="next" href="(.+?)"', page)
    return found and found[1]


def test_pages_show_each_post_once(app, client):
    fill(app, 2 * ROWS_SHOWN + 1)
    pages, address = [], "/posts"

    while address:
        page = client.get(address).text
        pages.append(numbers(page))
        address = older(page)

    assert [len(page) for page in pages] == [ROWS_SHOWN, ROWS_SHOWN, 1]
    assert sum(pages, []) == list(range(2 * ROWS_SHOWN, -1, -1))


def test_full_last_page_leads_nowhere(app, client):
    fill(app, ROWS_SHOWN)

    assert older(client.get("/posts").text) is None


def test_new_post_moves_no_page(app, client):
    fill(app, ROWS_SHOWN + 5)
    second = older(client.get("/posts").text)
    before = numbers(client.get(second).text)

    fill(app, 3)

    assert numbers(client.get(second).text) == before


def test_odd_text_is_no_id():
    assert [text for text in ODD if ids.parsed(text) is not None] == []


@pytest.mark.parametrize("address", LISTS)
def test_odd_page_is_no_fault_of_ours(app, client, address):
    client.sign_in(make_user(app, name="ada", role="moderator"))
    for value in ["", "\n1", str(2**63)]:
        answer = client.get(address, query_string={"before": value})
        assert answer.status_code == 404, value

    for value in [1, 2**63 - 1]:
        assert client.get(address, query_string={"before": value}).status_code == 200
