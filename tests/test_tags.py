import re

import pytest

from app.limits import POST_MAX, TAG_MAX
from app.markdown import render, tags
from tests.factories import make_post, make_reply, make_tag, make_user


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#tea", {"tea"}),
        ("#Tea, #TEA! (#milk)", {"tea", "milk"}),
        ("*#tea* **#milk**", {"tea", "milk"}),
        ("#Frühstück #чай #茶", {"frühstück", "чай", "茶"}),
        ("#tea_time #4tea", {"tea_time", "4tea"}),
        ("a#tea &#38; ##tea #1 #_ # tea https://b.example/#tea", set()),
        ("`#tea` [#tea](https://b.example)", set()),
        ("    #tea", set()),
        ("\\#tea", set()),
        ("[x](/tags/tea) [x](https://b.example/tags/tea)", set()),
        ("#" + "a" * TAG_MAX, {"a" * TAG_MAX}),
        ("#" + "a" * (TAG_MAX + 1), set()),
        ("#" + "İ" * TAG_MAX, {("İ" * TAG_MAX).lower()}),
    ],
)
def test_what_is_a_tag_is_what_is_shown_as_one(text, words):
    html = render(text)

    assert tags(html) == words
    assert len(re.findall('href="/tags/', html)) >= len(words)
    assert all(len(word) <= 2 * TAG_MAX for word in words)


def test_tag_is_shown_as_it_was_typed():
    link = '<a href="/tags/fr%C3%BCh" rel="nofollow ugc noopener">#Früh</a>'

    assert render("#Früh!") == f"<p>{link}!</p>"


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


def write(client, body):
    """Write a post by the form; return its address."""
    client.submit("/posts/new", body=body)
    return re.search(r'href="(/posts/\d+)"', client.get("/posts").text)[1]


def test_post_is_found_by_its_tags(app, client, ada):
    first = write(client, "one #Tea #milk")
    write(client, "two #tea")
    client.submit(f"{first}/reply", body="three #TEA")

    stranger = app.test_client()
    assert bodies(stranger, "tea") == ["three", "two", "one"]
    assert bodies(stranger, "Milk") == ["one"]
    assert "Nobody has written about this" in stranger.get("/tags/coffee").text


def test_tags_are_those_of_the_post_as_it_is(app, client, ada):
    first, second = write(client, "one #tea #milk"), write(client, "two #tea")

    client.submit(f"{first}/edit", body="one #milk #sugar")
    client.submit(f"{second}/delete")

    found = {word: bodies(client, word) for word in ["tea", "milk", "sugar"]}
    assert found == {"tea": [], "milk": ["one"], "sugar": ["one"]}


def test_post_may_be_nothing_but_tags(client, ada):
    body = " ".join(f"#a{number}" for number in range(POST_MAX // 6))

    assert client.submit("/posts/new", body=body).status_code == 303
    assert "#a99<" in client.get("/tags/a99").text


def test_old_posts_get_their_tags(app, client, flask):
    make_post(app, make_user(app), "one #tea")

    flask("posts", "render")

    assert bodies(client, "tea") == ["one"]
