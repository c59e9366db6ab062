from tests.factories import make_user


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


def test_pages_lead_to_each_other(client):
    assert 'href="/hello/Ada"' in client.get("/").text
    assert 'href="/"' in client.get("/hello/Ada").text
