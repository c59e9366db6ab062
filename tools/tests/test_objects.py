"""Objects as bytes, held against git's own."""

from __future__ import annotations

import random
import subprocess
import zlib

import pytest
from repository import Repository

from chapters import objects
from chapters.errors import Malformed
from chapters.objects import Commit

BLOB, TREE = b"100644", b"40000"
AN_ID = "0123456789abcdef0123456789abcdef01234567"
NAMES = (b"a", b"a.b", b"a-b", b"ab", b"a0", b" ", b"\xff", b"100644 a", b"new\nline", b"z")
SIGNED = (
    b"tree %(id)s\nparent %(id)s\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n"
    b"gpgsig -----BEGIN\n line\n \n -----END\nencoding latin-1\nunknown x\n y\n\nTitle \xe9\n"
) % {b"id": AN_ID.encode()}


def random_tree(chance: random.Random) -> dict[bytes, objects.Entry]:
    names = chance.sample(NAMES, chance.randrange(1, len(NAMES)))
    return {name: (chance.choice((BLOB, TREE)), chance.randbytes(20).hex()) for name in names}


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_an_object_id_is_git_s(new, algorithm: str):
    repository: Repository = new("r", f"--object-format={algorithm}")
    content = b"some\0bytes\n"

    theirs = repository.git("hash-object", "--stdin", stdin=content)

    assert objects.object_id("blob", content, algorithm) == theirs


@pytest.mark.parametrize("seed", range(20))
def test_a_tree_stands_in_git_s_order(new, seed: int):
    entries = random_tree(random.Random(seed))
    lines = b"".join(
        b"%s %s %s\t%s\0" % (mode, b"tree" if mode == TREE else b"blob", oid.encode(), name)
        for name, (mode, oid) in entries.items()
    )

    theirs = new().git("mktree", "--missing", "-z", stdin=lines)

    assert objects.object_id("tree", objects.build_tree(entries)) == theirs


@pytest.mark.parametrize("seed", range(20))
def test_a_parsed_tree_builds_the_same_bytes(seed: int):
    raw = objects.build_tree(random_tree(random.Random(seed)))

    assert objects.build_tree(objects.parse_tree(raw)) == raw


@pytest.mark.parametrize("seed", range(60))
def test_replacing_an_entry_gives_what_building_anew_gives(seed: int):
    chance = random.Random(seed)
    entries = random_tree(chance)
    name = chance.choice(NAMES)
    entry = chance.choice((None, (BLOB, AN_ID), (TREE, AN_ID)))
    wanted = {**entries, name: entry} if entry else {n: e for n, e in entries.items() if n != name}

    assert objects.replace_entry(objects.build_tree(entries), name, entry) == objects.build_tree(
        wanted
    )


def test_an_entry_is_not_found_inside_another_one_s_id():
    trap = (b" b\0" + b"x" * 17).hex()
    raw = objects.build_tree({b"a": (BLOB, trap), b"b": (BLOB, AN_ID)})

    start, identifier, end = objects.find_entry(raw, b"b")

    assert raw[start:identifier] == b"100644 b\0"
    assert raw[identifier:end].hex() == AN_ID
    assert objects.find_entry(raw.replace(b"100644 b\0", b"100644 c\0"), b"b") is None


@pytest.mark.parametrize("raw", [b"100644", b"100644 a\0short", b" \0", b"100644 a" + b"x" * 40])
def test_a_damaged_tree_is_named_as_such(raw: bytes):
    with pytest.raises(Malformed, match="git fsck"):
        objects.parse_tree(raw)


def test_a_rewritten_commit_keeps_every_byte_but_tree_and_parents():
    found = Commit("", SIGNED).rewritten("f" * 40, ("e" * 40,))

    assert found == SIGNED.replace(AN_ID.encode(), b"f" * 40, 1).replace(AN_ID.encode(), b"e" * 40)


def test_a_commit_without_a_message_or_a_blank_line_is_rewritten_as_it_is():
    raw = b"tree %s\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n" % AN_ID.encode()

    assert Commit("", raw).rewritten(AN_ID, ()) == raw


def test_a_root_commit_can_get_a_parent_and_lose_it_again():
    raw = b"tree %s\nauthor A <a> 1 +0000\n\nT\n" % AN_ID.encode()

    with_parent = Commit("", raw).rewritten(AN_ID, ("e" * 40,))

    assert Commit("", with_parent).parents == ("e" * 40,)
    assert Commit("", with_parent).rewritten(AN_ID, ()) == raw


def test_a_signature_is_seen_and_taken_out_whole():
    commit = Commit("", SIGNED)

    assert commit.is_signed
    assert not commit.unsigned().is_signed
    assert b"BEGIN" not in commit.unsigned().raw
    assert b"unknown x\n y\n\nTitle \xe9\n" in commit.unsigned().raw


def test_a_message_that_speaks_of_gpgsig_is_no_signature():
    raw = SIGNED.replace(b"gpgsig -----BEGIN\n line\n \n -----END\n", b"")

    assert not Commit("", raw + b"\ngpgsig is a header\n").is_signed


def test_a_new_message_is_utf_8_and_says_no_other_encoding():
    found = Commit("", SIGNED).rewritten(AN_ID, (), "Tïtle\n".encode())

    assert b"encoding" not in found
    assert found.endswith(b"\n\nT\xc3\xaftle\n")


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 200_000])
def test_stored_content_is_what_zlib_reads(size: int):
    content = random.Random(size).randbytes(size)

    assert zlib.decompress(objects.stored(content)) == content


def test_git_accepts_a_new_commit(new):
    repository: Repository = new()
    tree = repository.git("hash-object", "-t", "tree", "-w", "--stdin")
    raw = objects.new_commit(tree, (), b"A <a@example.org> 1 +0000", b"Title\n")

    oid = repository.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw)

    checked = subprocess.run(
        ["git", "fsck", "--strict", oid], cwd=repository.top, capture_output=True
    )
    assert (checked.returncode, checked.stdout) == (0, b"")
