"""Every error a command can end with; the cli turns them into one line and an exit code."""

from __future__ import annotations


class ChaptersError(Exception):
    """Say what is wrong, where, and what to type next. Exit code 1."""

    exit_code = 1


class Refused(ChaptersError):
    """The state of the repository forbids the command; nothing has changed."""


class Unknown(ChaptersError):
    """A label, slug or edition that the chain does not have."""


class GitFailed(ChaptersError):
    """git itself ended with an error; its own words are in the text."""


class Busy(ChaptersError):
    """Another command holds the lock."""


class Malformed(ChaptersError):
    """An object or a stored value that cannot be read as what it should be."""


class Faults(ChaptersError):
    """Several faults found together, one a line."""

    def __init__(self, faults: tuple[str, ...], next_step: str = "") -> None:
        self.faults = faults
        super().__init__("\n".join((*faults, next_step) if next_step else faults))


class ReplayConflict(ChaptersError):
    """A step does not merge. `step` names it, `paths` its files, `tree` holds the markers.

    `name` is what people call the step; `key` tells the same conflict again.
    """

    def __init__(self, name: str, step: str, paths: tuple[str, ...], tree: str, key: str) -> None:
        self.name, self.step, self.paths, self.tree, self.key = name, step, paths, tree, key
        super().__init__(f"{name} no longer fits: {', '.join(paths)}.")
