"""Who gets what: a status, or the address that one is sent on to.

= stands for the same as on its left, @ for the page of whom it is about.
"""

import re

import pytest

from app.clock import now
from tests.factories import make_post, make_user

# Rights are no matter of the database, so one will do.
pytestmark = pytest.mark.parametrize(
    "tables", ["sqlite"], indirect=True, scope="session"
)
TABLE = """
method address                  anonymous unconfirmed user        moderator admin owner
GET    /                        200       /confirm    200         =         =     =
GET    /account                 /sign-in  /confirm    200         =         =     =
GET    /account/close           /sign-in  /confirm    200         =         =     =
POST   /account/close           /sign-in  /confirm    422         =         =     =
GET    /address                 /sign-in  200         200         =         =     =
POST   /address                 /sign-in  422         422         =         =     =
GET    /address/now             410       410         410         =         =     =
POST   /address/now             410       410         410         =         =     =
GET    /address/x               410       410         410         =         =     =
GET    /api-docs                200       /confirm    200         =         =     =
GET    /api/home                401       401         401         =         =     =
GET    /api/me                  401       401         401         =         =     =
GET    /api/openapi.json        200       200         200         =         =     =
GET    /api/people/{name}       200       200         200         =         =     =
GET    /api/people/{name}/posts 200       200         200         =         =     =
PUT    /api/people/{name}/follow 401      401         401         =         =     =
DELETE /api/people/{name}/follow 401      401         401         =         =     =
GET    /api/posts               200       200         200         =         =     =
POST   /api/posts               401       401         401         =         =     =
GET    /api/posts/{post}        200       200         200         =         =     =
GET    /api/posts/{post}/replies 200      200         200         =         =     =
POST   /api/posts/{post}/replies 401      401         401         =         =     =
PUT    /api/posts/{post}/like   401       401         401         =         =     =
DELETE /api/posts/{post}/like   401       401         401         =         =     =
PUT    /api/posts/{post}        401       401         401         =         =     =
DELETE /api/posts/{post}        401       401         401         =         =     =
GET    /api/tags/tea            200       200         200         =         =     =
POST   /api/tokens              401       401         401         =         =     =
DELETE /api/tokens/this         401       401         401         =         =     =
GET    /avatars/{name}.svg      200       200         200         =         =     =
GET    /blocked                 /sign-in  /confirm    200         =         =     =
GET    /confirm                 /sign-in  200         /account    =         =     =
POST   /confirm                 /sign-in  /confirm    /confirm    =         =     =
GET    /confirm/now             410       410         410         =         =     =
POST   /confirm/now             410       410         410         =         =     =
GET    /confirm/x               410       410         410         =         =     =
GET    /forgotten               200       /confirm    200         =         =     =
POST   /forgotten               422       /confirm    422         =         =     =
GET    /hello/Ada               200       /confirm    200         =         =     =
GET    /hidden                  /sign-in  /confirm    403         200       =     403
GET    /muted                   /sign-in  /confirm    200         =         =     =
GET    /news                    /sign-in  /confirm    200         =         =     =
POST   /news/seen               /sign-in  /confirm    400         =         =     =
GET    /password                /sign-in  /confirm    200         =         =     =
POST   /password                /sign-in  /confirm    422         =         =     =
GET    /people                  /sign-in  /confirm    403         200       =     403
GET    /people/{name}           200       /confirm    200         =         =     =
POST   /people/{name}/block     /sign-in  /confirm    /blocked    =         =     404
GET    /people/{name}/edit      /sign-in  /confirm    403         =         200   403
POST   /people/{name}/edit      /sign-in  /confirm    403         =         422   403
POST   /people/{name}/follow    /sign-in  /confirm    @           =         =     =
GET    /people/{name}/followers 200       /confirm    200         =         =     =
GET    /people/{name}/following 200       /confirm    200         =         =     =
POST   /people/{name}/mute      /sign-in  /confirm    /           =         =     404
POST   /people/{name}/unblock   /sign-in  /confirm    /blocked    =         =     404
POST   /people/{name}/unfollow  /sign-in  /confirm    @           =         =     =
POST   /people/{name}/unmute    /sign-in  /confirm    /           =         =     404
GET    /posts                   200       /confirm    200         =         =     =
GET    /posts/new               /sign-in  /confirm    200         =         =     =
POST   /posts/new               /sign-in  /confirm    422         =         =     =
POST   /posts/preview           /sign-in  /confirm    200         =         =     =
GET    /posts/{post}            200       /confirm    200         =         =     =
GET    /posts/{post}/delete     /sign-in  /confirm    403         =         =     200
POST   /posts/{post}/delete     /sign-in  /confirm    403         =         =     /posts
GET    /posts/{post}/edit       /sign-in  /confirm    403         =         =     200
POST   /posts/{post}/edit       /sign-in  /confirm    403         =         =     422
POST   /posts/{post}/hide       /sign-in  /confirm    403         /reports  =     403
POST   /posts/{post}/leave      /sign-in  /confirm    403         /reports  =     403
POST   /posts/{post}/like       /sign-in  /confirm    /           =         =     =
GET    /posts/{post}/report     /sign-in  /confirm    200         =         =     403
POST   /posts/{post}/report     /sign-in  /confirm    422         =         =     403
GET    /posts/{post}/reply      /sign-in  /confirm    200         =         =     =
POST   /posts/{post}/reply      /sign-in  /confirm    422         =         =     =
POST   /posts/{post}/unhide     /sign-in  /confirm    403         /hidden   =     403
POST   /posts/{post}/unlike     /sign-in  /confirm    /           =         =     =
GET    /profile                 /sign-in  /confirm    200         =         =     =
POST   /profile                 /sign-in  /confirm    /profile    =         =     =
GET    /register                200       /confirm    /           =         =     =
POST   /register                422       /confirm    /           =         =     =
GET    /reports                 /sign-in  /confirm    403         200       =     403
GET    /reset/now               410       /confirm    410         =         =     =
POST   /reset/now               410       /confirm    410         =         =     =
GET    /reset/x                 410       /confirm    410         =         =     =
GET    /scripts/flask-moment.js 200       200         200         =         =     =
GET    /scripts/moment.js       200       200         200         =         =     =
GET    /sessions                /sign-in  /confirm    200         =         =     =
POST   /sessions                /sign-in  /confirm    422         =         =     =
GET    /sign-in                 200       /confirm    /           =         =     =
POST   /sign-in                 422       /confirm    /           =         =     =
GET    /sign-in/code            /sign-in  /confirm    /sign-in    =         =     =
POST   /sign-in/code            /sign-in  /confirm    /sign-in    =         =     =
POST   /sign-out                /         /           /           =         =     =
GET    /static/pipit.css        200       200         200         =         =     =
GET    /tags/tea                200       /confirm    200         =         =     =
GET    /two-factor              /sign-in  /confirm    200         =         =     =
POST   /two-factor              /sign-in  /confirm    /two-factor =         =     =
GET    /two-factor.svg          /sign-in  /confirm    404         =         =     =
POST   /two-factor/code         /sign-in  /confirm    /two-factor =         =     =
POST   /two-factor/off          /sign-in  /confirm    /two-factor =         =     =
POST   /two-factor/paper        /sign-in  /confirm    /two-factor =         =     =
GET    {css}                    200       200         200         =         =     =
"""
KINDS = {
    "user": {},
    "unconfirmed": {"confirmed_at": None},
    "moderator": {"role": "moderator"},
    "admin": {"role": "administrator"},
    "disabled": {"disabled_at": now()},
}
AS = {"disabled": "anonymous"}
PLACES = {"css": "/bootstrap/static/css/bootstrap.min.css"}
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]


def test_every_route_has_a_row(app):
    ask = app.url_map.bind("localhost").match
    places = PLACES | {"name": "ada", "post": 1}
    named = [(method, address.format(**places)) for method, address, *_ in ROWS]
    rows = {(ask(address, method)[0], method) for method, address in named}

    routes = app.url_map.iter_rules()
    assert rows == {
        (rule.endpoint, method)
        for rule in routes
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


@pytest.mark.parametrize("kind", [*HEAD[2:], *AS])
def test_everybody_gets_what_the_table_says(app, kind):
    app.config["WTF_CSRF_ENABLED"] = False  # it would refuse before rights are asked
    column = HEAD.index(AS.get(kind, kind))
    shared = stage(app, kind)  # as long as nothing is changed, it serves for all

    got = {
        (method, address): answer(
            shared if method == "GET" else stage(app, kind), method, address
        )
        for method, address, *_ in ROWS
    }

    assert got == {(row[0], row[1]): told(row, column) for row in ROWS}


def told(row, column):
    return told(row, column - 1) if row[column] == "=" else row[column]


def stage(app, kind):
    """Return a browser of one of this kind, and what the addresses stand for."""
    client = app.test_client()
    user, owner = make_user(app, **KINDS.get(kind, {})), make_user(app)
    if kind != "anonymous":
        client.sign_in(owner if kind == "owner" else user)
    return client, PLACES | {"name": owner.name, "post": make_post(app, owner).id}


def answer(stage, method, address):
    client, places = stage
    answer = client.open(address.format(**places), method=method, buffered=True)
    where = answer.headers.get("Location", str(answer.status_code))
    there = re.split("[?#]", where)[0]
    return "@" if there == f"/people/{places['name']}" else there


def test_nobody_sees_the_address_of_another(app, addresses):
    ada, grace = make_user(app, name="ada"), make_user(app, name="grace")
    client = app.test_client()
    client.sign_in(grace)

    pages = [client.get(address, buffered=True).data for address in addresses]

    assert any(grace.email.encode() in page for page in pages)
    assert not any(ada.email.encode() in page for page in pages)
