"""Tags that are not as the chain has them: of another's making, moved by hand, of a host."""

from __future__ import annotations

from pathlib import Path

from repository import Repository, cloned
from stories import published_twice


def test_a_label_that_points_at_nothing_of_ours_is_left_and_named(reader: Repository):
    own = reader.git("commit-tree", "-m", "My own", "main^{tree}")
    reader.git("tag", "9z", own)
    reader.git("tag", "--delete", "3a")

    answer = reader.run("sync")

    assert answer.code == 0
    assert "tag 9z is none of ours and was left" in answer.err
    assert (reader.id("9z"), "3a" in reader.tags()) == (own, True)


def test_many_labels_that_are_none_of_ours_are_counted_and_named_once(reader: Repository):
    own = reader.git("commit-tree", "-m", "My own", "main^{tree}")
    for name in ("9y", "9z"):
        reader.git("tag", name, own)

    said = reader.run("sync").err

    assert "2 tags, 9y first, are none of ours and were left. Next: git tag -d 9y 9z" in said


def test_a_label_that_is_none_of_ours_is_not_called_right(reader: Repository):
    own = reader.git("commit-tree", "-m", "My own", "main^{tree}")
    count = len(reader.tags())
    reader.git("tag", "--force", "2b", own)

    assert f"branch and {count - 1} tags are right already" in reader.chapters("sync")


def test_status_names_some_of_many_tags_that_are_off(reader: Repository):
    for name in (*reader.tags(), "9y", "9z"):
        reader.git("tag", "--force", name, "main")

    said = reader.run("status").err.splitlines()

    assert [line[:9] for line in said[:5]] == ["note  tag"] * 5
    assert said[5:] == ["note  and 2 more of the kind"]


def test_a_tag_that_was_moved_by_hand_comes_back(chain: Repository, reader: Repository):
    reader.git("tag", "--force", "2b", "1a")

    reader.chapters("sync")

    assert reader.tags() == chain.tags()


def test_stale_tags_of_a_host_are_put_right(chain: Repository, tmp_path: Path):
    old = chain.tags()
    published_twice(chain)
    made = cloned(chain, tmp_path / "late", "--branch=main", "--no-tags")
    for name, oid in old.items():
        made.git("tag", name, oid)

    made.chapters("sync")

    assert made.tags() == chain.tags()
