"""Every command, and where its code is: loaded when it is called."""

from __future__ import annotations

# section -> command -> (module, function)
SECTIONS = {
    "For learners": {
        "list": ("learners", "list_"),
        "show": ("learners", "show"),
        "diff": ("learners", "diff"),
        "go": ("travel", "go"),
        "next": ("travel", "next_"),
        "prev": ("travel", "prev"),
        "check": ("practice", "check"),
        "changes": ("practice", "changes"),
        "sync": ("syncing", "sync_"),
    },
    "Edit the chain": {
        "fix": ("rewriting", "fix"),
        "absorb": ("rewriting", "absorb"),
        "insert": ("rewriting", "insert"),
        "drop": ("rewriting", "drop"),
        "move": ("rewriting", "move"),
        "reword": ("rewriting", "reword"),
        "rename-chapter": ("rewriting", "rename_chapter"),
        "edit": ("conflicts", "edit"),
        "resolve": ("conflicts", "resolve"),
        "abandon": ("conflicts", "abandon"),
    },
    "Look and go back": {
        "status": ("upkeep", "status"),
        "log": ("log", "log"),
        "undo": ("log", "undo_"),
        "redo": ("log", "redo"),
    },
    "Publish": {
        "verify": ("proving", "verify"),
        "lint": ("upkeep", "lint_"),
        "publish": ("upkeep", "publish_"),
        "site": ("site", "site"),
    },
}

NAMES = tuple(name for section in SECTIONS.values() for name in section)
