"""Which tests run in the same process where several processes share the work (pytest-xdist)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

HERE = "tools/tests/"
GROUPS: Mapping[str, tuple[str, ...]] = {  # what they share takes seconds to make
    "a machine": ("set_up/",),
    "a database": ("test_learners_database", "test_learners_killed"),
    "environments": ("test_verify", "test_tryit", "test_learners_check", "test_site_pictures"),
}


class Together(LoadScopeScheduling):
    """The tests of a file stay together, and so do those of a group; the app's go one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)


def scope(nodeid: str) -> str:
    """What a test must stay together with."""
    if not nodeid.startswith(HERE):
        return nodeid
    path = nodeid.removeprefix(HERE).partition("::")[0]
    names = (name for name, starts in GROUPS.items() if path.startswith(starts))
    return next(names, path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    return Together(config, log) if config.getoption("dist") == "load" else None  # as `-n` says
