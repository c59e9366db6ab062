"""Every page of the site by its address, drawn when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from html import escape
from typing import Any

from . import diffs, drawing, listings, prose, shelf, since
from .book import Book, Change, EditionNote, News, Picture, Step
from .drawing import Page
from .references import References

Draw = Callable[[], bytes]
DOCUMENT = "<!doctype html><html lang=en><head></head><body>{text}</body></html>"


class Site:
    """All pages of a book; each is drawn afresh from values alone, whenever it is asked for."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.references = References(book)

    @cached_property
    def pages(self) -> Mapping[str, Draw]:
        """Address -> how to draw it."""
        return dict(self._all())

    def _all(self) -> Iterator[tuple[str, Draw]]:
        book = self.book
        yield shelf.CONTENTS, self._contents
        yield shelf.SEARCH, partial(self._plain, shelf.SEARCH, "search.html")
        yield shelf.MISSING, partial(self._plain, shelf.MISSING, "missing.html")
        yield shelf.COMPARE, self._compare
        yield shelf.EDITIONS, partial(self._plain, shelf.EDITIONS, "editions.html")
        for note in book.editions:
            yield shelf.edition(note.number), partial(self._edition, note)
            yield from ((shelf.edited(note.number, news.slug), partial(self._edited, note, news))
                        for news in note.news if news.changes)  # fmt: skip
        for number, (title, steps) in enumerate(book.chapters, 1):
            yield shelf.chapter(title), partial(self._chapter, number)
            yield shelf.redirect(str(number)), partial(self._redirect, shelf.chapter(title), title)
            yield self._whole(number), partial(self._chapter_as_one, number)
            yield from self._steps(steps)
        yield "book.json", partial(listings.contents, book)
        yield "compare.json", partial(listings.changes, book)

    def _steps(self, steps: tuple[Step, ...]) -> Iterator[tuple[str, Draw]]:
        for step in steps:
            place = self.book.places[step.key]
            yield shelf.step(step.key), partial(self._step, place)
            yield shelf.tree(step.key), partial(self._tree, place)
            if step.name != step.key:
                redirect = partial(self._redirect, shelf.step(step.key), step.title)
                yield shelf.redirect(step.name), redirect
            for change in step.changes:
                if change.new:
                    yield from self._file(place, change)

    def _file(self, place: int, change: Change) -> Iterator[tuple[str, Draw]]:
        step = self.book.steps[place]
        yield shelf.file(step.key, change.path), partial(self._version, place, change.path)
        if self.book.text(change.new) is None and change.new:
            content = self.book.blobs[change.new.blob]
            yield shelf.raw(step.key, change.path), partial(bytes, content)

    def draw(self, address: str) -> bytes:
        """One page. Raises KeyError where there is none."""
        return self.pages[address]()

    def documents(self) -> Mapping[str, str]:
        """What a search looks through: for each step's address its label, title and lesson."""
        found = {}
        for step in self.book.steps:
            address = shelf.step(step.key)
            title = escape(f"{step.name} {step.title}".strip(), quote=False)
            paths = " ".join(escape(change.path) for change in step.changes)
            text = f"<h1>{title}</h1>{self._prose(step, address)}<p>{step.key} {paths}</p>"
            found[address] = DOCUMENT.format(text=text)
        return found

    def comparison(self, before: Step, after: Step, changes: tuple[Change, ...]) -> bytes:
        """The page of any two steps; its changes and their texts must be in the book."""
        address = shelf.comparison(before.key, after.key)
        title = f"From {before.name} to {after.name}"
        return self._compared(address, title, before, after, changes, "")

    def _page(self, address: str, name: str, title: str, **values: Any) -> bytes:
        return drawing.draw(Page(self.book, address, title), name, values)

    def _plain(self, address: str, name: str) -> bytes:
        titles = {"search.html": "Search", "missing.html": "There is no such page",
                  "editions.html": "What editions changed"}  # fmt: skip
        return self._page(address, name, titles[name])

    def _contents(self) -> bytes:
        pictures = [_best(steps) for _, steps in self.book.chapters]
        return self._page(shelf.CONTENTS, "contents.html", "Contents", pictures=pictures)

    def _redirect(self, target: str, title: str) -> bytes:
        return self._page(shelf.redirect("x"), "redirect.html", title, target=target)

    def _chapter(self, number: int) -> bytes:
        title, steps = self.book.chapters[number - 1]
        address = shelf.chapter(title)
        shown = [(step, self._prose(step, address)) for step in steps]
        return self._page(address, "chapter.html", title, number=number, steps=shown,
                          picture=_best(steps), whole=self._whole(number))  # fmt: skip

    def _prose(self, step: Step, address: str) -> str:
        """The lesson alone, for a page that has no diff of it."""
        resolve = partial(self.references.path_elsewhere, step, address)
        link = partial(self.references.link, address)
        return "".join(part.html for part in prose.parts(step.lesson.body, link, resolve))

    def _step(self, place: int) -> bytes:
        step, address = self.book.steps[place], shelf.step(self.book.steps[place].key)
        before, after = shelf.neighbours(self.book, place)
        order = tuple(self.references.mentioned(step))
        files = {f.path: f for f in diffs.files(self.book, step.changes, order)}
        spreads = self._spreads(step, address, files)
        return self._page(
            address, "step.html", step.title, step=step, spreads=spreads, before=before,
            after=after, files=list(files.values()), place=self._place_in_chapter(step),
            figure=step.pictures,
        )  # fmt: skip

    def _spreads(
        self, step: Step, address: str, files: Mapping[str, diffs.File]
    ) -> list[tuple[str, list[diffs.File]]]:
        """Stretches of prose, each with the diffs beside it; the last has what is left."""
        path, link = (
            partial(self.references.path, step, address),
            partial(self.references.link, address),
        )
        left, spreads = dict(files), []
        found = prose.parts(step.lesson.body, link, path)
        for part in found:
            beside = [left.pop(part.path)] if part.path in left else []
            if part.html.strip() or beside:
                spreads.append((part.html, beside))
        if spreads and not (spreads[-1][1] and left):
            spreads[-1][1].extend(left.values())
        elif left:
            spreads.append(("", list(left.values())))
        return spreads

    def _place_in_chapter(self, step: Step) -> tuple[int, str, int, int]:
        """(chapter's number, its title, which step of it this is, how many it has)."""
        for number, (title, steps) in enumerate(self.book.chapters, 1):
            if step in steps:
                return number, title, steps.index(step) + 1, len(steps)
        raise KeyError(step.key)

    def _tree(self, place: int) -> bytes:
        step = self.book.steps[place]
        rows = listings.tree(self.book, place)
        return self._page(shelf.tree(step.key), "tree.html", f"All files at {step.name}",
                          step=step, rows=rows, at=place)  # fmt: skip

    def _version(self, place: int, path: str) -> bytes:
        step = self.book.steps[place]
        view = listings.version(self.book, self._origins, place, path)
        return self._page(shelf.file(step.key, path), "file.html", f"{path} at {step.name}",
                          step=step, path=path, view=view)  # fmt: skip

    @cached_property
    def _origins(self) -> Mapping[tuple[int, str], since.Origins]:
        return since.origins(self.book)

    def _whole(self, number: int) -> str:
        before, last = self._ends(number)
        return shelf.comparison(before.key if before else "nothing", last.key)

    def _ends(self, number: int) -> tuple[Step | None, Step]:
        """The last step of the chapter before, and the last step of this one."""
        steps = self.book.chapters[number - 1][1]
        return shelf.neighbours(self.book, self.book.places[steps[0].key])[0], steps[-1]

    def _chapter_as_one(self, number: int) -> bytes:
        title, steps = self.book.chapters[number - 1]
        changes = listings.together(self.book, steps)
        before, last = self._ends(number)
        return self._compared(self._whole(number), f"{title} as one change", before, last, changes,
                              shelf.chapter(title))  # fmt: skip

    def _compared(
        self, address: str, title: str, before: Step | None, after: Step,
        changes: tuple[Change, ...], chapter: str,
    ) -> bytes:  # fmt: skip
        files = listings.shortened(diffs.files(self.book, changes))
        return self._page(address, "comparison.html", title, before=before, after=after,
                          files=files, chapter=chapter)  # fmt: skip

    def _compare(self) -> bytes:
        wholes = [self._whole(number + 1) for number in range(len(self.book.chapters))]
        return self._page(shelf.COMPARE, "compare.html", "Compare two steps", wholes=wholes)

    def _edition(self, note: EditionNote) -> bytes:
        return self._page(shelf.edition(note.number), "edition.html", f"Edition {note.number}",
                          note=note, told=listings.edition(self.book, note))  # fmt: skip

    def _edited(self, note: EditionNote, news: News) -> bytes:
        address = shelf.edited(note.number, news.slug)
        files = listings.shortened(diffs.files(self.book, news.changes))
        return self._page(address, "edited.html", f"{news.slug} in edition {note.number}",
                          note=note, news=news, files=files)  # fmt: skip


def _best(steps: tuple[Step, ...]) -> tuple[Picture, ...]:
    """The pictures of the last step that has some."""
    return next((step.pictures for step in reversed(steps) if step.pictures), ())
