"""Trees compared, grafted and changed without a checkout, held against git's own results."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import random_histories
from random_histories import History
from repository import Repository

from chapters import trees
from chapters.errors import Malformed
from chapters.git import open_repository
from chapters.store import Store

Opened = tuple[History, Store]


@pytest.fixture(scope="module", params=range(4))
def opened(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    made = random_histories.make(tmp_path_factory.mktemp("trees") / "h", 1000 + request.param, 12)
    store = Store(open_repository(made.repository.top))
    yield made, store
    store.close()


def tree_of(made: History, place: int) -> str:
    return made.repository.id(f"t{place}^{{tree}}")


def test_the_differing_files_are_those_of_git_diff_tree(opened: Opened):
    made, store = opened
    for place in range(len(made.trees) - 1):
        before, after = tree_of(made, place), tree_of(made, place + 1)
        words = ("diff-tree", "-r", "-z", "--no-renames", "--name-only", before, after)
        theirs = made.repository.git(*words).split("\0")[:-1]

        ours = trees.differing_files(store, before, after)

        assert sorted(ours) == sorted(name.encode("utf-8", "surrogateescape") for name in theirs)


def test_the_files_of_one_tree_laid_over_another_make_it_the_same(opened: Opened):
    made, store = opened
    for place in range(len(made.trees) - 1):
        before, after = tree_of(made, place), tree_of(made, place + 1)
        files = {p: new for p, (_, new) in trees.differing_files(store, before, after).items()}

        assert trees.with_files(store, before, files) == after


def test_an_overlay_grafted_onto_its_own_base_gives_the_tree_it_leads_to(opened: Opened):
    made, store = opened
    for place in range(len(made.trees) - 1):
        before, after = tree_of(made, place), tree_of(made, place + 1)
        try:
            grafted = trees.graft(store, before, trees.compare(store, before, after))
        except trees.Touched:
            continue  # a folder came to hold nothing: the merge tells

        assert grafted == after


def test_a_graft_gives_what_a_merge_gives_or_leaves_it_to_the_merge(opened: Opened):
    made, store = opened
    git, chance = open_repository(made.repository.top), random.Random(1)
    for _ in range(25):
        base, ours, theirs = (tree_of(made, n) for n in chance.sample(range(len(made.trees)), 3))
        try:
            grafted = trees.graft_merging(store, ours, trees.compare(store, base, theirs))
        except trees.Touched:
            continue
        merged, conflicts = trees.merge(git, store, (base, ours, theirs), ("ours", "theirs"))

        assert (grafted, ()) == (merged, conflicts)


def test_taking_every_file_out_leaves_the_empty_tree(opened: Opened):
    made, store = opened
    gone = dict.fromkeys(made.trees[-1])

    assert trees.with_files(store, tree_of(made, -1 % len(made.trees)), gone) == store.empty_tree


def test_an_entry_is_found_below_a_root_tree(opened: Opened):
    made, store = opened
    last = len(made.trees) - 1
    for path, (mode, content) in made.trees[last].items():
        found = store.entry(tree_of(made, last), path)

        assert found
        assert (found[0], store.read(found[1])[1]) == (mode, content)


@pytest.mark.parametrize("path", [b"no", b"no/such", b"app/no", b""])
def test_an_entry_that_is_not_there_is_none(opened: Opened, path: bytes):
    made, store = opened

    assert store.entry(tree_of(made, 0), path) is None


def test_new_objects_reach_git_in_one_pack_that_it_finds_sound(new):
    repository: Repository = new()
    store = Store(open_repository(repository.top))
    texts = [random.Random(n).randbytes(n * 997) for n in range(40)]

    ids = [store.add("blob", text) for text in texts]
    store.flush()
    store.close()

    assert [repository.git("cat-file", "-s", oid) for oid in ids] == [str(len(t)) for t in texts]
    assert len(list((repository.top / ".git/objects/pack").glob("*.pack"))) == 1
    assert repository.git("fsck", "--strict", "--no-dangling") == ""


def test_an_object_that_waits_can_be_read_and_exposed_before_the_flush(new):
    repository: Repository = new()
    store = Store(open_repository(repository.top))
    blob = store.add("blob", b"text\n")
    tree = trees.with_files(store, "", {b"a/b/c": (b"100644", blob)})

    store.expose(tree)

    assert store.read(blob) == ("blob", b"text\n")
    assert repository.git("cat-file", "blob", f"{tree}:a/b/c") == "text"


def test_a_missing_object_is_named(new):
    store = Store(open_repository(new().top))

    with pytest.raises(Malformed, match="0123456789" * 4):
        store.read("0123456789" * 4)
    store.close()


def test_a_blob_where_a_tree_must_be_is_named(new):
    store = Store(open_repository(new().top))

    with pytest.raises(Malformed, match="is a blob, not a tree"):
        store.tree(store.add("blob", b""))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (b"app/models.py", "app/models.py"),
        ("ümläut".encode(), "ümläut"),
        (b"caf\xe9", "caf\\xe9"),
        (b"line\nbreak", "line\\nbreak"),
        (b"\x1b[31mred", "\\x1b[31mred"),
    ],
)
def test_a_path_is_shown_on_one_line_that_no_terminal_obeys(path: bytes, shown: str):
    assert trees.printable(path) == shown


def test_conflict_markers_call_the_sides_by_name(new, tmp_path: Path):
    repository: Repository = new()
    git = open_repository(repository.top)
    store = Store(git)
    sides = tuple(
        trees.with_files(store, "", {b"f": (b"100644", store.add("blob", text))})
        for text in (b"base\n", b"ours\n", b"theirs\n")
    )
    store.flush()

    tree, paths = trees.merge(git, store, sides, ("the chain so far", "3b page: this step"))

    assert paths == (b"f",)
    entry = store.entry(tree, b"f")
    assert entry
    assert store.read(entry[1])[1] == (
        b"<<<<<<< the chain so far\nours\n=======\ntheirs\n>>>>>>> 3b page: this step\n"
    )
    store.close()
