"""The benchmark of the app, on few posts: what it asks for, what it leaves, what it says."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"
sys.path.append(str(BENCH))

from figures import Page, Report, Time, read, side_by_side, table  # noqa: E402
from load import Request, with_threads  # noqa: E402

POSTS, REPLIES = 300, 30  # the replies stand below one post, for "a thread"
ONE_RUN = (
    "--checkpoint", "HEAD", "--python", sys.executable, "--rounds", "1", "--seconds", "0",
    "--people", "60", "--posts", str(POSTS),
)  # fmt: skip


def test_all_hot_pages_of_main_are_measured_and_no_post_is_left(tmp_path: Path):
    kept, file = tmp_path / "kept", tmp_path / "figures.json"

    done = bench(*ONE_RUN, "--kept", str(kept), "--json", str(file))

    found = read(json.loads(file.read_text()))
    lists = {name: page for name, page in found.pages.items() if name.startswith(("all", "home"))}
    assert len(lists) == 7
    assert {(page.posts, page.floor_posts) for page in lists.values()} == {(20, 20)}
    assert {page.statements for page in lists.values()} == {1, 2}
    assert {"posting", "signing in"} <= found.pages.keys()
    assert done.stdout.splitlines() == list(table(found))
    database = next(kept.glob(f"databases/*-{POSTS}.sqlite"))
    left = sqlite3.connect(database).execute("SELECT count(*) FROM posts").fetchone()
    assert left == (POSTS + REPLIES,)


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCH / "app.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode in {0, 1}, done.stderr
    return done


def report(*, database: str = "sqlite", **pages: Page) -> Report:
    size, named = "60 people", {name.replace("_", " "): page for name, page in pages.items()}
    return Report(
        "3c", "0" * 40, database, size, 1.5, named, {"a thread": "not at this checkpoint"}, ()
    )


def page(
    ms: float, cpu_ms: float, *, statements: int = 2, posts: int = 20, rate: float = 90
) -> Page:
    """Beside a floor, and a smaller database, that take 10 ms and 1 ms of processor time."""
    other = Time(10, 1)
    return Page(statements, posts, 20, Time(ms, cpu_ms), other, other, rate, 100)


def test_on_sqlite_the_time_of_the_processor_counts():
    assert not list(report(posting=page(ms=99, cpu_ms=1.2)).faults)

    [floor, growth] = report(posting=page(ms=10, cpu_ms=2.5)).faults

    assert floor == "posting, to the floor: 2.50 times, more than 2.0"
    assert growth == "posting, to a tenth of the posts: 2.50 times, more than 1.3"


def test_on_postgresql_the_time_of_the_clock_counts():
    slow = report(database="postgresql", posting=page(ms=25, cpu_ms=1))

    assert "posting, to the floor: 2.50 times, more than 2.0" in slow.faults


def test_too_many_statements_and_other_posts_than_the_floors_are_faults():
    wrong = page(10, 1, statements=4, posts=19)

    assert list(report(home=wrong).faults) == [
        "home: 4 statements, more than 3",
        "home: 19 posts, and the floor shows 20",
    ]


def test_a_deep_page_is_held_against_the_first():
    pages = {"all posts": page(10, 1), "all posts, page 1,000": page(10, 1.28)}

    assert list(report(**pages).faults) == [
        "all posts, page 1,000 to page 1: 1.28 times, more than 1.25"
    ]


def test_what_is_left_out_is_said():
    assert "left out: a thread, not at this checkpoint" in table(report(posting=page(10, 1)))


def test_two_reports_stand_side_by_side_by_their_ratios_to_the_floor():
    a, b = report(home=page(10, 2, rate=50)), report(home=page(10, 1, rate=80), posting=page(10, 1))

    *_, home, posting = side_by_side(a, b)

    cells = [cell.strip() for cell in home.strip("|").split("|")]
    assert cells == ["home", "2", "2", "2.00", "1.00", "2.00", "1.00", "0.50", "50", "80"]
    assert [cell.strip() for cell in posting.strip("|").split("|")][1:3] == ["-", "2"]


class Door(BaseHTTPRequestHandler):
    """Let in whoever has the cookie."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Cookie"] == "key=1" else 429)
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(303 if body == b"word=please" else 400)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class House(ThreadingHTTPServer):
    request_queue_size = 64  # more than knock at once: who is not heard waits for a second


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with House(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize("request_", [Request("/", "key=1", ""), Request("/", "", "word=please")])
def test_answers_and_ways_on_are_counted(port: int, request_: Request):
    found = with_threads(port, request_, 0.1)

    assert found.answers > 0
    assert found.refused == 0
    assert found.per_second == found.answers / found.seconds


@pytest.mark.parametrize("request_", [Request("/", "", ""), Request("/", "", "word=now")])
def test_what_is_refused_is_not_counted_as_fast(port: int, request_: Request):
    found = with_threads(port, request_, 0.1)

    assert found.refused == found.answers > 0
    assert found.per_second is None
