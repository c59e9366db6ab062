"""Random walks: whatever commands follow one another, tags, branch, log and work tree agree.

CHAPTERS_TEST_WALKS=100 takes as many walks as one has patience for.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from repository import Answer, Repository
from stories import lesson

WALKS, STEPS = int(os.environ.get("CHAPTERS_TEST_WALKS", "2")), 14


class Walker:
    """Types random commands in a chain, and knows what they led from."""

    def __init__(self, chain: Repository, folder: Path, seed: int) -> None:
        self.chain, self.chance = chain, random.Random(seed)
        self.lesson, self.count = folder / "lesson.txt", 0

    def step(self) -> Answer:
        self.count += 1
        doers = (self.fix, self.fix, self.add, self.drop, self.insert, self.move, self.rename,
                 self.undo, self.redo, self.commit)  # fmt: skip
        return self.chance.choice(doers)()

    def label(self) -> str:
        return self.chance.choice(sorted(labels(self.chain)))

    def fix(self) -> Answer:
        path = self.chance.choice(
            [p for p in self.chain.git("ls-files").split("\n") if "." in p[1:]]
        )
        lines = self.chain.read(path).split("\n")
        lines[self.chance.randrange(len(lines))] = f"edit {self.count}"
        self.chain.write(path, "\n".join(lines))
        return self.chain.run("fix", self.label(), "-m", f"why {self.count}")

    def add(self) -> Answer:
        self.new_file()
        return self.chain.run("fix", self.label(), "-m", "new", "--until", self.label())

    def drop(self) -> Answer:
        keep = self.chance.choice(((), ("--keep-trees",)))
        return self.chain.run("drop", self.label(), "-m", "why", *keep)

    def insert(self) -> Answer:
        self.new_file()
        text = lesson(f"Inserted {self.count}", "X", f"inserted-{self.count}")
        self.lesson.write_text(text.replace("Chapter: X\n", ""))
        return self.chain.run("insert", "--after", self.label(), "-F", str(self.lesson))

    def move(self) -> Answer:
        return self.chain.run("move", self.label(), "--after", self.label())

    def rename(self) -> Answer:
        title = self.chance.choice([row["chapter"] for row in rows(self.chain)])
        return self.chain.run("rename-chapter", title, f"Chapter {self.count}")

    def undo(self) -> Answer:
        return self.chain.run("undo")

    def redo(self) -> Answer:
        return self.chain.run("redo")

    def commit(self) -> Answer:
        """A new last step by plain git; the next command gives it its tag."""
        self.new_file()
        chapter = rows(self.chain)[-1]["chapter"]
        message = lesson(f"Committed {self.count}", chapter, f"committed-{self.count}")
        self.chain.git("commit", "--quiet", "-m", message)
        return self.chain.run("sync")

    def new_file(self) -> None:
        self.chain.write(f"new{self.count}.txt", f"new {self.count}\n")
        self.chain.git("add", f"new{self.count}.txt")


def rows(chain: Repository) -> list[dict[str, str]]:
    return json.loads(chain.chapters("list", "--json"))


def labels(chain: Repository) -> dict[str, str]:
    return {row["label"]: row["oid"] for row in rows(chain)}


def clean(chain: Repository) -> None:
    """Drop what an undo put back, or what a refused command left for another try."""
    chain.git("reset", "--quiet", "--hard")
    chain.git("clean", "--quiet", "-fd")


@pytest.mark.parametrize("seed", range(WALKS))
def test_after_any_command_tags_branch_log_and_work_tree_agree(seed: int, chain, tmp_path: Path):
    walker, taken = Walker(chain, tmp_path, seed), 0

    for _ in range(STEPS):
        answer = walker.step()
        if "waits" in answer.err or "fit" in answer.err:
            chain.run("abandon")
        taken += answer.code == 0
        clean(chain)

        assert answer.code in (0, 1, 2), answer
        assert labels(chain) == chain.tags(), answer
        assert chain.git("rev-list", "--reverse", "chapters").split() == [*labels(chain).values()]
        assert chain.id("refs/chapters/log") == chain.id("refs/chapters/done")
        assert chain.status() == ""

    assert taken > STEPS / 3, "most commands should do something"
    assert chain.git("fsck", "--strict", "--no-dangling") == ""


@pytest.mark.parametrize("seed", range(WALKS))
def test_undo_leads_back_through_a_whole_walk_and_redo_forth(seed: int, chain, tmp_path: Path):
    walker, states = Walker(chain, tmp_path, 1000 + seed), [chain.tags()]
    while len(states) < 5:
        answer = walker.chance.choice((walker.fix, walker.drop, walker.insert, walker.move))()
        chain.run("abandon")
        clean(chain)
        walker.count += 1
        if answer.code == 0:
            states.append(chain.tags())

    for tags in reversed(states[:-1]):
        chain.chapters("undo")
        clean(chain)
        assert chain.tags() == tags
    for tags in states[1:]:
        chain.chapters("redo")
        assert chain.tags() == tags
