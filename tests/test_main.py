from app.limits import ROWS_SHOWN
from tests.factories import make_post, make_user


def test_index_welcomes(client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert "Pipit" in answer.text


def test_index_asks_strangers_in(client):
    page = client.get("/").text

    assert 'href="/register"' in page
    assert 'href="/sign-in"' in page


def test_index_greets_one_who_is_in(app, client):
    client.sign_in(make_user(app, name="ada"))

    page = client.get("/").text

    assert "Hello, ada!" in page
    assert 'href="/register"' not in page


def test_hello_greets_by_name(client):
    answer = client.get("/hello/Ada")

    assert "Hello, Ada!" in answer.text


def test_hello_shows_markup_as_text(client):
    answer = client.get("/hello/<img src=x onerror=alert(1)>")

    assert "&lt;img src=x" in answer.text
    assert "<img src=x" not in answer.text


def test_unknown_address_is_not_found(client):
    assert client.get("/nowhere").status_code == 404


def test_index_shows_the_newest_posts_and_leads_on(app, client):
    ada = make_user(app)
    posts = [make_post(app, ada, f"Note {n}.") for n in range(ROWS_SHOWN + 1)]

    page = client.get("/").text

    assert page.count('class="post"') == ROWS_SHOWN
    assert "Note 1." in page
    assert f'href="/posts?before={posts[1].id}"' in page


def test_index_without_posts_says_so(client):
    assert "Nobody has written anything yet." in client.get("/").text


def test_hello_leads_back(client):
    assert 'href="/"' in client.get("/hello/Ada").text
