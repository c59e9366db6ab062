"""Any commands in any order, on a bare and on a normal repository: the history is that of a list.

CHAPTERS_LONG=1 tells many more stories than the few of the ordinary run.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test
from machine import COMMIT, WHO, Machine, State
from plain_model import APART, LINES, SHARED, Step, content

from chapters.lock import locked

LONG = bool(os.environ.get("CHAPTERS_LONG"))
STORIES, LENGTH = (60, 40) if LONG else (2, 12)
anywhere = st.integers(0, 99)


class Chapters(Machine):
    """Each rule is one command, or one deed of plain git; after each all is as the model says."""

    @initialize()
    def begin(self) -> None:
        self.lay_out()
        self.publish()

    # what the commands are asked

    @rule(where=anywhere, by_patch=st.booleans())
    def fix(self, where: int, by_patch: bool) -> None:
        chain, place = self.now.chain, self.new_number() * APART % LINES
        slug = self.slug(where)
        line = f"fixed {self.count}"
        after = chain.fixed(slug, SHARED, place, line)
        takes = not (by_patch or self.is_bare)
        change = (self.edit if takes else self.patch)(SHARED, place, line)
        self.done(after, "fix", self.label(slug), "-m", "why", *change, took=takes)

    @rule(where=anywhere)
    def fix_its_own_file(self, where: int) -> None:
        slug, line = self.slug(where), f"fixed {self.new_number()}"
        after = self.now.chain.fixed(slug, f"{slug}.txt", 5, line)
        self.done(after, "fix", slug, "-m", "why", *self.patch(f"{slug}.txt", 5, line))

    @rule(where=anywhere)
    def insert(self, where: int) -> None:
        before = self.now.chain.at(self.slug(where))
        number = self.new_number()
        step = Step(f"new-{number}", before.chapter, f"Put in number {number}")
        after = self.now.chain.inserted(step, before.slug)
        (text,) = (
            t[step.file] for t, s in zip(after.trees(), after.steps, strict=True) if s == step
        )
        patch = self.patch_of(step.file, (), text)
        words = ("--after", self.label(before.slug), "-F", self.text(step), "--patch", patch)
        self.done(after, "insert", *words)

    @precondition(lambda self: len(self.now.chain.steps) > 2)
    @rule(where=anywhere)
    def drop(self, where: int) -> None:
        slug = self.slug(where, first=1)
        self.done(self.now.chain.dropped(slug), "drop", self.label(slug), "-m", "why")

    @precondition(lambda self: len(self.now.chain.steps) > 2)
    @rule(where=anywhere, to=anywhere)
    def move(self, where: int, to: int) -> None:
        slug, target = self.slug(where, first=1), self.slug(to)
        after = self.now.chain.moved(slug, target) if slug != target else self.now.chain
        if after.is_whole() and after != self.now.chain:
            self.done(after, "move", slug, "--after", self.label(target))

    @rule(where=anywhere)
    def reword(self, where: int) -> None:
        slug = self.slug(where)
        after = self.now.chain.reworded(slug, f"Say it in words number {self.new_number()}")
        self.done(after, "reword", self.label(slug), "-F", self.text(after.at(slug)))

    @rule(where=anywhere)
    def rename_chapter(self, where: int) -> None:
        old, new = self.now.chain.at(self.slug(where)).chapter, f"Title {self.new_number()}"
        self.done(self.now.chain.renamed(old, new), "rename-chapter", old, new)

    @rule()
    def publish(self) -> None:
        if self.now.editions[-1:] == (self.now.chain,):
            assert "published as it is" in self.refused("publish", "-m", "Better")
            return
        old = self.repository.id("main")
        self.record(State(self.now.chain, (*self.now.editions, self.now.chain)))
        self.repository.chapters("publish", "-m", "Better")
        assert self.repository.id("main^1") == old
        assert self.repository.id("main^2") == self.repository.id("chapters")

    @rule()
    def undo(self) -> None:
        self.notice()
        if not self.past:
            assert "nothing to undo" in self.refused("undo")
            return
        undone, self.now = self.now, self.past.pop()
        self.future.append(undone)
        self.repository.chapters("undo")
        if undone.took:  # the change is back where it was taken
            assert self.repository.status() == f" M {SHARED}"
            self.git("checkout", "--quiet", "--", SHARED)

    @rule()
    def redo(self) -> None:
        if not self.future or self.unrecorded:
            self.refused("redo")
            return
        self.past.append(self.now)
        self.now = self.future.pop()
        self.repository.chapters("redo")

    @rule()
    def sync(self) -> None:
        self.notice()
        self.repository.chapters("sync")

    @rule(word=st.sampled_from(["status", "list", "log", "lint", "changes"]))
    def look(self, word: str) -> None:
        before = self.repository.state()
        self.repository.run(word)
        assert self.repository.state() == before

    # what others do

    @rule()
    def commit_by_plain_git(self) -> None:
        number, last = self.new_number(), self.now.chain.steps[-1]
        step = Step(f"new-{number}", last.chapter, f"Commit number {number}")
        after = self.now.chain.inserted(step, last.slug)
        *_, tree = after.trees()
        if self.is_bare:
            self.commit_in_bare(step, content(tree[step.file]).decode())
        else:
            self.repository.write(step.file, content(tree[step.file]))
            self.git("add", step.file)
            self.git("commit", "--quiet", "--cleanup=verbatim", "-F", self.text(step))
        self.unrecorded = self.unrecorded or self.now
        self.now = State(after, self.now.editions)

    def commit_in_bare(self, step: Step, text: str) -> None:
        message, parent = step.message.decode(), self.repository.id("chapters")
        files = f"M 644 inline {step.file}\ndata {len(text)}\n{text}\n"
        start = f"from {parent}\n"
        who = WHO + WHO.replace("author", "committer")
        stream = COMMIT.format(
            who=who, size=len(message.encode()), message=message, start=start, files=files
        )
        self.git("fast-import", "--quiet", stdin=stream.encode())

    @rule()
    def collect_garbage(self) -> None:
        self.git("reflog", "expire", "--expire=now", "--all")
        self.git("gc", "--quiet", "--prune=now")

    @rule(words=st.sampled_from([("undo",), ("sync",), ("publish", "-m", "Two")]))
    def a_second_command_at_the_same_time(self, words: tuple[str, ...]) -> None:
        with locked(self.repository.git_dir):
            assert "Another chapters command is at work" in self.refused(*words)


class BareChapters(Chapters):
    is_bare = True


@pytest.mark.parametrize("machine", [Chapters, BareChapters])
def test_any_commands_in_any_order_leave_what_the_list_says(machine: Callable[[], Chapters]):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=STORIES, stateful_step_count=LENGTH, deadline=None, database=None,
            derandomize=not LONG, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
