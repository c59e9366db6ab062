"""What a pull brings: branch and tags made from main's newest edition."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import Refused
from .model import Edition


@dataclass(frozen=True)
class Standing:
    """Where the working chain stands: `begun` is the edition it started from, `edits` how many
    operations since; `is_own` tells whether anything in it is unpublished."""

    newest: Edition
    begun: int
    is_own: bool


def target(standing: Standing, branch: str) -> str:
    """The commit that the branch goes to: the newest tip, or its own where that has work."""
    newest = standing.newest
    if not newest.number:
        if not branch:
            raise Refused(
                "main has no edition yet, and there is no branch chapters. "
                "Next: git switch --orphan chapters, and commit the first checkpoint"
            )
        return branch
    if not branch or not standing.is_own:
        return newest.tip
    if standing.begun != newest.number:
        raise Refused(
            f"Branch chapters has unpublished work on edition {standing.begun}; main has edition "
            f"{newest.number}. Next: keep it as git branch my/edition-{standing.begun} chapters, "
            "git branch -f chapters " + newest.tip[:10] + ", chapters sync, and give each fix again"
        )
    return branch


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
