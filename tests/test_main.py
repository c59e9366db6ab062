def test_index_welcomes(client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert "Pipit" in answer.text


def test_form_greets_by_name(client):
    client.submit("/", name="<Ada>")

    assert "Hello, <bdi>&lt;Ada&gt;</bdi>!" in client.get("/").text


def test_form_is_answered_with_another_address_to_get(client):
    answer = client.submit("/", name="Ada")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_name_is_known_to_its_own_session_only(app, client):
    client.submit("/", name="Grace")

    assert "Hello," not in app.test_client().get("/").text


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
