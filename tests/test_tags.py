import re

from tests.factories import make_post, make_reply, make_tag


def bodies(client, word):
    return re.findall("<p>(\\w+)", client.get(f"/tags/{word}").text)


def test_list_has_what_has_the_tag(app, client, ada):
    post = make_post(app, ada, "one")
    make_tag(app, post, "tea")
    make_tag(app, post, "milk")
    make_tag(app, make_reply(app, ada, post, "two"), "tea")
    gone = make_post(app, ada, "gone")
    make_tag(app, gone, "tea")
    client.submit(f"/posts/{gone.id}/delete")

    assert bodies(client, "Tea") == ["two", "one"]
    assert bodies(app.test_client(), "milk") == ["one"]
    assert "Nobody has written about this" in client.get("/tags/coffee").text
