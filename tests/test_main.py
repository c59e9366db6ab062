from app import create_app


def test_hello_shows_markup_as_text():
    client = create_app().test_client()

    answer = client.get("/hello/<img src=x onerror=alert(1)>")

    assert "&lt;img src=x" in answer.text
    assert "<img src=x" not in answer.text
