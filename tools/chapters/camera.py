"""Photograph pages of a running app, in light and dark, wide and narrow, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, FloatRect, Page, ViewportSize, sync_playwright

from .album import SCALES
from .clock import SECONDS
from .errors import Refused

SHAPES: dict[str, ViewportSize] = {
    "wide": {"width": 900, "height": 620},
    "narrow": {"width": 390, "height": 760},
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LEAST_HEIGHT = 200
SIGN_IN = re.compile(r"^\s*(sign|log) ?in\b", re.IGNORECASE)
BOTTOM = """() => {
    const all = document.createRange();
    all.selectNodeContents(document.body);
    return Math.ceil(all.getBoundingClientRect().bottom) + 24;
}"""


@dataclass(frozen=True)
class Person:
    """Someone of the demo data who can sign in."""

    name: str
    password: str


class Camera:
    """An open browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def photograph(self, root: str, path: str, person: Person | None, folder: Path) -> None:
        """Four pictures of a page into a folder. Raises Refused where it can't be reached."""
        for shape, size in SHAPES.items():
            context = self._browser.new_context(
                viewport=size, device_scale_factor=SCALES[shape], locale="en-GB",
                timezone_id="UTC", reduced_motion="reduce",
            )  # fmt: skip
            try:
                page = context.new_page()
                page.clock.set_fixed_time(SECONDS * 1000)
                _reach(page, root, path, person)
                _shoot(page, folder / shape, size)
            except Error as error:
                raise Refused(f"the browser says: {error.message.splitlines()[0]}") from error
            finally:
                context.close()


@contextmanager
def opened(program: str) -> Iterator[Camera]:
    """A camera with the machine's own chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        try:
            yield Camera(browser)
        finally:
            browser.close()


def _reach(page: Page, root: str, path: str, person: Person | None) -> None:
    page.goto(root + path)
    if person:
        _sign_in(page, person)
        page.goto(root + path)
    page.wait_for_load_state("networkidle")


def _shoot(page: Page, start: Path, size: ViewportSize) -> None:
    """What is in sight, down to where the page ends, in both schemes."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        tall = min(max(int(page.evaluate(BOTTOM)), LEAST_HEIGHT), size["height"])
        clip: FloatRect = {"x": 0, "y": 0, "width": size["width"], "height": tall}
        page.screenshot(path=f"{start}-{scheme}.png", clip=clip)


def _sign_in(page: Page, person: Person) -> None:
    """By the app's own form: where the page asks for it, else behind its link."""
    password = page.locator("input[type=password]")
    if not password.count():
        page.get_by_role("link", name=SIGN_IN).first.click()
    form = page.locator("form", has=password).first
    form.locator("input:not([type=hidden]):not([type=password])").first.fill(person.name)
    form.locator("input[type=password]").first.fill(person.password)
    with page.expect_navigation():
        form.locator("input[type=password]").first.press("Enter")
    if page.locator("input[type=password]").count():
        raise Refused(f"the app does not let {person.name} sign in")
