"""The reading site in a real browser: with and without script, by keys, for everybody."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from repository import Repository, clone
from site_story import read

FOLDER = "pipit"  # the site lies below a folder, as on many a host
KINDS = (
    "index.html", "chapters/templates.html", "steps/page.html", "steps/move.html",
    "files/move.html", "files/move/app/pages/page.html.html", "compare/index.html",
    "compare/begin..move.html", "compare/index.html?from=begin&to=greet", "editions/index.html",
    "editions/2.html", "editions/2/begin.html", "search.html?q=page", "404.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if not program:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("there is no chromium here")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program)
        yield opened
        opened.close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def root(library_: Repository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of two editions, on a plain host, below a folder."""
    top: Path = tmp_path_factory.mktemp("host")
    story = clone(library_, top / "story")
    story.replace("notes.txt", "note line 22\n", "note line twenty-two\n")
    story.chapters("fix", "1a", "-m", "Say it better")
    story.chapters("publish", "-m", "Better words")
    story.chapters("site", "build", "--no-pictures", "--out", str(top / FOLDER))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(top)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/{FOLDER}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, root: str) -> Iterator[Page]:
    """A page that fails the test where a script fails, or another host is asked."""
    context = browser.new_context(base_url=root)
    opened, faults = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("request", lambda asked: None if asked.url.startswith(root) else
              faults.append(asked.url))  # fmt: skip
    yield opened
    context.close()
    assert faults == []


def settled(page: Page, address: str) -> None:
    """Go to a page, and wait for what its script brings."""
    page.goto(address)
    for part, brought in (("?from", "#comparison .file"), ("?q", "#results a")):
        if part in address:
            page.wait_for_selector(brought)


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page: Page, options: dict[str, object] | None = None) -> list[tuple[str, str]]:
    asked = {"resultTypes": ["violations"], **(options or {})}
    found = Axe().run(page, options=asked).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.mark.parametrize("address", KINDS)
def test_axe_finds_nothing_in_light_or_dark_and_360_points_are_wide_enough(
    page: Page, address: str
):
    page.set_viewport_size({"width": 360, "height": 700})
    settled(page, address)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(color_scheme="dark")
    assert violations(page, CONTRAST) == []


def test_all_is_readable_without_script(browser: Browser, root: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}steps/move.html")
    page.get_by_text("20 unchanged lines").click()

    assert page.get_by_text("note line 20", exact=True).is_visible()
    assert page.get_by_role("heading", name="What changed and why").is_visible()
    assert page.locator("del mark").first.inner_text() == "Hello"
    assert not page.get_by_role("button").count()
    page.get_by_role("link", name="3a").last.click()
    assert page.url == f"{root}steps/greet.html"
    page.goto(f"{root}2b/")
    page.wait_for_url(f"{root}steps/move.html")
    context.close()


def test_keys_lead_to_the_steps_around_and_back(page: Page, root: str):
    page.goto("steps/page.html")
    for key, address in (("l", "move"), ("ArrowRight", "greet"), ("h", "move"),
                         ("ArrowLeft", "page")):  # fmt: skip
        page.keyboard.press(key)
        page.wait_for_url(f"{root}steps/{address}.html")


def test_keys_are_listed_and_leave_what_one_types_alone(page: Page, root: str):
    page.goto("steps/page.html")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")

    assert dialog.is_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.wait_for_url(f"{root}search.html")
    page.wait_for_function("document.activeElement.type === 'search'")
    page.keyboard.type("hello")
    assert page.get_by_role("searchbox").input_value() == "hello"


def test_search_finds_a_word_of_a_lesson_and_leads_to_its_step(page: Page, root: str):
    settled(page, "search.html?q=page")
    page.get_by_role("searchbox").fill('"First this"')
    page.get_by_text("1 step", exact=True).wait_for()
    page.get_by_role("link", name="2a Draw a page").click()

    assert page.url == f"{root}steps/page.html"


def test_search_is_for_the_keyboard_alone(page: Page, root: str):
    settled(page, "search.html")
    page.get_by_role("searchbox").focus()
    page.keyboard.type('"First this"')
    page.get_by_text("1 step", exact=True).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(f"{root}steps/page.html")


def test_contents_know_where_one_was(page: Page, root: str):
    page.goto("steps/move.html")
    page.evaluate("scrollTo(0, 300)")
    page.goto("index.html")
    page.get_by_role("link", name="Go on at 2b").click()

    assert page.url == f"{root}steps/move.html#on"
    assert page.evaluate("scrollY") == 300


def rows(page: Page, kind: str) -> list[str]:
    return page.locator(f".file .lines {kind}").all_text_contents()


def test_side_by_side_has_the_same_lines_and_is_remembered(page: Page):
    settled(page, "steps/move.html")
    before = [rows(page, kind) for kind in ("ins", "del")]
    page.keyboard.press("s")

    assert [rows(page, kind) for kind in ("ins", "del")] == before
    left, right = page.locator(".pair:has(del):has(ins)").first.locator("> div").all()
    assert left.bounding_box()["y"] == right.bounding_box()["y"]  # type: ignore[index]
    page.reload()
    assert page.get_by_role("button", name="Side by side").get_attribute("aria-pressed") == "true"
    page.keyboard.press("s")
    assert not page.locator(".pair").count()


def test_a_link_to_a_line_unfolds_what_holds_it(page: Page):
    settled(page, "steps/begin.html")
    line = page.locator("details.file:not([open]) .lines a").last.get_attribute("href")
    page.goto(f"steps/begin.html{line}")

    assert page.locator(f"[id='{line[1:]}']").is_visible()  # type: ignore[index]


def test_two_steps_are_compared_on_a_plain_host_as_git_does(page: Page, library_: Repository):
    settled(page, "compare/index.html?from=begin&to=greet")
    page.wait_for_selector("#comparison .file")
    shown = {row.locator(".path").inner_text(): row for row in page.locator("details.file").all()}
    words = ("diff", "--numstat", "--no-renames", "1a", "3a", "--")
    counts = [row.split("\t") for row in library_.git(*words).splitlines()]
    wanted = {path: [int(added), int(removed)] for added, removed, path in counts if added != "-"}
    found = {
        path: [file.locator(kind).count() for kind in (".lines .a", ".lines .d")]
        for path, file in shown.items() if path != "picture.bin"
    }  # fmt: skip

    assert found == wanted


def test_two_steps_are_compared_by_keyboard_and_the_outcome_is_said(page: Page):
    page.goto("compare/index.html")
    page.get_by_label("From").focus()
    for key in ("2a", "Tab", "3a", "Tab", "Enter"):
        page.keyboard.press(key) if key.isalpha() else page.keyboard.type(key)
    page.get_by_role("status").get_by_text("files differ.").wait_for()

    assert (
        page.get_by_role("status").inner_text() == f"{page.locator('.file').count()} files differ."
    )


def test_steps_that_cannot_be_read_are_no_endless_wait(page: Page):
    page.goto("compare/index.html")
    page.route("**/compare.json", lambda route: route.fulfill(body="not there"))
    page.get_by_role("button", name="Compare").click()

    page.get_by_role("status").get_by_text("could not be read").wait_for()


def changed(page: bytes | str) -> dict[str, tuple[str, list[tuple[str, int, str]]]]:
    """For each file of a comparison what became of it, and its changed lines."""
    files = read(page.encode() if isinstance(page, str) else page).files
    return {
        file.path: (file.what.split(";")[0].split(" · ")[0], [row for row in file.rows if row[0]])
        for file in files
    }


def test_the_script_draws_what_the_steps_own_page_has(page: Page):
    page.goto("steps/move.html")
    step = changed(page.content())
    settled(page, "compare/index.html?from=page&to=move")

    assert changed(page.content()) == step


def test_print_leaves_prose_and_lines(page: Page):
    page.emulate_media(media="print")
    settled(page, "steps/move.html")

    assert not page.locator("header.top").is_visible()
    assert page.locator("ins").first.is_visible()
