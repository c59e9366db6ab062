"""What a pull brings: where the working chain goes when main has a newer edition."""

from __future__ import annotations

from typing import NamedTuple

from .edits import Edit, Resolution
from .errors import Refused
from .model import Edition
from .operations import Operation


class Standing(NamedTuple):
    """Where the working chain stands: `begun` is the number of the edition it started from,
    `is_own` tells whether it holds what no edition has."""

    newest: Edition
    begun: int
    is_own: bool

    @property
    def must_carry(self) -> bool:
        """Whether unpublished work waits on an edition that main has gone beyond."""
        return self.is_own and bool(self.newest.number) and self.begun != self.newest.number


def target(standing: Standing, branch: str) -> str:
    """The commit that the branch goes to: the newest tip, or its own where that has work.

    Raises Refused where there is no chain at all.
    """
    if standing.newest.number and not (branch and standing.is_own):
        return standing.newest.tip
    if not branch:
        raise Refused(
            "main has no edition yet, and there is no branch chapters. "
            "Next: git switch --orphan chapters, and commit the first checkpoint"
        )
    return branch


def carried(operations: tuple[Operation, ...]) -> tuple[tuple[Edit, ...], tuple[Resolution, ...]]:
    """The edits to replay onto a newer edition, and what was resolved of them.

    Raises Refused where plain git has rewritten what no edit can say.
    """
    for operation in operations:
        if not operation.edits:
            raise Refused(
                f"'{operation.title}' changed steps, and no edit says how. Next: keep it as "
                "git branch my/work chapters; chapters undo; and give each change to chapters fix"
            )
    every = [edit for operation in operations for edit in operation.edits]
    edits = tuple(edit for edit in every if not isinstance(edit, Resolution))
    return edits, tuple(edit for edit in every if isinstance(edit, Resolution))


def is_own(branch: str, editions: tuple[Edition, ...]) -> bool:
    """Whether the branch holds what no edition has."""
    return bool(branch) and branch not in {edition.tip for edition in editions}


def behind(standing: Standing) -> str:
    """Why an edit must wait for a sync; empty if it need not."""
    if standing.newest.number == standing.begun or not standing.newest.number:
        return ""
    return (
        f"main has edition {standing.newest.number}, this chain started from edition "
        f"{standing.begun}. Next: chapters sync"
    )
