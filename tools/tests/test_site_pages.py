"""Each page of the reading site, as a value: what it says, and where it leads."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from repository import Repository
from site_story import book_of, read, target

from chapters import extras
from chapters.site import drawing, listings, prose, shelf, since
from chapters.site.book import Book, EditionNote, News, Picture, Proof, lines_of
from chapters.site.pages import Site

ROOT = Path(__file__).parents[2]
OUTSIDE = re.compile(r"[a-z]+:")
PICTURES = (Picture("k/wide-light.png", False, False, 900, 600),
            Picture("k/narrow-dark.png", True, True, 390, 700))  # fmt: skip


@pytest.fixture(scope="module")
def book(library_: Repository) -> Book:
    """With a proof, pictures, and two editions."""
    found = book_of(library_.top)
    proof = Proof((("install", "3 packages"), ("tests", "12 passed in 0.5s")), ())
    first = found.steps[0]._replace(proof=proof, pictures=PICTURES)
    news = (News("fix 2b move: Say it better", "fix", "move", "Say it better",
                 found.steps[2].changes),
            News("reword 2b move: reworded", "reword", "move", "reworded"),
            News("reword 1a begin: reworded", "reword", "begin", "reworded"),
            News("drop 3c bye: It said too much", "drop", "bye", "It said too much"))  # fmt: skip
    notes = (EditionNote(1, "2026-01-01", "The first", ()),
             EditionNote(2, "2026-02-01", "Better words", news))  # fmt: skip
    return replace(found, steps=(first, *found.steps[1:]), editions=notes)


@pytest.fixture(scope="module")
def site(book: Book) -> Site:
    return Site(book)


def text(site: Site, address: str) -> str:
    return " ".join(read(site.draw(address)).text.split())


def html_pages(site: Site) -> list[str]:
    return [address for address in site.pages if address.endswith(".html")]


def test_every_link_and_every_anchor_on_every_page_leads_somewhere(site: Site):
    readers = {address: read(site.draw(address)) for address in html_pages(site)}
    static = {f"static/{path.name}" for path in (drawing.FOLDER / "static").iterdir()}
    files = {*site.pages, *static, *(f"pictures/{p.name}" for p in PICTURES)}
    lost = []
    for address, reader in readers.items():
        for link in filter(lambda link: not OUTSIDE.match(link), reader.links):
            there, anchor = target(address, link)
            ids = readers[there].ids if there in readers else set()
            if there not in files or (anchor and anchor not in ids):
                lost.append((address, link))

    assert not lost


def test_no_page_asks_anything_of_another_host(site: Site):
    asked = [
        address
        for address in html_pages(site)
        if re.search(r"""<(?:script|img|source|link)[^>]+(?:src|srcset|href)=["']?(?:https?:)?//""",
                     site.draw(address).decode())
    ]  # fmt: skip

    assert not asked


def test_labels_lead_to_slugs_and_numbers_to_chapters(site: Site):
    assert target("2b/index.html", refresh(site, "2b/index.html")) == ("steps/move.html", "")
    assert target("2/index.html", refresh(site, "2/index.html")) == ("chapters/templates.html", "")


def refresh(site: Site, address: str) -> str:
    found = re.search(r'content="0; url=([^"]+)"', site.draw(address).decode())
    assert found
    return found[1]


def test_a_proved_step_says_how_many_tests_pass(site: Site):
    assert "12 tests pass" in text(site, "steps/begin.html")


def test_a_step_without_verdict_says_so(site: Site):
    assert "not proved yet" in text(site, "steps/page.html")


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (Proof((("tests", "1 passed"),), ()), "1 test passes"),
        (Proof((("install", ""),), ()), "its checks pass"),
        (Proof((("install", ""),), ("tests",)), "not all of it is proved yet"),
        (Proof((), ("tests",)), "not proved yet"),
    ],
)
def test_verdict_is_said_in_words(proof: Proof, words: str):
    assert drawing.tests(proof) == words


def test_picture_stands_after_what_one_will_see(site: Site):
    page = site.draw("steps/begin.html").decode()

    assert page.index("You will see") < page.index("wide-light.png") < page.index("What changed")
    assert 'media="(max-width: 40rem) and (prefers-color-scheme: dark)"' in page


def test_since_margin_names_the_step_of_each_line_and_leads_to_it_there(site: Site):
    page = site.draw("files/move/app/pages/page.html.html").decode()
    margins = re.findall(r'<a class="since" href="([^"]+)" title="[^"]*">.*?</span>(\w+)</a>', page)

    assert [name for _, name in margins] == ["2b", "2a"]
    assert margins[1][0] == f"../../../../steps/page.html#{shelf.anchor('app/page.html')}R2"


def test_origin_of_each_line_is_the_same_text_where_it_came_from(book: Book):
    for (place, path), origins in since.origins(book).items():
        now = book.text(book.sides[place, path])
        for line, origin in zip(lines_of(now) if now else (), origins, strict=True):
            there = book.text(book.sides[origin.place, origin.path])
            assert lines_of(there or "")[origin.line - 1] == line


def test_chapter_unfolds_each_lesson(site: Site):
    page = site.draw("chapters/templates.html").decode()

    assert page.count('<details class="unfolds"') == 2
    assert "First this:" in page


def test_chapter_as_one_change_has_what_its_steps_have_together(book: Book):
    changes = {c.path: c for c in listings.together(book, book.chapters[1][1])}

    assert changes["app/pages/page.html"].old is None
    assert "app/page.html" not in changes
    assert changes["empty.txt"].new is None


def test_tree_says_which_step_last_changed_each_file(site: Site):
    words = text(site, "files/kinds.html")

    assert "__init__.py __init__.py, since 3a" in words
    assert "given.txt given.txt, since 1a" in words


def test_edition_page_says_by_chapter_what_changed_where_and_why(site: Site):
    words = text(site, "editions/2.html")

    assert "Getting started Lessons in better words: 1a Templates" in words
    assert "2b Move and mend: Say it better. 2b before and after" in words
    assert "Of no step that is there now drop 3c bye: It said too much" in words


def test_what_an_edition_made_of_a_steps_files_is_on_a_page_of_its_own(site: Site):
    page = read(site.draw("editions/2/move.html"))

    assert "fix 2b move: Say it better" in page.text
    assert "app/pages/page.html" in {file.path for file in page.files}
    assert "editions/2/begin.html" not in site.pages


def test_book_json_lists_every_step_with_its_address(site: Site):
    found = json.loads(site.draw("book.json"))
    steps = [step for chapter in found["chapters"] for step in chapter["steps"]]

    assert [step["label"] for step in steps] == ["1a", "2a", "2b", "3a", "3b"]
    assert all(step["address"] in site.pages for step in steps)
    assert steps[0]["proof"]["passed"]["tests"] == "12 passed in 0.5s"


def test_base_url_makes_canonical_links_and_the_lost_pages_way_home(book: Book):
    site = Site(replace(book, base_url="https://example.org/pipit/"))

    assert (
        'href="https://example.org/pipit/steps/move.html"' in site.draw("steps/move.html").decode()
    )
    assert '<a href="https://example.org/pipit/index.html">contents' in (
        site.draw("404.html").decode()
    )  # fmt: skip


def test_neighbours_are_linked_for_keys_and_for_readers(site: Site):
    page = site.draw("steps/move.html").decode()

    assert '<link rel="prev" href="page.html">' in page
    assert '<link rel="next" href="greet.html">' in page


def test_search_looks_through_titles_lessons_and_paths(site: Site):
    found = site.documents()["steps/page.html"]

    assert all(words in found for words in ("Draw a page", "First this:", "app/page.html"))


def test_markup_in_a_lesson_is_shown_and_not_obeyed(book: Book):
    html = prose.parts("<script>alert(1)</script> and `<b>`", str, lambda text: "")[0].html

    assert "&lt;script&gt;" in html
    assert "<code>&lt;b&gt;</code>" in html


def test_a_lessons_commands_are_told_from_what_they_print():
    html = prose.block("$ echo <hi>\n<hi>\n", "")

    assert "<kbd>echo &lt;hi&gt;</kbd>" in html
    assert "<samp>&lt;hi&gt;</samp>" in html


def test_pins_of_the_site_are_those_of_the_tutorial():
    pinned = dict(extras.PIN.findall((ROOT / "constraints.txt").read_text()))
    own = [pin for name in ("requirements.txt", "camera.txt")
           for pin in extras.PIN.findall((extras.LISTS / name).read_text())]  # fmt: skip

    assert own
    assert [(name, version) for name, version in own if pinned.get(name, version) != version] == []


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


CSS = (drawing.FOLDER / "static" / "site.css").read_text()
SCHEMES = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
           for part in CSS.split("@media (prefers-color-scheme: dark)")[:2]]  # fmt: skip
CODE = ("ink", "keyword", "string", "comment", "number", "name", "decorator", "soft")
GROUNDS = ("raised", "added", "removed", "added-word", "removed-word")


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark"])
def test_every_colour_of_code_can_be_read_on_every_ground(scheme: dict[str, str]):
    pairs = [(text, ground) for text in CODE for ground in GROUNDS
             if not (text == "soft" and ground.endswith("word"))]  # fmt: skip
    pairs += [(text, ground) for text in ("ink", "soft", "accent") for ground in ("paper", "band")]
    pairs += [("good", "added"), ("bad", "removed"), ("on-accent", "accent")]
    faint = []
    for pair in pairs:
        dark, light = sorted(luminance(scheme[name]) for name in pair)
        if (light + 0.05) / (dark + 0.05) < 4.5:
            faint.append(pair)

    assert not faint


def test_addresses_of_pages_differ(site: Site):
    addresses = sorted(address for address, _ in site._all())

    assert [a for a, b in pairwise(addresses) if a == b] == []
