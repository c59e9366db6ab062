from sqlalchemy import select, update

from app import markdown
from app.extensions import db
from app.markdown import render
from app.models import Post
from app.posts import commands
from tests.factories import make_post, make_user


def shown(app):
    with app.app_context():
        return db.session.scalars(select(Post.body_html).order_by(Post.id)).all()


def test_old_posts_get_new_html(app, flask, monkeypatch):
    monkeypatch.setattr(commands, "CHUNK", 2)
    ada = make_user(app)
    for body in ["*one*", "*two*", "three", "*four*", "five"]:
        make_post(app, ada, body)

    run = flask("posts", "render")

    assert run.output == "Posts that look different now: 3\n"
    assert shown(app)[0] == "<p><em>one</em></p>"
    assert shown(app)[2:] == [render(body) for body in ["three", "*four*", "five"]]


def test_post_that_is_edited_meanwhile_keeps_what_it_got(app, flask, monkeypatch):
    make_post(app, make_user(app), "*old*")

    def edit(text):
        change = update(Post).values(body="new", body_html="<p>new</p>")
        with app.test_request_context(method="POST"), db.engine.begin() as elsewhere:
            elsewhere.execute(change)
        return render(text)

    monkeypatch.setattr(markdown, "render", edit)
    run = flask("posts", "render")

    assert run.output == "Posts that look different now: 0\n"
    assert shown(app) == ["<p>new</p>"]
