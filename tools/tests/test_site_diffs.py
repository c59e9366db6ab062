"""What a step changes stands on its page, whole, in its place, and says where that is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from learners import LONG, some
from repository import Repository
from site_story import Reader, Shown, applied, book_of, read

from chapters.site import places, words
from chapters.site.book import Book
from chapters.site.pages import Site

ROOT = Path(__file__).parents[2]
STEPS = 30  # of the tutorial's, from the last back; in the long run all of them


@pytest.fixture(scope="module")
def site(library_: Repository) -> Site:
    return Site(book_of(library_.top))


class Drawn(Site):
    """A site whose pages are drawn once for all tests."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.draw = cache(super().draw)  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def real() -> Site:
    """The tutorial that these tests belong to, where its chain is here."""
    repository = Repository(ROOT)
    if repository.code("rev-parse", "--verify", "--quiet", "refs/heads/chapters"):
        pytest.skip("this clone has no branch chapters")
    return Drawn(book_of(ROOT))


@cache
def files_of(site: Site, key: str) -> tuple[Shown, ...]:
    return tuple(read(site.draw(f"steps/{key}.html")).files)


def shown(site: Site, key: str) -> dict[str, Shown]:
    return {file.path: file for file in files_of(site, key)}


def blob_id(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def replayed(site: Site) -> dict[str, str]:
    """Path -> blob id after applying, to nothing, what each step's page shows."""
    tree: dict[str, bytes] = {}
    for step in site.book.steps:
        tree = applied_to(tree, site, step.key)
    return {path: blob_id(content) for path, content in tree.items()}


def applied_to(before: Mapping[str, bytes], site: Site, key: str) -> dict[str, bytes]:
    """The files of the step before, with what this step's page shows applied to them."""
    tree, files = dict(before), files_of(site, key)
    for file in files:
        tree.pop(file.old_path, None)
    for file in files:
        if "removed" in file.what:
            continue
        if "no text" in file.what:
            tree[file.path] = site.draw(f"files/{key}/{file.path}")
        else:
            old = before.get(file.old_path, b"").decode()
            tree[file.path] = applied(file, old).encode()
    return tree


def tree_of(repository: Repository, revision: str) -> dict[str, str]:
    rows = repository.git("ls-tree", "-r", "-z", revision).split("\0")
    return {row.partition("\t")[2]: row.split()[2] for row in filter(None, map(_unended, rows))}


def _unended(row: str) -> str:
    return row.replace("\t", " \t", 1)


def test_diffs_shown_and_applied_in_turn_give_the_tips_tree(site: Site, library_: Repository):
    assert replayed(site) == tree_of(library_, "chapters")


def test_the_tutorials_own_diffs_applied_to_the_step_before_give_the_steps_tree(real: Site):
    repository, wrong = Repository(ROOT), []
    for place in looked_at(real):
        step, wanted = real.book.steps[place], tree_of(repository, real.book.steps[place].tree)
        before = tree_of(repository, real.book.steps[place - 1].tree) if place else {}
        shown_ = {path for file in files_of(real, step.key) for path in (file.path, file.old_path)}
        old = {path: blob(repository, before[path]) for path in shown_ & before.keys()}
        new = applied_to(old, real, step.key)
        kept = {path: oid for path, oid in before.items() if path not in shown_}
        if kept | {path: blob_id(content) for path, content in new.items()} != wanted:
            wrong.append(step.name)

    assert not wrong


def looked_at(site: Site) -> list[int]:
    return [place - 1 for place in some(len(site.book.steps), STEPS)]


def blob(repository: Repository, oid: str) -> bytes:
    return repository.bytes("cat-file", "blob", oid)


def test_no_line_that_git_sees_changed_is_missing_on_its_page(real: Site):
    repository = Repository(ROOT)
    missing = []
    for step in (real.book.steps[place] for place in looked_at(real)):
        files = files_of(real, step.key)
        counts = {f.path: [sum(kind == k for kind, _, _ in f.rows) for k in "ad"] for f in files}
        words_ = ("diff-tree", "--root", "-r", "-M", "--numstat", "-z", "--no-commit-id")
        fields = iter(repository.git(*words_, step.checkpoint.oid).split("\0"))
        for row in filter(None, fields):
            added, removed, path = row.split("\t")
            path = path or [next(fields), next(fields)][1]
            if added != "-" and counts.get(path) != [int(added), int(removed)]:
                missing.append((step.name, path, counts.get(path), added, removed))

    assert not missing


def test_no_page_of_the_tutorial_is_heavier_than_150_kilobytes(real: Site):
    """A file's page is drawn in the long run alone: none has half of that."""
    chosen = {f"steps/{real.book.steps[place].key}.html" for place in looked_at(real)}
    chosen |= {a for a in real.pages if LONG or not a.startswith(("steps/", "files/"))}

    assert not [address for address in chosen if len(real.draw(address)) > 150_000]


def test_renamed_file_is_shown_as_a_rename_with_what_changed_in_it(site: Site):
    file = shown(site, "move")["app/pages/page.html"]

    assert file.what.startswith("moved here from app/page.html")
    assert [(kind, number) for kind, number, _ in file.rows if kind] == [("d", 1), ("a", 1)]


def test_words_that_changed_are_marked_and_the_rest_of_the_line_is_not(site: Site):
    file = shown(site, "move")["app/pages/page.html"]

    assert file.marked == ["Hello", "Good day"]


def test_binary_file_is_folded_and_says_its_size(site: Site):
    file = shown(site, "move")["picture.bin"]

    assert not file.is_open
    assert "no text; 9 bytes" in file.what


def test_given_file_is_folded_comes_last_and_still_has_every_line(site: Site):
    *_, last = files_of(site, "begin")

    assert (last.path, last.is_open, len(last.rows)) == ("given.txt", False, 60)


def test_unchanged_lines_between_changes_can_be_unfolded(site: Site):
    page = site.draw("steps/move.html").decode()
    file = shown(site, "move")["notes.txt"]

    assert "20 unchanged lines" in page
    assert {number for kind, number, _ in file.rows if not kind} == {*range(1, 41)} - {3, 30}


def test_place_of_a_change_is_said_in_words(site: Site):
    where = "".join(shown(site, "page")["app/__init__.py"].where)

    assert where == "in create_app(), after app.config.from_mapping"


def test_diff_stands_in_the_prose_where_the_lesson_places_it(site: Site):
    text = read(site.draw("steps/page.html")).text

    places_ = [text.index(found) for found in ("First this:", "app/page.html", "and then the")]
    assert places_ == sorted(places_)


def test_files_come_in_the_order_in_which_the_lesson_names_them(site: Site):
    assert files_of(site, "move")[0].path == "app/pages/page.html"


def test_control_characters_and_missing_line_ends_are_shown(site: Site):
    file = shown(site, "page")["odd.txt"]

    assert file.rows[0] == ("a", 1, "tab\there\r")
    assert file.without_end == {"a"}


def test_new_mode_and_link_are_said_in_words(site: Site):
    files = shown(site, "kinds")

    assert files["link"].what == "new link"
    assert files["run.sh"].what == "new file"


def test_a_page_without_room_for_context_leads_to_the_file_instead(
    monkeypatch, library_: Repository
):
    monkeypatch.setattr("chapters.site.diffs.Budget.__init__.__defaults__", (100,))
    page = Site(book_of(library_.top)).draw("steps/move.html").decode()

    assert '<a href="../files/move/notes.txt.html#L7">20 unchanged lines, from line 7</a>' in page


CODE = '''"""Doc."""
import os

LIMIT = 3


class User:
    name = "x"

    def greet(self):
        with open(os.devnull) as file:
            file.read()
        return call(
            1,
            2,
        )
'''


@pytest.mark.parametrize(
    ("first", "words_"),
    [(0, "at the top"), (1, "among the imports"), (3, "after the imports"),
     (7, "in User, at its start"),
     (11, "in User.greet(), at its start"), (13, "in User.greet(), in return call(1, 2)"),
     (8, "in User, after name ="), (6, "in User, its head")],
)  # fmt: skip
def test_place_in_python_comes_from_the_syntax_tree(first: int, words_: str):
    html = places.place("a.py", CODE, first, first + 1)

    assert Reader(html).text == words_


def test_place_in_a_file_that_is_no_python_after_all_is_left_out():
    assert places.place("a.py", "def (:\n", 0, 1) == ""


def test_place_in_a_stylesheet_is_its_rule():
    assert (
        Reader(places.place("a.css", "a { b: c }\n.x > y {\n  d: e;\n}\n", 2, 3)).text
        == "in .x > y"
    )


def test_lines_are_compared_by_likeness_not_by_number():
    left, right = words.changed_words(["a = 1"], ["import os", "a = 2"])

    assert (left, right) == ({0: ((4, 5),)}, {1: ((4, 5),)})


def test_lines_that_have_little_in_common_are_not_marked():
    assert words.changed_words(["return None"], ["class Other(Base):"]) == ({}, {})
