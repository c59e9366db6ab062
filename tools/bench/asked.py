"""Ask one app for its pages, as often as it is told to; app.py runs this, from inside.

  asked.py MODULE KNOWN

It runs by the Python of the checkpoint's environment, in the folder of MODULE, the app's or that of
the floor, and with -P: beside it stands a module with the name of the app. KNOWN is what fill.py
printed. It prints JSON: {"acts": {NAME: act}, "lacking": {NAME: why}}; and then, for each NAME on a
line of input, the seconds that this one took, of the clock and of the processor.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from flask.cli import ScriptInfo
from sqlalchemy import Engine, create_engine, event, text

BASE = "https://localhost"
FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
POST = '<article class="post"'
SHOWN, DEEP = 20, 1_000  # posts a page, and the page far down
BODY = "Nobody saw the small brown bird, but *everybody* heard it from the meadow. " * 2

engine = create_engine(os.environ["DATABASE_URL"])


@dataclass(frozen=True)
class Act:
    """A request that can be sent again and again, with the same cookie. A `body` is posted."""

    path: str
    cookie: str
    body: str = ""

    def send(self, client: Any) -> Any:
        headers = {"Cookie": self.cookie, "Referer": BASE + self.path}
        words: dict[str, Any] = {"base_url": BASE, "headers": headers}
        if self.body:
            return client.post(self.path, data=self.body, content_type=FORM, **words)
        return client.get(self.path, **words)


class Reader:
    """One who visits, and keeps the newest cookie."""

    def __init__(self, client: Any) -> None:
        self.client, self.cookie = client, ""

    def visit(self, path: str, **fields: str) -> str:
        """Raises RuntimeError at an answer that is neither a page nor a way on."""
        answer = Act(path, self.cookie, urlencode(fields)).send(self.client)
        if answer.status_code not in {200, 302, 303}:
            raise RuntimeError(f"{path} answers {answer.status}")
        if given := answer.headers.get("Set-Cookie"):
            self.cookie = given.partition(";")[0]
        return str(answer.text)

    def form(self, path: str, **fields: str) -> Act:
        """The form at `path`, filled in, to be sent as often as wanted."""
        token = self.token(path)
        return Act(path, self.cookie, urlencode({**fields, "csrf_token": token}))

    def token(self, path: str) -> str:
        found = TOKEN.search(self.visit(path))
        return found[1] if found else ""

    def sign_in(self, email: str, password: str) -> None:
        token = self.token("/sign-in")
        self.visit("/sign-in", email=email, password=password, csrf_token=token)
        self.visit("/posts")  # from now on the session has a token, and no news


class Asked:
    """The app, and what can be asked of it."""

    def __init__(self, module: str, known: dict[str, Any]) -> None:
        self.app = ScriptInfo(app_import_path=module).load_app()
        self.client = self.app.test_client(use_cookies=False)
        self.known = known
        self.lacking: dict[str, str] = {}
        self.tidy()
        self.readers = {"nobody": Reader(self.client)}
        for name, email in known["readers"].items():
            if self.has("/sign-in"):
                self.readers[name] = Reader(self.client)
                self.readers[name].sign_in(email, known["password"])
        self.acts = {name: act for name, act in self.all_acts() if self.answers(name, act)}

    def has(self, path: str) -> bool:
        routes = self.app.url_map.bind("localhost", url_scheme="https")
        return bool(path and routes.test(path.partition("?")[0], "GET"))

    def tidy(self) -> None:
        """Take out what was posted: just now, or by a run that was ended."""
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM posts WHERE id > :newest"), self.known)

    def all_acts(self) -> Iterator[tuple[str, Act]]:
        for name, reader, path in pages(self.known):
            if reader in self.readers and self.has(path):
                yield name, Act(path, self.readers[reader].cookie)
            else:
                self.lacking[name] = "not at this checkpoint"
        if "50 followed" in self.readers:
            yield "posting", self.readers["50 followed"].form("/posts/new", body=BODY)
            email, password = self.known["readers"]["50 followed"], self.known["password"]
            yield "signing in", Reader(self.client).form("/sign-in", email=email, password=password)

    def answers(self, name: str, act: Act) -> bool:
        """Whether this is worth measuring. A page may want what no browser has, such as a key."""
        status = act.send(self.client).status_code
        if status >= 500:
            raise RuntimeError(f"{name}: {act.path} answers {status}")
        if (status == 200 and act.body) or status >= 400:
            self.lacking[name] = f"answers {status}"
        return name not in self.lacking

    def seconds(self, name: str) -> tuple[float, float]:
        """Raises RuntimeError at another answer than before, from a bound of the app perhaps."""
        act = self.acts[name]
        start, used = time.perf_counter(), time.process_time()
        status = act.send(self.client).status_code
        taken = time.perf_counter() - start, time.process_time() - used
        if status not in ({302, 303} if act.body else {200}):
            raise RuntimeError(f"{name}: {act.path} answers {status} by now")
        if name == "posting":
            self.tidy()
        return taken

    def look(self, name: str) -> dict[str, Any]:
        """What one answer is made of, when all is warm: no statement of a transaction counts."""
        asked: list[str] = []

        def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
            asked.append(statement)

        act = self.acts[name]
        event.listen(Engine, "before_cursor_execute", note)
        answer = act.send(self.client)
        event.remove(Engine, "before_cursor_execute", note)
        self.tidy()
        count = sum(not statement.startswith(("BEGIN", "PRAGMA")) for statement in asked)
        return {**asdict(act), "statements": count, "posts": answer.text.count(POST)}


def pages(known: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (what, who asks for it, its path, empty where the data has none)."""
    yield "all posts", "nobody", "/posts"
    yield "all posts, signed in", "50 followed", "/posts"
    yield "all posts, page 1,000", "nobody", f"/posts?before={deep(EVERYBODY)}"
    yield "a post", "50 followed", f"/posts/{known['post']}"
    yield "a thread", "50 followed", f"/posts/{known['thread']}" if known["thread"] else ""
    yield "a profile", "50 followed", "/people/ada"
    email = known["readers"].get("500 followed")  # nobody, where nobody follows anybody
    for reader in "50 followed", "500 followed", "50 silent":
        yield f"home, {reader}", reader, "/" if email else ""
    path = f"/?before={deep(HOME, email=email)}" if email else ""
    yield "home, page 1,000", "500 followed", path
    yield "API, posts", "nobody", "/api/posts"


EVERYBODY = "SELECT id FROM posts"
HOME = (
    "SELECT id FROM posts WHERE author_id IN (SELECT followed_id FROM follows WHERE follower_id ="
    " (SELECT id FROM users WHERE email = :email))"
)


def deep(query: str, **values: object) -> int:
    """The id that page 1,000 begins below; half-way down, where there are not so many."""
    with engine.connect() as connection:
        below = connection.execute(text(f"{query} ORDER BY id DESC LIMIT 19980"), values).all()
    return int(below[-1 if len(below) == (DEEP - 1) * SHOWN else len(below) // 2][0])


def main(module: str, known: str) -> None:
    asked = Asked(module, json.loads(known))
    acts = {name: asked.look(name) for name in asked.acts}
    print(json.dumps({"acts": acts, "lacking": asked.lacking}), flush=True)
    for line in sys.stdin:
        print(*asked.seconds(line.strip()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
