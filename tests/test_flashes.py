def flash(client, *messages):
    """Let `messages` wait for `client`, as a view does that redirects."""
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["_flashes"] = [("success", message) for message in messages]


def test_message_is_shown_once(client):
    flash(client, "Well done, <Ada>.")

    assert "Well done, &lt;Ada&gt;." in client.get("/").text
    assert "Well done" not in client.get("/").text


def test_message_is_for_its_own_visitor(app, client):
    flash(client, "Well done.")

    assert "Well done." not in app.test_client().get("/").text


def test_first_message_takes_the_focus_and_no_other(client):
    flash(client, "One.", "Two.")

    page = client.get("/").text

    assert page.count('role="status"') == 2
    assert page.count(" autofocus") == 1
    assert page.index(" autofocus") < page.index("Two.")
