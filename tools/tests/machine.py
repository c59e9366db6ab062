"""What a story of commands stands on: the repository, the list it must equal, and the checks."""

from __future__ import annotations

import difflib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine, invariant
from plain_model import Plain, Step, content
from repository import Repository
from stories import SETTINGS, import_steps
from stories import Step as Commit

COMMIT = "commit refs/heads/chapters\n{who}data {size}\n{message}\n{start}{files}\n"
WHO = "author Ada <ada@example.org> 1700000000 +0000\n"
FIRST = Plain(
    (
        Step("begin", "Start", "Begin with a line"),
        Step("page", "Pages", "Draw a page"),
        Step("layout", "Pages", "Lay the page out"),
        Step("form", "Forms", "Ask with a form"),
    )
)
BOUNDS = ("median_code_lines", "median_code_files", "ninth_decile_lines", "most_lines")
ROOM = "[sizes]\n" + "".join(f"{bound} = 999\n" for bound in BOUNDS)
MAIN = Commit("Lay out\n", {"README.md": "Ours\n", "tools/chapters.toml": SETTINGS + ROOM})


@dataclass(frozen=True)
class State:
    """What undo brings back: the chain, and what main has published, oldest first.

    `took` says that the command which led here took its change from the work tree."""

    chain: Plain
    editions: tuple[Plain, ...] = ()
    took: bool = False


class Machine(RuleBasedStateMachine):
    """A repository, and the state that it must be in."""

    is_bare = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="chapters-machine-"))
        self.repository = Repository(self.folder / "book")
        self.now = State(FIRST)
        self.past: list[State] = []
        self.future: list[State] = []
        self.unrecorded: State | None = None  # before commits of plain git that no command saw
        self.seen: set[str] = set()
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def lay_out(self) -> None:
        """A chain with edition 1, and a work tree that no command has to do with."""
        self.repository.top.mkdir()
        kind = ["--bare"] if self.is_bare else []
        self.git("init", "--quiet", "--template=", "--initial-branch=main", *kind)
        import_steps(self.repository, "main", (MAIN,))
        steps, labels = self.now.chain.steps, self.now.chain.labels()
        texts = [{p: content(t).decode() for p, t in tree.items()} for tree in FIRST.trees()]
        rows = zip(steps, texts, labels, strict=True)
        commits = [Commit(s.message.decode(), files, label) for s, files, label in rows]
        import_steps(self.repository, "chapters", tuple(commits))
        self.other = self.folder / "other"
        self.git("worktree", "add", "--quiet", "-b", "other", str(self.other), "main")
        (self.other / "README.md").write_text("edited and not committed\n")
        (self.other / "mine.sqlite").write_bytes(b"\0mine")
        self.untouched = self.elsewhere()
        if not self.is_bare:
            self.git("checkout", "--quiet", "chapters")

    # after each: all as the model says

    @invariant()
    def branch_and_tags_are_those_of_the_list(self) -> None:
        oids = self.git("rev-list", "--reverse", "chapters").split()
        assert self.commits(oids) == self.now.chain.rows()
        tagged = self.unrecorded.chain if self.unrecorded else self.now.chain
        assert self.repository.tags() == dict(zip(tagged.labels(), oids, strict=False))

    @invariant()
    def main_has_the_editions_of_the_model(self) -> None:
        words = ("rev-list", "--first-parent", "--min-parents=2", "main")
        assert len(self.git(*words).split()) == len(self.now.editions)

    @invariant()
    def nothing_is_broken_and_nothing_is_lost(self) -> None:
        assert self.git("fsck", "--strict", "--no-dangling") == ""
        reachable = set(self.git("rev-list", "--all").split())
        assert self.seen <= reachable
        self.seen = reachable
        assert self.repository.locks() == []

    @invariant()
    def other_work_trees_are_as_they_were(self) -> None:
        assert self.elsewhere() == self.untouched
        if not self.is_bare:
            assert self.repository.status() == ""

    # words that the rules share

    def done(self, after: Plain, *words: str, took: bool = False) -> None:
        """A command that must end well, and leave the chain as `after`."""
        self.record(State(after, self.now.editions, took))
        self.repository.chapters(*words)

    def record(self, new: State) -> None:
        """A command leads to a new state, from which undo comes back to this one."""
        self.notice()
        self.past.append(self.now)
        self.future.clear()
        self.now = new

    def notice(self) -> None:
        """A command that writes records commits of plain git first, as an operation."""
        if self.unrecorded:
            self.past.append(self.unrecorded)
            self.future.clear()
            self.unrecorded = None

    def refused(self, *words: str) -> str:
        return self.repository.refused(*words)

    def slug(self, where: int, first: int = 0) -> str:
        steps = self.now.chain.steps[first:]
        return steps[where % len(steps)].slug

    def label(self, slug: str) -> str:
        return self.now.chain.labels()[self.now.chain.place(slug)]

    def new_number(self) -> int:
        self.count += 1
        return self.count

    def text(self, step: Step) -> str:
        path = self.folder / "lesson.txt"
        path.write_bytes(step.message)
        return str(path)

    def edit(self, path: str, place: int, line: str) -> tuple[str, ...]:
        """Change a line in the work tree."""
        *_, tree = self.now.chain.trees()
        lines = (*tree[path][:place], line, *tree[path][place + 1 :])
        self.repository.write(path, content(lines))
        return ()

    def patch(self, path: str, place: int, line: str) -> tuple[str, ...]:
        *_, tree = self.now.chain.trees()
        old = tree[path]
        return "--patch", self.patch_of(path, old, (*old[:place], line, *old[place + 1 :]))

    def patch_of(self, path: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
        start = f"a/{path}" if old else "/dev/null"
        found = difflib.unified_diff(old, new, start, f"b/{path}", lineterm="")
        file = self.folder / "change.patch"
        head = "" if old else f"diff --git a/{path} b/{path}\nnew file mode 100644\n"
        file.write_text(head + "".join(f"{row}\n" for row in found))
        return str(file)

    def git(self, *words: str, stdin: bytes = b"") -> str:
        return self.repository.git(*words, stdin=stdin)

    def commits(self, oids: list[str]) -> tuple[tuple[str, bytes], ...]:
        """The tree's id and the message of each commit."""
        rows = (self.repository.bytes("cat-file", "commit", oid) for oid in oids)
        return tuple((row[5:45].decode(), row.partition(b"\n\n")[2]) for row in rows)

    def elsewhere(self) -> dict[str, bytes]:
        """Each file of the other work tree, its index and its HEAD."""
        git_dir = self.repository.git_dir / "worktrees" / "other"
        files = [p for p in self.other.rglob("*") if p.is_file()]
        return {str(p): p.read_bytes() for p in (*files, git_dir / "index", git_dir / "HEAD")}
