import pytest
from markupsafe import escape
from sqlalchemy import select

from app import markdown
from app.extensions import db
from app.limits import POST_MAX
from app.models import Post
from tests.factories import make_user


def bodies(app):
    with app.app_context():
        return db.session.scalars(select(Post.body).order_by(Post.id)).all()


def test_post_is_listed_with_its_author(client, ada):
    answer = client.submit("/posts/new", body="Hello.\r\n\r\n<b>Again</b>, hello.")

    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert f">{ada.name}</bdi>" in page
    assert "<p>Hello.</p>\n<p>&lt;b&gt;Again&lt;/b&gt;, hello.</p>" in page


def test_longest_post_is_kept(app, client, ada):
    longest = "🐦" * POST_MAX

    assert client.submit("/posts/new", body=longest).status_code == 303
    assert bodies(app) == [longest]


@pytest.mark.parametrize("body", ["", " \r\n\t", "a" * (POST_MAX + 1), "a\0b"])
def test_what_is_no_post_is_not_kept(app, client, ada, body):
    answer = client.submit("/posts/new", body=body)

    assert answer.status_code == 422
    assert "<title>Error: New post" in answer.text
    assert 'id="flask-pagedown-body-error"' in answer.text
    assert bodies(app) == []


def test_form_says_nothing_of_who_wrote_it(app, client, ada):
    grace = make_user(app)

    client.submit("/posts/new", body="Mine.", author_id=grace.id, id=2**40)

    with app.app_context():
        post = db.session.scalar(select(Post))
    assert post.author_id == ada.id
    assert post.id != 2**40


def test_refused_form_gives_back_what_was_typed(app, client, ada):
    answer = client.post("/posts/new", data={"body": "Long thoughts."})

    assert answer.status_code == 400
    assert "Long thoughts." in answer.text
    assert bodies(app) == []


def test_nobody_waits_while_a_post_is_drawn(app, client, ada, monkeypatch):
    during = []

    def render(text):
        during.append(db.session().in_transaction())
        return ""

    monkeypatch.setattr(markdown, "render", render)

    client.submit("/posts/new", body="Hello.")

    assert during == [False]


def test_writing_takes_one_statement(client, ada, statements):
    form = {"csrf_token": client.token("/posts/new"), "body": "Hello."}
    statements.clear()

    client.post("/posts/new", data=form)

    about_posts = [statement for statement in statements if "posts" in statement]
    assert [statement.split()[0] for statement in about_posts] == ["INSERT"]


def test_preview_is_what_the_post_will_be(app, client, ada):
    body = "*Hello*, <script>alert(1)</script> [x](https://b.example)"

    page = client.submit("/posts/new", body=body, preview="Preview")

    assert page.status_code == 200
    assert bodies(app) == []
    client.submit("/posts/new", body=body)
    with app.app_context():
        kept = db.session.scalar(select(Post.body_html))
    assert f'<div class="post-body">{kept}</div>' in page.text
    assert escape(body) in page.text


@pytest.mark.parametrize("body", ["", "a" * (POST_MAX + 1)])
def test_what_is_no_post_has_no_preview(client, ada, body):
    answer = client.submit("/posts/new", body=body, preview="Preview")

    assert answer.status_code == 422
    assert '<div class="post-body"></div>' in answer.text


def test_label_belongs_to_its_field(client, ada):
    page = client.get("/posts/new").text

    assert 'for="flask-pagedown-body"' in page
    assert page.count('id="flask-pagedown-body"') == 1
    assert "<script>" not in page


def test_preview_for_a_script_is_the_same(client, ada):
    form = {"csrf_token": client.token("/posts/new"), "body": "*Hello*\r\n<b>"}

    answer = client.post("/posts/preview", data=form)

    assert answer.text == "<p><em>Hello</em><br>\n&lt;b&gt;</p>"


@pytest.mark.parametrize("body", ["", "a" * (POST_MAX + 1), "a\0b"])
def test_script_gets_nothing_for_what_is_no_post(client, ada, body):
    form = {"csrf_token": client.token("/posts/new"), "body": body}

    answer = client.post("/posts/preview", data=form)

    assert (answer.status_code, answer.text) == (200, "")


def test_preview_asks_for_the_token(client, ada):
    assert client.post("/posts/preview", data={"body": "a"}).status_code == 400


def test_preview_asks_nothing_about_posts(app, client, ada, statements):
    form = {"csrf_token": client.token("/posts/new"), "body": "Hello."}
    statements.clear()

    client.post("/posts/preview", data=form)

    assert not any("posts" in statement for statement in statements)
