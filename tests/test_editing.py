from app.extensions import db
from app.models import Post
from tests.factories import make_post, make_user


def read(app, post):
    with app.app_context():
        return db.session.get(Post, post.id)


def test_author_edits_a_post(app, client, ada):
    post = make_post(app, ada, "Rian & co.")
    address = f"/posts/{post.id}/edit"
    assert f'href="{address}"' in client.get(f"/posts/{post.id}").text
    assert "Rian &amp; co.</textarea>" in client.get(address).text

    answer = client.submit(address, body="*Rain* & co.")

    assert answer.headers["Location"] == f"/posts/{post.id}"
    edited = read(app, post)
    assert edited.body == "*Rain* & co."
    assert edited.body_html == "<p><em>Rain</em> &amp; co.</p>"
    assert edited.created_at == post.created_at < edited.edited_at
    assert ">edited<" in client.get("/posts").text


def test_refused_edit_keeps_the_post_and_what_was_typed(app, client, ada):
    post = make_post(app, ada)

    answer = client.submit(f"/posts/{post.id}/edit", body="a\0b" * 9)

    assert answer.status_code == 422
    assert "<title>Error: Edit post" in answer.text
    assert read(app, post).body == post.body


def test_preview_of_an_edit_changes_nothing(app, client, ada):
    post = make_post(app, ada)

    answer = client.submit(f"/posts/{post.id}/edit", body="*New*", preview="Preview")

    assert "<em>New</em>" in answer.text
    assert read(app, post).edited_at is None


def test_nobody_edits_the_post_of_another(app, client, ada):
    post, own = make_post(app, make_user(app)), make_post(app, ada)
    form = {"csrf_token": client.token(f"/posts/{own.id}/edit"), "body": "Mine now."}

    answer = client.post(f"/posts/{post.id}/edit", data=form)

    assert answer.status_code == 403
    assert read(app, post).body == post.body
    assert "/edit" not in client.get(f"/posts/{post.id}").text
