"""The site as the chain is now: read again when a ref has moved, pages drawn when asked for."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .. import binding, searching, serving
from ..album import Album
from ..serving import Reply
from ..site import drawing, highlight, shelf
from ..site.book import Book
from ..site.pages import Site
from . import say
from .session import Session

LOOK_SECONDS = 0.3  # a page's own requests come together; refs need no look for each
Bind = Callable[[Session], Book]
FindFaults = Callable[[Session, Site], tuple[str, ...]]


class Live:
    """One session's site; each answer is as the repository is at that moment."""

    def __init__(self, session: Session, bind: Bind, find_faults: FindFaults) -> None:
        self._session, self._bind, self._find_faults = session, bind, find_faults
        self._seen, self._looked = b"", 0.0
        self._drawn: dict[str, bytes] = {}
        self.scratch: Path | None = None
        self._is_indexed = False

    def serve(self, port: int) -> None:
        """Serve until Ctrl-C."""
        gc.disable()  # a collection in between takes longer than a page; `_look` has one
        with tempfile.TemporaryDirectory() as scratch:
            self.scratch = Path(scratch)
            self.begin()
            server = serving.server(port, self.answer)
            say.line(f"the site is at http://127.0.0.1:{server.server_port}, until Ctrl-C")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                say.line()
            finally:
                server.server_close()

    def begin(self) -> None:
        """Read the book, and load what pages would load when the first one needs it."""
        self._look()
        self._page(shelf.step(self.site.book.steps[0].key))
        for path in self.site.book.trees[-1]:
            highlight.highlight(path, "")

    def _look(self) -> None:
        """Read the book again where a ref has moved since."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        refs = self._session.git.run("for-each-ref")
        if refs != self._seen:
            self._session.refresh()
            self.site = Site(self._bind(self._session))
            self._drawn, self._is_indexed, self._seen = {}, False, refs
            gc.collect()
            for fault in self._find_faults(self._session, self.site):
                say.warn(fault)
        self._looked = time.monotonic()

    def answer(self, address: str, query: dict[str, str]) -> Reply:
        """The page, file or index part at an address; a folder's is its index.html."""
        self._look()
        if address == "" or address.endswith("/"):
            address += shelf.CONTENTS
        if address == shelf.COMPARE and {"from", "to"} <= query.keys():
            return self._sent_to_comparison(query)
        found = self._file(address)
        if found is None and self._file(f"{address}/{shelf.CONTENTS}") is not None:
            return Reply(b"", 301, f"/{address}/")
        if found is None:
            return Reply(self._page(shelf.MISSING) or b"", 404)
        return Reply(found)

    def _file(self, address: str) -> bytes | None:
        folder, _, name = address.partition("/")
        if folder == "static" and name in {path.name for path in _static().iterdir()}:
            return (_static() / name).read_bytes()
        if folder == searching.FOLDER:
            return self._index_part(name)
        if name in {picture.name for step in self.site.book.steps for picture in step.pictures}:
            return (Album(self._session.git.common).folder / name).read_bytes()
        return self._page(address)

    def _page(self, address: str) -> bytes | None:
        if address not in self._drawn:
            if address in self.site.pages:
                self._drawn[address] = self.site.draw(address)
            elif compared := self._comparison(address):
                self._drawn[address] = compared
        return self._drawn.get(address)

    def _comparison(self, address: str) -> bytes | None:
        """The page of any two steps, `compare/A..B.html`."""
        names = address.removeprefix("compare/").removesuffix(".html").split("..")
        steps = [self.site.book.named.get(name) for name in names]
        if address == f"compare/{'..'.join(names)}.html" and len(steps) == 2 and all(steps):
            before, after = (step for step in steps if step)
            oids = before.checkpoint.oid, after.checkpoint.oid
            changes = binding.comparison(self._session.git, self._session.store, *oids)
            return self.site.comparison(before, after, changes)
        return None

    def _sent_to_comparison(self, query: dict[str, str]) -> Reply:
        named = self.site.book.named
        steps = [named.get(query[name]) for name in ("from", "to")]
        if not all(steps):
            return Reply(self._page(shelf.MISSING) or b"", 404)
        return Reply(b"", 303, f"/{shelf.comparison(*(step.key for step in steps if step))}")

    def _index_part(self, name: str) -> bytes | None:
        """A file of the search index, which is made when it is first asked for."""
        if not self.scratch:
            return None
        if not self._is_indexed:
            searching.index(self.site.documents(), self.scratch)
            self._is_indexed = True
        path = self.scratch / searching.FOLDER / name
        inside = self.scratch.resolve() in path.resolve().parents
        return path.read_bytes() if inside and path.is_file() else None


def _static() -> Path:
    return drawing.FOLDER / "static"
