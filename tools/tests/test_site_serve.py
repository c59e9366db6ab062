"""`chapters site serve`: the chain as it is at each request, for one reader on this machine."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator

import pytest
from repository import Repository
from site_story import read

from chapters import serving
from chapters.cli import live
from chapters.cli.live import Live
from chapters.cli.pages import bound, found_faults
from chapters.cli.session import Session
from chapters.errors import Refused


@pytest.fixture
def reader(story: Repository, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """The site of `story`, looking for moved refs at each request."""
    monkeypatch.setattr(live, "LOOK_SECONDS", 0)
    session = Session(story.top)
    made = Live(session, bound, found_faults)
    made.scratch = tmp_path
    yield made
    session.close()


@pytest.fixture
def port(reader: Live) -> Iterator[int]:
    server = serving.server(0, reader.answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def get(port: int, path: str, host: str = "") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    answer.text = answer.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return answer


def test_a_page_shows_a_fix_as_soon_as_it_is_made(reader: Live, story: Repository):
    before = reader.answer("files/begin/notes.txt.html", {}).content
    story.replace("notes.txt", "note line 20\n", "note line twenty\n")
    story.chapters("fix", "1a", "-m", "Say it better")

    assert b"twenty" not in before
    assert b"twenty" in reader.answer("files/begin/notes.txt.html", {}).content


def test_any_two_steps_are_compared_without_script(reader: Live):
    sent = reader.answer("compare/index.html", {"from": "begin", "to": "greet"})
    page = reader.answer(sent.location.lstrip("/"), {}).content

    assert sent.status == 303
    assert {"app/pages/page.html", "app/__init__.py"} <= {file.path for file in read(page).files}


def test_a_page_that_is_not_there_is_said_to_be_missing(reader: Live):
    answer = reader.answer("steps/nosuch.html", {})

    assert answer.status == 404
    assert b"There is no such page" in answer.content


@pytest.mark.parametrize("path", ["static/../pages.py", "pagefind/../../secret", "static/"])
def test_nothing_outside_of_the_site_is_served(reader: Live, path: str):
    assert reader.answer(path, {}).status == 404


def test_server_listens_to_this_machine_alone(port: int):
    assert get(port, "/").status == 200
    assert get(port, "/", "evil.example:80").status == 403


def test_a_label_without_a_slash_finds_its_page(port: int):
    assert get(port, "/2b").getheader("Location") == "/2b/"
    assert "steps/move.html" in get(port, "/2b/").text  # type: ignore[attr-defined]


def test_kinds_of_files_are_told(port: int):
    paths = ("/steps/move.html", "/static/site.css", "/book.json", "/static/pipit.svg")
    kinds = [get(port, path).getheader("Content-Type") for path in paths]

    assert kinds == ["text/html; charset=utf-8", "text/css; charset=utf-8", "application/json",
                     "image/svg+xml"]  # fmt: skip


def test_a_served_page_takes_less_than_a_tenth_of_a_second(port: int):
    get(port, "/")
    times = []
    for path in ("/steps/begin.html", "/steps/move.html", "/files/kinds.html"):
        start = time.perf_counter()
        get(port, path)
        times.append(time.perf_counter() - start)

    assert min(times) < 0.1


def test_a_taken_port_is_named_with_another(port: int):
    with pytest.raises(Refused, match=f"Port {port} is taken. Next: chapters site serve --port"):
        serving.server(port, lambda address, query: serving.Reply(b""))


def test_faults_of_lessons_are_told_and_the_site_is_shown_all_the_same(
    reader: Live, story: Repository, capsys: pytest.CaptureFixture[str]
):
    message = story.git("log", "-1", "--format=%B").replace("Try it\n------", "Try\n---")
    story.git("commit", "--amend", "--quiet", "-F", "-", stdin=message.encode())

    assert reader.answer("steps/kinds.html", {}).status == 200
    assert "3b kinds: section 'Try it' is missing" in capsys.readouterr().err
