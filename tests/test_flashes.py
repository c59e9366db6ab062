def test_message_is_shown_once(client):
    client.submit("/", name="<Ada>")

    assert "Nice to meet you, &lt;Ada&gt;." in client.get("/").text
    assert "Nice to meet you" not in client.get("/").text


def test_message_is_for_its_own_visitor(app, client):
    client.submit("/", name="Grace")

    assert "to meet you" not in app.test_client().get("/").text


def test_first_message_takes_the_focus_and_no_other(client):
    form = {"csrf_token": client.token("/")}
    client.post("/", data=form | {"name": "Ada"})
    client.post("/", data=form | {"name": "Bea"})

    page = client.get("/").text

    assert page.count('role="status"') == 2
    assert page.count(" autofocus") == 1
    assert page.index(" autofocus") < page.index("to meet you, Bea")
