"""Same input, same object ids: whoever runs it, wherever; and what a commit holds is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from repository import Repository, clone
from stories import Step, import_steps, numbered, patch

WHY = ("-m", "why")
CONFIGS = {
    "merging": "[merge]\n\trenames = false\n\tdirectoryRenames = false\n\tconflictStyle = diff3\n"
    "\trenameLimit = 1\n\trenormalize = true\n\tdefault = union\n\tverbosity = 5\n",
    "a merge driver": '[merge "union"]\n\tdriver = true\n[merge]\n\tdefault = ours\n',
    "diffing": "[diff]\n\trenames = false\n\talgorithm = patience\n\tnoprefix = true\n"
    "\texternal = false\n\tignoreSubmodules = all\n\torderFile = /dev/null\n\tcontext = 0\n",
    "line ends": "[core]\n\tautocrlf = input\n\teol = crlf\n\tsafecrlf = false\n",
    "comments and separators": '[core]\n\tcommentChar = C\n[trailer]\n\tseparators = "#="\n',
    "encodings": "[i18n]\n\tcommitEncoding = ISO-8859-1\n\tlogOutputEncoding = UTF-16\n",
    "log": "[log]\n\tshowSignature = true\n\tdecorate = full\n\tfollow = true\n\tshowRoot = false\n"
    "\tmailmap = true\n[format]\n\tpretty = oneline\n",
    "colour and columns": "[color]\n\tui = always\n[column]\n\tui = always\n"
    "[core]\n\tpager = false\n",
    "applying": "[apply]\n\twhitespace = fix\n\tignoreWhitespace = change\n",
    "rebasing": "[rebase]\n\tautoStash = true\n\tupdateRefs = true\n[rerere]\n\tenabled = true\n",
    "quoting": "[core]\n\tquotePath = false\n\tprecomposeUnicode = true\n\tabbrev = 4\n",
    "signing": "[commit]\n\tgpgSign = true\n[tag]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n",
    "compression": "[core]\n\tcompression = 9\n\tlooseCompression = 0\n[pack]\n\tthreads = 1\n",
    "untracked files": "[status]\n\tshowUntrackedFiles = no\n[core]\n\tuntrackedCache = true\n",
    "split index": "[core]\n\tsplitIndex = true\n[index]\n\tversion = 4\n",
    "aliases": "[alias]\n\tmerge-tree = !false\n\tcat-file = !false\n",
}


@pytest.fixture(scope="module")
def wanted(_published: Repository, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The tags after the fix, as a plain user gets them."""
    return fixed(clone(_published, tmp_path_factory.mktemp("plain") / "book"))


def fixed(chain: Repository) -> dict[str, str]:
    """Put a fix of two files, one renamed later, one changed later, into 2a; give all tags."""
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", numbered("app").replace("line 1\n", "line one\n"))
    chain.write("page.html", numbered("page").replace("line 5\n", "line five\n"))
    chain.chapters("fix", *WHY)
    return chain.tags()


@pytest.mark.parametrize("name", CONFIGS)
def test_the_ids_do_not_depend_on_the_user_s_config_of(name: str, chain, wanted, config):
    config(CONFIGS[name])

    assert fixed(chain) == wanted


@pytest.mark.parametrize("name", ["merging", "diffing", "log", "applying", "colour and columns"])
def test_a_conflict_reads_the_same_whatever_the_user_s_config_of(
    name: str, chain: Repository, config
):
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", numbered("app").replace("line 12\n", "line mended\n"))
    config(CONFIGS[name])

    answer = chain.run("fix", *WHY)

    text = (chain.top / ".git/chapters/work/last-line/app.py").read_text()
    assert answer.code == 1
    assert text.endswith("<<<<<<< the chain so far\napp line mended\n=======\n"
                         "app line twelve\n>>>>>>> 3b last-line: this step\n")  # fmt: skip


@pytest.mark.parametrize("where", ["of the user's", "untracked", "of the index"])
def test_a_conflict_is_one_whatever_attributes(
    where: str, chain: Repository, config, tmp_path: Path
):
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", numbered("app").replace("line 12\n", "line mended\n"))
    attributes = (
        tmp_path / "attributes" if where == "of the user's" else chain.top / ".gitattributes"
    )
    attributes.write_text("* merge=union\n")
    config(f"[core]\n\tattributesFile = {tmp_path / 'attributes'}\n")
    if where == "of the index":
        chain.git("add", ".gitattributes")

    answer = chain.run("fix", *WHY)

    assert "3b last-line no longer fits: app.py" in answer.err


@pytest.mark.parametrize("value", ["true", "false", "conflict"])
def test_a_new_file_follows_its_folder_whatever_the_user_s_config(value: str, new, config):
    history: Repository = new("line", "--initial-branch=line")
    files = {f"d/{word}.txt": numbered(word) for word in ("one", "two")}
    moved = dict.fromkeys(files) | {f"e{path[1:]}": text for path, text in files.items()}
    import_steps(history, "line", (Step("Begin\n", files, "v1"), Step("Move\n", moved, "v2")))
    history.git("checkout", "--quiet", "--force", "v1")
    history.write("d/new.txt", "new\n")
    history.git("add", "d/new.txt")
    config(f"[merge]\n\tdirectoryRenames = {value}\n")

    history.chapters("--branch", "line", "fix", "v1", *WHY)

    assert history.git("ls-tree", "-r", "--name-only", "v2").split() == [
        "e/new.txt", "e/one.txt", "e/two.txt",
    ]  # fmt: skip


def test_the_ids_do_not_depend_on_untracked_attributes_in_the_work_tree(chain, wanted):
    chain.git("checkout", "--quiet", "2a")
    chain.write(".gitattributes", "* merge=ours -diff -text\n")

    assert fixed(chain) == wanted


def test_the_ids_do_not_depend_on_attributes_of_the_user_s(chain, wanted, config, tmp_path: Path):
    (tmp_path / "attributes").write_text("* merge=union -text\n")
    config(f"[core]\n\tattributesFile = {tmp_path / 'attributes'}\n")

    assert fixed(chain) == wanted


def test_the_ids_do_not_depend_on_hooks(chain, wanted):
    hooks = ("pre-commit", "commit-msg", "prepare-commit-msg", "post-checkout", "post-rewrite",
             "post-index-change", "pre-rebase", "post-commit", "applypatch-msg")  # fmt: skip
    for name in hooks:
        chain.write(f".git/hooks/{name}", "#!/bin/sh\nexit 1\n").chmod(0o755)
    chain.git("config", "core.hooksPath", str(chain.top / ".git/hooks"))
    (chain.top / ".git/hooks/post-checkout").unlink()

    assert fixed(chain) == wanted


@pytest.mark.parametrize("variable", ["GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF",
                                      "GIT_DIFF_OPTS", "GIT_LITERAL_PATHSPECS"])  # fmt: skip
def test_the_ids_do_not_depend_on_the_environment(variable: str, chain, wanted, monkeypatch):
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", numbered("app").replace("line 1\n", "line one\n"))
    chain.write("page.html", numbered("page").replace("line 5\n", "line five\n"))
    monkeypatch.setenv(variable, "1")
    chain.chapters("fix", *WHY)
    monkeypatch.delenv(variable)

    assert chain.tags() == wanted


def in_a_folder(chain: Repository, change: str) -> None:
    Repository(chain.top / "pages").chapters("fix", "2a", *WHY, "--patch", change)


def in_the_git_folder(chain: Repository, change: str) -> None:
    chain.git("checkout", "--quiet", "main")
    Repository(chain.top / ".git").chapters("fix", "2a", *WHY, "--patch", change)


def in_a_linked_work_tree(chain: Repository, change: str) -> None:
    chain.git("worktree", "add", "--quiet", str(chain.top.with_name("linked")), "main")
    Repository(chain.top.with_name("linked")).chapters("fix", "2a", *WHY, "--patch", change)


def through_a_link(chain: Repository, change: str) -> None:
    chain.top.with_name("link").symlink_to(chain.top)
    Repository(chain.top.with_name("link")).chapters("fix", "2a", *WHY, "--patch", change)


def with_its_git_folder_elsewhere(chain: Repository, change: str) -> None:
    chain.git("init", "--quiet", "--separate-git-dir", str(chain.top.with_name("apart")))
    chain.chapters("fix", "2a", *WHY, "--patch", change)


PLACES = (
    in_a_folder, in_the_git_folder, in_a_linked_work_tree, through_a_link,
    with_its_git_folder_elsewhere,
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_the_ids_do_not_depend_on_where_it_is_run(place: Callable, chain, tmp_path: Path):
    plain, change = clone(chain, tmp_path / "plain"), patch(tmp_path)
    plain.chapters("fix", "2a", *WHY, "--patch", change)

    place(chain, change)

    assert chain.tags() == plain.tags()
    assert chain.status() == ""


def test_a_bare_repository_gives_the_same_ids(chain: Repository, tmp_path: Path):
    bare, change = Repository(tmp_path / "bare"), patch(tmp_path)
    shutil.copytree(chain.top / ".git", bare.top)
    bare.git("config", "core.bare", "true")
    chain.chapters("fix", "2a", *WHY, "--patch", change)

    bare.chapters("fix", "2a", *WHY, "--patch", change)

    assert bare.tags() == chain.tags()


def test_packed_objects_and_refs_give_the_same_ids(chain: Repository, wanted):
    chain.git("gc", "--quiet")

    assert fixed(chain) == wanted
