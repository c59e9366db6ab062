import re
from pathlib import Path

import click
from sqlalchemy import select

from app import clock, create_app
from app.demo import PASSWORD, PEOPLE, notes
from app.extensions import db
from app.limits import POST_MAX, ROWS_SHOWN
from app.models import Follow, Notification, Post, User
from app.passwords import fault, matches
from app.roles import ROLES
from app.text import in_line, is_line, tidied
from config import ProductionConfig
from tests.factories import make_user

README = Path(__file__).parents[1].joinpath("README.md").read_text()


def names(app):
    with app.app_context():
        return db.session.scalars(select(User.name).order_by(User.id)).all()


def ours(group, *words):
    """Yield the words of each command of ours in `group`, and the command."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from ours(command, *words, name)
        elif command.callback.__module__.startswith("app."):
            yield " ".join([*words, name]), command


def test_every_command_has_help_and_a_line_in_the_readme(app):
    commands = dict(ours(app.cli))

    assert {"demo", "mail retry", "mail send", "mail serve", "mail test"} <= set(
        commands
    )
    for words, command in commands.items():
        assert f"Example: flask {words}" in command.help
        assert f"python3 manage.py {words}" in README


def test_demo_adds_people_and_says_how_they_sign_in(app, flask):
    run = flask("demo")

    assert "ada@example.org, grace@example.org, alan@example.org" in run.output
    assert PASSWORD in run.output
    assert names(app) == list(PEOPLE)
    with app.app_context():
        for user in db.session.scalars(select(User)):
            assert matches(user.password_hash, PASSWORD)
            assert fault(PASSWORD, user.name, user.email) is None
            assert user.confirmed_at
            assert user.about and user.place


def test_demo_has_somebody_of_each_role_and_says_so(app, flask):
    said = flask("demo").output

    with app.app_context():
        roles = db.session.scalars(select(User.role)).all()
    assert set(roles) == set(ROLES)
    assert "grace: administrator\nalan: moderator\n" in said
    flask("people", "role", "alan", "user")
    assert "alan: " not in flask("demo").output


def test_demo_says_the_code_that_alan_is_asked_for(app, client, flask):
    said = re.search(r"alan's telephone says (\d{6})\.", flask("demo").output)
    client.submit("/sign-in", email=PEOPLE["alan"], password=PASSWORD)

    client.submit("/sign-in/code", code=said[1])

    assert "alan@example.org" in client.get("/account").text


def test_demo_adds_nobody_twice(app, flask, monkeypatch):
    noon = clock.now()
    monkeypatch.setattr(clock, "now", lambda: noon)

    assert flask("demo").output == flask("demo").output
    assert names(app) == list(PEOPLE)


def test_demo_gives_an_account_to_one_who_came_by(app, flask):
    make_user(app, name="grace", email=None, password_hash=None)

    assert flask("demo").exit_code == 0
    assert names(app) == ["grace", "ada", "alan"]


def test_demo_adds_nobody_where_others_have_accounts(app, flask):
    make_user(app, name="real")

    assert flask("demo").output == ""
    assert names(app) == ["real"]


def test_demo_people_have_written(app, flask, client):
    flask("demo")
    flask("demo")

    page = client.get("/posts").text
    assert page.count('class="post"') == len(list(notes())) <= ROWS_SHOWN
    assert page.index("Rain. The good kind") < page.index("Good morning")


def test_demo_people_follow_some_others(app, flask):
    flask("demo")
    flask("demo")

    with app.app_context():
        pairs = db.session.execute(select(Follow.follower_id, Follow.followed_id)).all()
    assert len(pairs) == 4


def test_demo_people_answer_and_like_each_other(flask, client):
    flask("demo")
    flask("demo")

    page = client.get("/posts").text
    assert "4 replies" in page
    assert "2 likes" in page
    assert client.get("/tags/tea").text.count('class="post"') == 3


def test_demo_people_have_news_of_each_other(app, flask):
    flask("demo")
    flask("demo")

    with app.app_context():
        kinds = db.session.scalars(select(Notification.kind)).all()
    assert sorted(kinds) == ["like"] * 2 + ["reply"] * 4


def test_demo_note_could_have_come_in_by_the_form():
    for name, body in notes():
        assert name in PEOPLE
        assert body == tidied(body)
        assert is_line(in_line(body))
        assert len(body) <= POST_MAX


def test_demo_lets_only_those_write_who_are_there(app, flask):
    make_user(app, name="ada")
    assert flask("demo").exit_code == 0

    with app.app_context():
        authors = db.session.scalars(select(User.name).join(Post).distinct()).all()
    assert authors == ["ada"]


def test_demo_says_where_mails_are(app, flask):
    app.config["MAIL_FOLDER"] = "outbox"

    assert "Mails to anybody are kept in instance/outbox/." in flask("demo").output


def test_demo_stays_out_of_production():
    app = create_app(ProductionConfig, SECRET_KEY="x" * 32)

    run = app.test_cli_runner().invoke(args=["demo"])

    assert run.exit_code == 1
    assert "made-up people have no place in production" in run.output
