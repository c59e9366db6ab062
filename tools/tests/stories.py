"""Small histories with a story, made by `git fast-import`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from repository import Repository

BODY = """\
You will see
------------
{title} shows in the browser as soon as you reload the page; before this step the
page did not have it, and the test that comes with it failed.

What changed and why
--------------------
- The file of this step has a new part, because the reader asked for it; the other
  road was a library, which hides what we want to learn here. A small function is
  easier to read, easier to test, and easier to take out again when it is not wanted.

Try it
------
Type the command of the first lesson, look at the page, then break one line on
purpose and look again: the error names the file and the line that you broke.
"""


@dataclass(frozen=True)
class Step:
    """A commit: its message, and the files it writes (text) or takes out (None)."""

    message: str
    files: Mapping[str, str | None]
    tag: str = ""


def lesson(title: str, chapter: str, slug: str, shows: str = "quiet") -> str:
    """A message in the form that lint asks for."""
    lines = (line for text in BODY.format(title=title).split("\n") for line in _wrapped(text))
    trailers = f"Chapter: {chapter}\nCheckpoint: {slug}\nShows: {shows}\n"
    return f"{title}\n\n" + "\n".join(lines) + f"\n{trailers}"


def _wrapped(line: str) -> list[str]:
    if len(line) <= 72:
        return [line]
    cut = line.rindex(" ", 0, 72)
    return [line[:cut], *_wrapped(line[cut + 1 :])]


def numbered(word: str, count: int = 12) -> str:
    """A text of so many lines, no two the same: changes at its two ends lie apart."""
    return "".join(f"{word} line {n}\n" for n in range(1, count + 1))


def mend(repository: Repository, old: str = "1", new: str = "one") -> None:
    """Edit one of the numbered lines of app.py in the work tree."""
    repository.replace("app.py", f"app line {old}\n", f"app line {new}\n")


def fix(chain: Repository, old: str, new: str) -> None:
    """A fix of one line of app.py at 2a, from the work tree."""
    mend(chain, old, new)
    chain.chapters("fix", "2a", "-m", "why")


def published_twice(chain: Repository) -> Repository:
    """The same chain with a fix at 2a, and edition 2."""
    mend(chain)
    chain.chapters("fix", "2a", "-m", "why")
    chain.chapters("publish", "-m", "Better words")
    return chain


def patch(folder: Path, name: str = "app.py") -> str:
    """A patch file that mends the first of a file's numbered lines."""
    stem = Path(name).stem
    path = folder / "change.patch"
    path.write_text(
        f"--- a/{name}\n+++ b/{name}\n@@ -1,2 +1,2 @@\n"
        f"-{stem} line 1\n+{stem} line mended\n {stem} line 2\n"
    )
    return str(path)


def lines(**changed: str) -> str:
    """Twelve lines of app, some of them other: `lines(l12="x")`."""
    text = numbered("app")
    for name, word in changed.items():
        text = text.replace(f"app line {name[1:]}\n", f"app line {word}\n")
    return text


def folder(chain: Repository, slug: str = "last-line") -> Path:
    """Where a conflict, or `edit`, lays a checkpoint out."""
    return chain.top / ".git/chapters/work" / slug


def resolve_with(chain: Repository, text: str, slug: str = "last-line") -> str:
    """Resolve with this text of app.py, to the end."""
    (folder(chain, slug) / "app.py").write_text(text)
    return chain.chapters("resolve")


def import_steps(repository: Repository, branch: str, steps: tuple[Step, ...]) -> None:
    """Make a branch of these commits, the first without a parent, with their tags."""
    parts: list[bytes] = []
    for place, step in enumerate(steps):
        parts.append(_commit(branch, step, place))
        if step.tag:
            parts.append(f"reset refs/tags/{step.tag}\nfrom refs/heads/{branch}\n\n".encode())
    repository.git("fast-import", "--quiet", stdin=b"".join(parts))


def _commit(branch: str, step: Step, place: int) -> bytes:
    message, who = step.message.encode(), f"Ada Writer <ada@example.org> {1600000000 + place} +0000"
    parts = [
        f"commit refs/heads/{branch}\nauthor {who}\ncommitter {who}\n".encode(),
        b"data %d\n%s" % (len(message), message),
        b"\n",
    ]
    for path, text in step.files.items():
        if text is None:
            parts.append(f"D {path}\n".encode())
        else:
            parts.append(f"M 644 inline {path}\ndata {len(text.encode())}\n{text}\n".encode())
    return b"".join([*parts, b"\n"])


SETTINGS = (
    'overlay = ["README.md", "CHAPTERS.md", "docs/", "tools/"]\nchain-keeps = ["README.md"]\n'
)
OVERLAY = (
    Step(
        "Lay out the project\n",
        {"README.md": "The project\n", "docs/page.md": "A page\n", "tools/chapters.toml": SETTINGS},
    ),
)
CHAIN = (
    Step(
        lesson("Say hello", "Getting started", "hello"),
        {"app.py": numbered("app"), "README.md": "The chain's\n", ".gitignore": "*.sqlite\n.env\n"},
        "1a",
    ),
    Step(
        lesson("Draw a page", "Templates", "page"),
        {"page.html": numbered("page"), "help.txt": numbered("help")},
        "2a",
    ),
    Step(
        lesson("Lay the page out", "Templates", "layout"), {"layout.html": numbered("layout")}, "2b"
    ),
    Step(
        lesson("Move the page", "Web forms", "folder"),
        {"page.html": None, "help.txt": None, "pages/page.html": numbered("page"),
         "pages/help.txt": numbered("help")},
        "3a",
    ),
    Step(
        lesson("Change the last line", "Web forms", "last-line"),
        {"app.py": numbered("app").replace("app line 12", "app line twelve")},
        "3b",
    ),
)  # fmt: skip


def book(top: Path) -> Repository:
    """A chain of five checkpoints on `chapters`, tagged, and an overlay on `main`."""
    made = Repository(top)
    top.mkdir()
    made.git("init", "--quiet", "--template=", "--initial-branch=main")
    import_steps(made, "main", OVERLAY)
    import_steps(made, "chapters", CHAIN)
    made.git("checkout", "--quiet", "chapters")
    return made


FOREIGN = (
    Step("Begin\n", {"app.py": numbered("app")}, "v1"),
    Step("Add a page\n", {"page.html": numbered("page")}),
    Step("Grow the app\n", {"app.py": numbered("app") + "grown\n"}, "v2"),
    Step("Change the first line\n",
         {"app.py": numbered("app").replace("app line 1\n", "app line one\n") + "grown\n"}),
    Step("Add help\n", {"help.txt": numbered("help")}, "v10"),
)  # fmt: skip


def foreign_history(top: Path) -> Repository:
    """Five commits on branch `line`, three of them tagged, no trailers."""
    made = Repository(top)
    top.mkdir()
    made.git("init", "--quiet", "--template=", "--initial-branch=line")
    import_steps(made, "line", FOREIGN)
    made.git("reset", "--quiet", "--hard")
    return made
