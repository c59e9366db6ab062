"""What only main has: told apart from the chain's files."""

from __future__ import annotations

from .edits import Change
from .settings import Settings
from .store import Store
from .trees import with_files


def scope(store: Store, trees: Change, settings: Settings) -> Settings:
    """The settings for a change: where no overlay is about, README.md is the chain's own."""
    own = settings.of_chain()
    names = [name.rstrip("/").encode() for name in own.overlay]
    is_main = any(store.entry(tree, name) for tree in trees for name in names)
    return settings if is_main else own


def stripped(store: Store, tree: str, settings: Settings) -> str:
    """A tree without the overlay's names."""
    names = {name.rstrip("/").encode(): None for name in settings.overlay}
    return with_files(store, tree, names) if names else tree
