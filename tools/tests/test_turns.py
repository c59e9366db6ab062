"""Whoever has made a thing does what needs it; others help only where nothing else is left."""

from __future__ import annotations

from chapters.turns import Turns

A, B = 0, 1


def test_whoever_took_the_first_of_a_kind_gets_the_others():
    turns = Turns([("one", "x"), ("two", "x"), ("free", ""), ("three", "x"), ("else", "y")])

    assert [turns.take(worker) for worker in (A, B, A, B, A)] == [
        "one", "free", "two", "else", "three",
    ]  # fmt: skip


def test_what_is_free_comes_in_its_order():
    turns = Turns([("one", ""), ("two", "x"), ("three", "")])

    assert [turns.take(A) for _ in range(3)] == ["one", "two", "three"]


def test_nobody_is_idle_while_another_has_too_much():
    turns = Turns([("one", "x"), ("two", "x"), ("three", "x")])

    assert [turns.take(worker) for worker in (A, B, B, A)] == ["one", "two", "three", None]


def test_nothing_is_taken_after_the_end():
    turns = Turns([("one", "")])

    turns.end()

    assert turns.take(A) is None
