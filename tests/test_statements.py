"""What a page costs: how many statements it sends, however much it shows."""

import pytest

from tests.factories import make_post, make_user

TABLE = """
address                   anonymous  user
/                         1          2
/account                  0          1
/account/close            0          1
/api-docs                 0          1
/blocked                  0          2
/muted                    0          2
/hidden                   0          1
/news                     0          2
/people/{name}            2          4
/people/{name}/followers  2          3
/people/{name}/following  2          3
/posts                    1          2
/posts/new                0          1
/posts/{post}             2          3
/posts/{post}/delete      0          2
/posts/{post}/edit        0          2
/posts/{post}/report       0          2
/posts/{post}/reply       0          2
/profile                  0          1
/tags/tea                 1          2
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("kind", HEAD[1:])
def test_page_sends_as_many_statements_as_the_table_says(app, client, statements, kind):
    for author in [make_user(app), make_user(app)]:
        make_post(app, author)
        post = make_post(app, author)
    if kind == "user":
        client.sign_in(author)

    got = {
        row[0]: cost(client, statements, row[0].format(post=post.id, name=author.name))
        for row in ROWS
    }

    assert got == {row[0]: int(row[HEAD.index(kind)]) for row in ROWS}


def cost(client, statements, address):
    statements.clear()
    client.get(address)
    return len(statements)


def test_no_page_writes(app, client, statements, addresses):
    client.sign_in(make_user(app))
    statements.clear()

    for address in addresses:
        client.get(address, buffered=True)

    assert {statement.split()[0] for statement in statements} == {"SELECT"}
