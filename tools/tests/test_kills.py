"""Whatever is killed at whatever time, the next command finds all old or all new."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from kills import Victim, kill_often

KILLS, STEPS, SEED = 16, 60, 7


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no process groups to kill")
def test_nothing_is_torn_lost_or_locked_after_a_kill_of_the_whole_group(tmp_path: Path):
    victim = Victim(tmp_path / "book", STEPS)

    figures = kill_often(victim, KILLS, random.Random(SEED))

    assert figures.faults == []
    assert (figures.kills, figures.torn_after, figures.locked_after, figures.lost) == (
        KILLS, 0, 0, 0,
    )  # fmt: skip
