"""Verdicts on the disk, each under a key of all that its check reads."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .checks import Verdict

FORM = 1  # counted up when a check comes to ask more, so that old verdicts do not hold


def key(**read: Any) -> str:
    """The name of a verdict: a hash of everything that the check reads."""
    text = json.dumps({"form": FORM, **read}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Verdicts:
    """The folder `chapters/verdicts` of the common git directory."""

    def __init__(self, common: Path) -> None:
        self._folder = common / "chapters" / "verdicts"

    def get(self, key: str) -> Verdict | None:
        """What was said under this key; None where nothing was, or half of it."""
        try:
            return Verdict(**json.loads(self._path(key).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, verdict: Verdict) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        new.write_text(json.dumps(asdict(verdict)), "utf-8")
        new.replace(path)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.json"
