"""Who does what next: each worker goes on with what it has made itself ready for."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Turns(Generic[Item]):
    """What waits, in order, each with what a worker must have ready for it; empty for nothing.

    The first to need a thing makes it, and does the rest that needs it; others help it only
    where nothing else is left.
    """

    def __init__(self, waiting: Iterable[tuple[Item, str]]) -> None:
        self._waiting = list(waiting)
        self._owners: dict[str, int] = {}
        self._lock = threading.Lock()

    def take(self, worker: int) -> Item | None:
        """The next for this worker; None where nothing waits any more."""
        with self._lock:
            if not self._waiting:
                return None
            needs = [need for _, need in self._waiting]
            suits = (n for n, need in enumerate(needs) if self._is_for(need, worker))
            item, need = self._waiting.pop(next(suits, 0))
            self._owners.setdefault(need, worker)
            return item

    def _is_for(self, need: str, worker: int) -> bool:
        return not need or self._owners.get(need, worker) == worker

    def end(self) -> None:
        """Let nothing be taken any more."""
        with self._lock:
            self._waiting.clear()
