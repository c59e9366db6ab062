"""Labels, names and chains as values."""

from __future__ import annotations

import pytest

from chapters import model
from chapters.errors import Refused, Unknown
from chapters.lesson import Lesson
from chapters.model import Chain


def row(chapter: str, slug: str, title: str = "Title") -> tuple[str, Lesson]:
    return f"{slug:0<40}", Lesson(title, "", (("Chapter", chapter), ("Checkpoint", slug)))


def chain(*rows: tuple[str, str]) -> Chain:
    return model.label_chain(row(chapter, slug) for chapter, slug in rows)


def test_a_chapter_s_number_is_the_order_in_which_its_title_first_appears():
    found = chain(("One", "a1x"), ("Two", "b1x"), ("Two", "b2x"), ("Three", "c1x"))

    assert [c.label for c in found] == ["1a", "2a", "2b", "3a"]


def test_a_chapter_that_returns_is_refused_with_both_places():
    with pytest.raises(Refused, match=r"'One' ends at 1b and returns at checkpoint 4"):
        model.chapter_labels(["One", "One", "Two", "One"])


def test_a_chapter_may_have_twenty_six_steps():
    assert model.chapter_labels(["One"] * 26)[-1] == "1z"


def test_a_twenty_seventh_step_is_refused():
    with pytest.raises(Refused, match="27th step"):
        model.chapter_labels(["One"] * 27)


def test_two_steps_with_one_slug_are_refused_by_their_labels():
    with pytest.raises(Refused, match="1a and 2a have the same slug 'same'"):
        chain(("One", "same"), ("Two", "same"))


def test_every_commit_without_trailers_is_named_at_once():
    bare = [(n * 40, Lesson(f"Title {n}", "", ())) for n in "ab"]

    with pytest.raises(Refused) as refused:
        model.label_chain(bare)

    assert "aaaaaaaaaa ('Title a')" in str(refused.value)
    assert "bbbbbbbbbb ('Title b')" in str(refused.value)


@pytest.mark.parametrize("name", ["2b", "slug-four"])
def test_a_checkpoint_is_found_by_label_and_by_slug(name: str):
    found = chain(("One", "slug-one"), ("Two", "slug-three"), ("Two", "slug-four"))

    assert found.find(name).slug == "slug-four"


def test_an_unknown_name_comes_with_near_ones():
    found = chain(("One", "page-layout"), ("Two", "flash-messages"))

    with pytest.raises(Unknown, match="near it: page-layout"):
        found.find("page-layuot")


def test_an_empty_name_names_nothing():
    found = model.tag_chain(["a" * 40], {}, {})

    with pytest.raises(Unknown):
        found.find("")


def test_a_foreign_commit_is_named_by_its_first_tag_in_natural_order():
    found = model.tag_chain(["a" * 40], {"a" * 40: ["v10", "v9", "w1"]}, {})

    assert found.checkpoints[0].label == "v9"


def test_natural_order_puts_2b_before_10a():
    assert sorted(["10a", "2b", "2a", "1z"], key=model.natural) == ["1z", "2a", "2b", "10a"]


@pytest.mark.parametrize("names", [["v1", "1"], ["v", "1v"], ["a1b", "ab"], ["", "1"], ["²", "2"]])
def test_natural_order_compares_any_two_names(names: list[str]):
    assert sorted(names, key=model.natural)


@pytest.mark.parametrize("text", ["1a", "9z", "10a", "123b"])
def test_a_number_and_a_letter_are_a_label(text: str):
    assert model.is_label(text)


@pytest.mark.parametrize("text", ["0a", "01a", "1", "a", "1ab", "1A", "1a ", "v1a", "1a\n"])
def test_anything_else_is_no_label(text: str):
    assert not model.is_label(text)


def test_an_edition_stands_behind_an_at_sign():
    assert model.split_edition("7a@3") == ("7a", 3)
    assert model.split_edition("7a") == ("7a", None)


@pytest.mark.parametrize("name", ["7a@", "7a@x", "7a@-1", "7a@²"])
def test_an_edition_that_is_no_number_is_refused(name: str):
    with pytest.raises(Unknown, match="edition"):
        model.split_edition(name)
