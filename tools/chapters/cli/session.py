"""What one command sees of a repository, and the frame in which it may write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path

from .. import adopt, guards, history, layouts, moves, refs, sync, worktrees
from ..errors import Refused
from ..git import open_repository
from ..history import CHAIN_BRANCH
from ..lock import locked
from ..model import Chain, Checkpoint, Edition, Main, Move
from ..operations import History, Layout, Operation
from ..refs import Refs
from ..settings import Settings
from ..store import Store
from ..sync import Standing
from ..worktrees import Taken, WorkTree
from . import say


class Session:
    """One repository as it is now. Values are read once; `refresh` reads them again."""

    def __init__(self, directory: Path, branch: str = "") -> None:
        self.git = open_repository(directory)
        self.store = Store(self.git)
        self._asked_branch = branch

    def refresh(self) -> None:
        """Forget what was read: refs or work trees have moved."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                self.__dict__.pop(name, None)

    @cached_property
    def refs(self) -> Refs:
        return refs.read(self.git)

    @cached_property
    def main(self) -> Main:
        return history.main_of(self.refs, self.tree.commit if self.tree else "")

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        named = f"refs/heads/{self._asked_branch or CHAIN_BRANCH}"
        if not self.main.ref and self.main.commit == self.refs.get(named):
            return ()  # HEAD is the chain itself, not main
        return history.editions(self.git, self.store, self.main)

    @property
    def newest(self) -> Edition:
        return history.newest(self.editions)

    @cached_property
    def settings(self) -> Settings:
        return history.settings_at(self.store, self.main)

    @cached_property
    def branch(self) -> str:
        """The full name of the working chain's branch; empty where only main has a chain."""
        name = self._asked_branch or CHAIN_BRANCH
        if f"refs/heads/{name}" in self.refs.ids:
            return f"refs/heads/{name}"
        if self._asked_branch:
            raise Refused(f"There is no branch '{name}'. Next: git branch")
        if self.editions or not self.tree:
            return ""
        return self.tree.branch

    @cached_property
    def tip(self) -> str:
        tip = self.refs.get(self.branch) or self.newest.tip
        if not tip:
            next_step = "git fetch --unshallow" if self.git.is_shallow else "pass --branch NAME"
            raise Refused(
                f"There is no chain: no branch chapters, and main has no edition. Next: {next_step}"
            )
        return tip

    @cached_property
    def chain(self) -> Chain:
        return history.read_chain(self.git, self.store, self.refs, self.tip)

    @cached_property
    def trees(self) -> tuple[WorkTree, ...]:
        return worktrees.all_of(self.git, self.refs)

    @property
    def tree(self) -> WorkTree | None:
        return worktrees.current(self.git, self.trees)

    @cached_property
    def here(self) -> str:
        """The slug of the checkpoint that HEAD is at; empty on main."""
        head = self.tree.commit if self.tree else ""
        return history.here(self.git, self.store, self.chain, self.ours, head)

    def checkpoint(self, name: str) -> Checkpoint:
        found = self.store, self.refs, self.chain, self.editions
        return history.checkpoint_named(self.git, *found, name)

    @property
    def tags(self) -> dict[str, str]:
        return history.label_tags(self.refs)

    def log(self) -> History:
        entries = list(refs.log(self.store, self.refs))
        return History.of(reversed(entries), self.branch)

    def begun(self) -> int:
        """The number of the edition that the working chain started from."""
        last = self.refs.get(refs.LOG)
        if last:
            return refs.operation(self.store, last).edition
        return history.edition_of(self.chain, self.editions).number if self.branch else 0

    def standing(self) -> Standing:
        own = sync.is_own(self.refs.get(self.branch), self.editions)
        return Standing(self.newest, self.begun(), own)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock, finish what a killed command left, refuse what is unsafe."""
        with locked(self.git.common):
            self.recover()
            guards.refuse_unsafe(self.git, self.refs, self.tree)
            yield

    def recover(self) -> None:
        """Finish a killed command's operation; needs the lock."""
        follow = partial(layouts.follow_again, self.git, self.store)
        finished = refs.recover(self.git, self.store, self.refs, follow)
        if finished:
            say.warn(f"finished what a stopped command had begun: {finished.title}")
            self.refresh()

    def recover_for_reading(self) -> None:
        """Recover where that is needed and nobody else is at it."""
        if refs.is_torn(self.git, self.refs):
            with locked(self.git.common):
                self.refresh()
                self.recover()

    def adopt_plain_commits(self) -> bool:
        """Record where plain git has moved the branch, with its tags, so that undo knows it."""
        last, now = self._last_recorded(), self.refs.get(self.branch)
        if not last or last == now or self.chain.is_foreign:
            return False
        old = history.read_chain(self.git, self.store, self.refs, last)
        edits = adopt.plain_edits(self.store, old, self.chain)
        moved = Move(self.branch, last, now)
        plan = moves.label_moves(self.chain, self.tags, self.ours)
        title = f"git moved {self.branch.rpartition('/')[2]} to {now[:10]}"
        self.move(Operation("git", title, (moved, *plan.moves), edits, self.begun()))
        return True

    def tags_to_be(self) -> dict[str, str]:
        """The label tags as they will be once plain commits are recorded."""
        if self._last_recorded() in ("", self.refs.get(self.branch)):
            return self.tags
        plan = moves.label_moves(self.chain, self.tags, self.ours)
        changed = {move.ref[len("refs/tags/") :]: move.new for move in plan.moves}
        return {name: oid for name, oid in (self.tags | changed).items() if oid}

    def knows_branch(self) -> bool:
        """Whether the log has recorded where the branch is."""
        return bool(self._last_recorded())

    def _last_recorded(self) -> str:
        for operation in refs.log(self.store, self.refs):
            for move in operation.moves:
                if move.ref == self.branch:
                    return move.new
        return ""

    def ours(self) -> set[str]:
        """Every commit that some edition, operation or the working chain holds."""
        ends = [self.refs.get(refs.LOG), self.tip, *(e.tip for e in self.editions)]
        found = self.git.run("rev-list", *(end for end in ends if end))
        return set(found.decode().split())

    def layouts_for(self, planned: tuple[Move, ...], taken: Taken | None = None) -> list[Layout]:
        """How each work tree follows whose branch or HEAD moves, or whose change was taken."""
        targets = {move.ref: move.new for move in planned}
        found: list[Layout] = []
        for tree in self.trees:
            own = taken if taken and self._is_over_head(taken, tree) else None
            target = targets.get(tree.branch or tree.head_ref(self.git.common), "")
            if tree.commit and (target or own):
                found.append(moves.layout(self.git, self.store, tree, target or tree.commit, own))
        for layout in found:
            layouts.check(self.git, self.store, layout)
        return found

    def _is_over_head(self, taken: Taken, tree: WorkTree) -> bool:
        """Whether a change was taken in this work tree, over the HEAD that it still has."""
        same_tree = tree.git_dir == taken.git_dir and bool(tree.commit)
        return same_tree and self.store.commit(tree.commit).tree == taken.head_tree

    def move(self, operation: Operation) -> Operation:
        """Record and carry out an operation; the chain's ends are kept for ever."""
        tags = [move for move in operation.moves if move.ref.startswith("refs/tags/")]
        others = [move for move in operation.moves if not move.ref.startswith("refs/tags/")]
        ends = [oid for move in others for oid in (move.old, move.new)]
        on_chain = {checkpoint.oid for checkpoint in self.chain} if tags else set()
        strangers = sorted({move.old for move in tags} - on_chain)
        keep = tuple(dict.fromkeys(filter(None, (*ends, *strangers, *operation.keep))))
        operation = operation._replace(keep=keep)
        follow = partial(layouts.follow, self.git, self.store)
        recorded = refs.move(self.git, self.store, self.refs, operation, follow)
        self.refresh()
        return recorded

    def close(self) -> None:
        self.store.close()
