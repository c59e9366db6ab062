"""What forbids moving refs: states of a repository in which a replay could lose or lie."""

from __future__ import annotations

import re

from .errors import Refused
from .git import Git
from .model import Chain, is_label
from .refs import Refs
from .worktrees import WorkTree, unready

PARTIAL = re.compile(r"^\s*(promisor|partialclone\w*)\s*=", re.MULTILINE | re.IGNORECASE)
HEX_TAG = re.compile(r"[0-9a-f]{4,}")
MERGE_ATTRIBUTE = re.compile(r"^[^#]*\s(-?merge|binary|-?text|eol|filter)\b", re.MULTILINE)


def refuse_unsafe(git: Git, refs: Refs, tree: WorkTree | None) -> None:
    """Raise Refused, naming the first thing that forbids moving any ref of the repository."""
    reasons = (
        _incomplete(git),
        _false_history(git, refs),
        _attributes(git),
        _bad_names(refs),
        _under_way(git, tree),
    )
    for reason in filter(None, reasons):
        raise Refused(reason)


def _incomplete(git: Git) -> str:
    if git.is_shallow:
        return "This clone is shallow and lacks old commits. Next: git fetch --unshallow"
    config = git.common / "config"
    if config.is_file() and PARTIAL.search(config.read_text(errors="replace")):
        return "This clone is partial and lacks objects. Next: git clone again, without --filter"
    return ""


def _false_history(git: Git, refs: Refs) -> str:
    if replaced := sorted(refs.below("refs/replace/")):
        return f"refs/replace/{replaced[0]} hides a true object. Next: git replace -d {replaced[0]}"
    grafts = git.common / "info" / "grafts"
    if grafts.exists():
        return f"{grafts} hides the true parents of commits. Next: move it away"
    return ""


def _attributes(git: Git) -> str:
    path = git.common / "info" / "attributes"
    if path.is_file() and MERGE_ATTRIBUTE.search(path.read_text(errors="replace")):
        return (
            f"{path} changes how files merge, and only in this clone. "
            "Next: move the line to a .gitattributes of the project, or the file away"
        )
    return ""


def _bad_names(refs: Refs) -> str:
    for name in refs.below("refs/heads/"):
        if is_label(name):
            return f"Branch '{name}' has a label's name. Next: git branch -m {name} my/{name}"
    for name in refs.below("refs/tags/"):
        if HEX_TAG.fullmatch(name) and not is_label(name):
            next_step = f"git tag v{name} {name}; git tag -d {name}"
            return f"Tag '{name}' reads like a commit id. Next: {next_step}"
    return ""


def _under_way(git: Git, tree: WorkTree | None) -> str:
    name = unready(tree, git.common) if tree else ""
    if name:
        return f"{tree.top if tree else ''} has {name} under way. Next: finish or abort it"
    return ""


def refuse_annotated_labels(refs: Refs, chain: Chain) -> None:
    """Raise Refused where a tag on the chain is a tag object: a moved one would lose its text."""
    on_chain = {checkpoint.oid for checkpoint in chain}
    labels = {checkpoint.label for checkpoint in chain}
    for name, _ in refs.below("refs/tags/").items():
        if refs.kinds[f"refs/tags/{name}"] == "tag" and (
            name in labels or refs.peeled.get(f"refs/tags/{name}") in on_chain
        ):
            raise Refused(
                f"Tag '{name}' is annotated; labels are light tags. "
                f"Next: git tag -f {name} '{name}^{{commit}}'"
            )
