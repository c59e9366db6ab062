"""Run inside a checkpoint's environment, by its Python: be that Python, for each line of input.

A line has the words that a Python would be given, as JSON: `-W error`, `-P`, then a script, `-m` or
`-c`. Each runs in a fork. What it imports of packages is imported here after it, once, so that the
next forks have it already; never a file of the app. It imports nothing of ours.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import sys
import sysconfig
import warnings
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import IO, Any

SHELVES = ("stdlib", "platstdlib", "purelib", "platlib")  # where an environment's packages stand


def serve() -> None:
    """Say pid and exit code of each fork, where no package that prints can reach."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    while line := sys.stdin.readline():
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            become(asked, answers)
            return
        answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n")
        learn(asked["learned"])


def become(asked: dict[str, Any], answers: IO[str]) -> None:
    """Be the process that was asked for, as if it had been started on its own."""
    os.setsid()
    answers.write(f"{os.getpid()}\n")
    answers.close()
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for target, source in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
        os.dup2(source, target)
    os.environ.clear()
    os.environ.update(asked["variables"])
    os.chdir(asked["folder"])
    atexit.register(tell, asked["learned"], set(sys.modules))
    python(asked["words"])


def python(words: list[str]) -> None:
    """Do what Python does with these words."""
    if words[0] == "-W":
        warnings.simplefilter(words[1])  # type: ignore[arg-type]
        python(words[2:])
    elif words[0] == "-P":
        sys.argv = words[1:]
        runpy.run_path(words[1], run_name="__main__")
    elif words[0] == "-m":
        sys.argv, sys.path[:0] = words[1:], [os.getcwd()]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv, sys.path[:0] = ["-c", *words[2:]], [""]
        exec(compile(words[1], "<string>", "exec"), vars(sys.modules["__main__"]))


def tell(file: str, known: set[str]) -> None:
    """Leave word of the packages that were imported, in their order."""
    names = [n for n, module in tuple(sys.modules.items()) if n not in known and is_kept(module)]
    if names:
        with open(file, "w", encoding="utf-8") as told:
            json.dump(names, told)


def is_kept(module: ModuleType) -> bool:
    shelves = tuple(f"{sysconfig.get_path(name)}{os.sep}" for name in SHELVES)
    return (getattr(module, "__file__", None) or "").startswith(shelves)


def learn(file: str) -> None:
    """Import what a fork has imported, but nothing that warns: each fork must hear that itself."""
    try:
        with open(file, encoding="utf-8") as told:
            names = json.load(told)
        os.unlink(file)
    except (OSError, ValueError):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in names:
            with suppress(Exception):
                import_module(name)
    sys.stdout.flush()  # else each fork would say it as well
    gc.freeze()  # what is here is collected in no fork, not at its end either: most of its time


if __name__ == "__main__":
    serve()
