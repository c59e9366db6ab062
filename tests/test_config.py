import os
import subprocess
import sys

import pytest

from app import create_app
from config import ProductionConfig


def start(**environment):
    """Load the application in a process of its own, as a server would."""
    bare = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "SYSTEMROOT")}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "routes"],
        env=bare | environment,
        capture_output=True,
        text=True,
    )


def test_development_needs_no_environment():
    assert start().returncode == 0


def test_unknown_environment_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("PIPIT_CONFIG", "prod")

    with pytest.raises(RuntimeError, match="PIPIT_CONFIG=prod"):
        create_app()


def test_overrides_come_last():
    assert create_app(ProductionConfig, TESTING=True).testing
