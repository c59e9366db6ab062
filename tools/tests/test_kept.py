"""What a rewritten commit, a step before the edit, and another object format keep."""

from __future__ import annotations

from pathlib import Path

import pytest
from repository import Repository
from stories import CHAIN, OVERLAY, import_steps, mend, patch

WHY = ("-m", "why")
HEADERS = b"""author Ad\xe9 <ada@example.org> 1600000000 +0545
committer  <> 1 -1400
encoding ISO-8859-1
unknown some value
 over two lines
HG:extra branch:default
"""


MESSAGES = (
    b"", b"\n", b"Title without an end", b"caf\xe9\n\n\n\n# comment\n\ttab \n\n",
    b"\n\nlate\n", b"T\r\n\r\nB\r\n",
)  # fmt: skip


def test_a_sha_256_repository_is_kept_in_order_too(new, tmp_path: Path):
    change = patch(tmp_path)
    chain: Repository = new("sha256", "--object-format=sha256", "--initial-branch=main")
    build(chain)

    chain.chapters("publish", "-m", "One")
    chain.chapters("fix", "2a", *WHY, "--patch", change)
    chain.chapters("lint")

    assert len(chain.tags()["2a"]) == 64
    assert chain.at("2a", "app.py").startswith("app line mended")
    assert chain.git("fsck", "--strict", "--no-dangling") == ""


def build(chain: Repository) -> None:
    import_steps(chain, "main", OVERLAY)
    import_steps(chain, "chapters", CHAIN)
    chain.git("checkout", "--quiet", "chapters")


@pytest.mark.parametrize("message", MESSAGES)
def test_a_rewritten_commit_keeps_every_other_byte(foreign: Repository, message: bytes):
    tree, parent = foreign.id("line^{tree}"), foreign.id("line~1")
    raw = f"tree {tree}\nparent {parent}\n".encode() + HEADERS + b"\n" + message
    oid = foreign.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
    foreign.git("update-ref", "refs/heads/line", oid)
    foreign.git("tag", "--force", "v10", oid)
    foreign.replace("app.py", "app line 5\n", "app line five\n")

    foreign.chapters("--branch", "line", "fix", "v2", *WHY)

    assert (
        foreign.bytes("cat-file", "commit", "v10").partition(b"author")[2]
        == raw.partition(b"author")[2]
    )


def test_the_steps_before_a_fix_keep_their_ids(chain: Repository):
    before = chain.git("rev-list", "--reverse", "chapters").split()
    mend(chain)

    chain.chapters("fix", "2b", *WHY)

    after = chain.git("rev-list", "--reverse", "chapters").split()
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, False, False, False]


def test_a_fix_and_its_undo_and_the_fix_again_give_the_same_ids(chain: Repository, tmp_path: Path):
    words = ("fix", "2a", *WHY, "--patch", patch(tmp_path))
    chain.chapters(*words)
    first = chain.tags()
    chain.chapters("undo")

    chain.chapters(*words)

    assert chain.tags() == first
