from html.parser import HTMLParser

import pytest

from app import markdown
from app.markdown import DEPTH_MAX, TAGS, Parsers, render
from tests.payloads import PAYLOADS


class Reader(HTMLParser):
    """Note each tag with its attributes, as a browser would see them."""

    def __init__(self, html):
        super().__init__()
        self.seen = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))


def tags(html):
    return Reader(html).seen


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "around", ["%s", "a %s b", "> - %s", "**%s**", "[%s](http://b)"]
)
def test_nothing_but_text_and_plain_tags_comes_out(payload, around):
    for tag, attributes in tags(render(around % payload)):
        assert tag in TAGS
        assert set(attributes) <= {"href", "rel"}
        assert attributes.get("href", "https:").startswith(("http:", "https:"))


def test_markup_is_shown_as_it_was_typed():
    html = "<p>&lt;b&gt;bold&lt;/b&gt; &amp; 1 &lt; 2</p>"

    assert render("<b>bold</b> & 1 < 2") == html


def test_text_is_drawn_alike_whatever_was_drawn_before(monkeypatch):
    texts = [
        "> " * 20 + "a",
        "```\ncode",
        "- a\n    - b",
        "\u0002klzzwxh:0\u0003",
        "*a",
    ]
    alone = {}
    for text in texts:
        monkeypatch.setattr(markdown, "parsers", Parsers())
        alone[text] = render(text)

    assert all(
        [render(a), render(b)] == [alone[a], alone[b]] for a in texts for b in texts
    )


def test_no_text_is_kept_when_the_next_is_drawn():
    render("```\nsecret\n```")
    render("a")

    assert markdown.parsers.markdown.htmlStash.rawHtmlBlocks == []


@pytest.mark.parametrize("text", ["[x](https://a.example/)", "<https://a.example/>"])
def test_link_gets_no_credit_from_us(text):
    [_, (tag, attributes)] = tags(render(text))

    assert tag == "a"
    assert attributes["href"] == "https://a.example/"
    assert attributes["rel"] == "nofollow ugc noopener"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a", "<ol>\n<li>a</li>\n</ol>"),
        ("    a", "<pre><code>a\n</code></pre>"),
        ("```\na *b*\n```", "<pre><code>a *b*\n</code></pre>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("# No heading", "<p># No heading</p>"),
    ],
)
def test_markdown_means_what_it_means_elsewhere(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "mark", ["> ", "- ", "1. ", "> - ", "* 1. > ", "*_", "**a _b "]
)
def test_nesting_has_an_end(mark):
    html = render(mark * (10_000 // len(mark)) + "at the bottom")

    assert "at the bottom" in html
    assert html.count("<blockquote>") + html.count("<li>") <= DEPTH_MAX


def test_nesting_that_people_use_is_kept():
    html = render("> > a\n\n- b\n    - c\n        - d")

    assert html.count("<blockquote>") == 2
    assert html.count("<ul>") == 3


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`` a`b ``", "<code>a`b</code>"),
        (r"\`a`", "`a`"),
        ("`a", "`a"),
        ("[*a*](https://b.example/c_d_e)", 'href="https://b.example/c_d_e"'),
        (r"[a](https://b.example/\_)", 'href="https://b.example/_"'),
        ("[a](/account)", "[a](/account)"),
        ("[" + "a" * 201 + "](https://b)", "[aaa"),
    ],
)
def test_code_and_links_within_their_bounds(text, html):
    assert html in render(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://b.example/c.", "https://b.example/c"),
        ("(https://b.example/c_d_e)", "https://b.example/c_d_e"),
        ("*https://b.example*", "https://b.example"),
        ("http://b.example/?c=1&d=2#e, and", "http://b.example/?c=1&d=2#e"),
        ("<https://b.example/>", "https://b.example/"),
        ("https://b.example/\n", "https://b.example/"),
    ],
)
def test_address_by_itself_is_a_link(text, address):
    links = [attributes for tag, attributes in tags(render(text)) if tag == "a"]

    assert [link["href"] for link in links] == [address]


@pytest.mark.parametrize(
    "text",
    ["`https://b.example`", "xhttps://b.example", "https://", "    https://b.example"],
)
def test_what_is_no_address_is_no_link(text):
    assert "<a " not in render(text)


def test_link_has_no_link_inside():
    html = render("[https://b.example](https://c.example)")

    assert html.count("<a ") == 1
    assert ">https://b.example</a>" in html
