import re

import pytest

from app.limits import TAG_MAX
from app.markdown import render, tags
from tests.factories import make_post, make_reply, make_tag


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
