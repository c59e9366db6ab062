"""A lesson out of its raw bytes, and what is wrong with it."""

from __future__ import annotations

import pytest
import stories

from chapters import lesson

GOOD = stories.lesson("Say hello", "Getting started", "hello")


def faults_of(text: str) -> tuple[str, ...]:
    return lesson.form_faults(lesson.parse(text.encode()))


def test_a_message_falls_into_title_body_and_trailers():
    found = lesson.parse(b"Title\n\nBody\nmore\n\nChapter: One\nCheckpoint: first\n")

    assert found.title == "Title"
    assert found.body == "Body\nmore"
    assert found.trailers == (("Chapter", "One"), ("Checkpoint", "first"))


@pytest.mark.parametrize(
    "last",
    ["Chapter: One\nand a line", "Chapter:\nCheckpoint: x", "Chapter One", ": x", "Cha pter: x"],
)
def test_a_last_paragraph_with_another_line_is_no_trailers(last: str):
    assert lesson.parse(f"Title\n\nBody\n\n{last}\n".encode()).trailers == ()


def test_a_title_alone_is_no_trailer_even_if_it_looks_like_one():
    assert lesson.parse(b"Chapter: One\n").trailers == ()


def test_trailers_do_not_obey_the_separators_and_comments_of_git():
    found = lesson.parse(b"Title\n\n# Body\n\nChapter: # One\nCheckpoint: first\n")

    assert found.value("Chapter") == "# One"
    assert found.body == "# Body"


def test_a_body_that_repeats_the_trailers_keeps_them_as_text():
    found = lesson.parse(b"T\n\nChapter: A\n\nChapter: A\n")

    assert found.body == "Chapter: A"
    assert found.trailers == (("Chapter", "A"),)


@pytest.mark.parametrize("message", [b"", b"\n", b"\n\n\n", b"\xff\xfe", b"a\0b\n\nc"])
def test_any_bytes_are_a_lesson(message: bytes):
    assert lesson.parse(message).trailers == ()


@pytest.mark.parametrize("slug", ["hello", "flash-messages", "a1", "4th", "abc"])
def test_a_slug_is_lower_case_words_with_hyphens(slug: str):
    assert lesson.is_slug(slug)


@pytest.mark.parametrize(
    "slug",
    ["", "Hello", "two words", "-a", "a-", "a--b", "4c", "12a", "beef", "1234567", "a_b", "ä",
     "main", "head", "chapters", "a/b"],
)  # fmt: skip
def test_what_reads_like_a_label_an_id_or_a_ref_is_no_slug(slug: str):
    assert not lesson.is_slug(slug)


@pytest.mark.parametrize("key", ["Chapter", "Checkpoint"])
@pytest.mark.parametrize("times", [0, 2])
def test_each_trailer_must_be_there_exactly_once(key: str, times: int):
    others = {"Chapter": "Checkpoint: hello", "Checkpoint": "Chapter: One"}[key]
    message = f"T\n\n{others}\n" + f"{key}: x\n" * times

    assert len(lesson.trailer_faults(lesson.parse(message.encode()))) == 1


def test_with_trailer_changes_the_last_one_and_no_other_byte():
    message = b"T\n\nChapter: in the text\n\xff\n\nChapter: One\nCheckpoint: x\n"

    assert lesson.with_trailer(message, "Chapter", "Two") == message.replace(b"One", b"Two")


def test_a_lesson_in_form_has_no_fault():
    assert faults_of(GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Say hello\n", "S" * 61 + "\n", "61 columns"),
        ("Say hello\n", "3b says hello\n", "begins with a label"),
        ("You will see\n", "You'll see\n", "'You will see' is missing"),
        ("Try it\n------", "Try it\n======", "'Try it' is missing"),
        ("Type the command", "# Type the command", "begins with '#'"),
        ("Type the command", "Type " + "the " * 20 + "command", "at most 72 fit"),
        ("Shows: quiet\n", "", "Shows:"),
        ("Shows: quiet\n", "Shows: quiet\nShows: quiet\n", "Shows:"),
        ("Shows: quiet\n", "Shows: the page\n", "neither 'quiet' nor"),
        ("Try it\n", "Try it" + " word" * 400 + "\n", "words; a lesson has 80 to 400"),
    ],
)
def test_each_fault_of_form_is_found(old: str, new: str, said: str):
    assert old in GOOD

    assert said in "\n".join(faults_of(GOOD.replace(old, new, 1)))


def test_all_faults_are_found_at_once():
    assert len(faults_of("3b x\n\nshort\n\nChapter: A\nCheckpoint: x\n")) == 6


def test_the_line_of_a_fault_is_counted_from_the_message_s_first():
    long = "word " * 20

    assert "line 5 has" in "\n".join(faults_of(f"Title\n\nbody\nbody\n{long}\n\nShows: quiet\n"))


def test_a_page_and_who_sees_it_may_be_shown():
    assert faults_of(GOOD.replace("Shows: quiet", "Shows: /posts as anonymous")) == ()
