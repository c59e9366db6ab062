"""The rules of the house, read from the source: who may import whom, and how long things get."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "chapters"
LONGEST_FUNCTION, LONGEST_MODULE = 20, 250

# Each module stands in one layer; it may import what stands in a layer below its own.
LAYERS = (
    ("values", (
        "errors", "lesson", "objects", "diff", "imports", "settings", "model", "contents", "edits",
        "operations", "migrations", "checks", "results", "tryit",
    )),
    ("site", ()),  # every module of the folder site/
    ("world", (
        "git", "store", "trees", "overlay", "worktrees", "layouts", "refs", "lock", "guards",
        "blame", "moves", "line", "presence", "exports", "processes", "environments", "venv",
        "verdicts", "database", "pool", "journey", "children", "network", "trial", "trying",
        "trials", "upgrades", "probe", "forks", "warm", "differences", "extras", "sites",
        "searching", "serving", "answer", "known", "turns", "album", "camera", "pictures", "clock",
    )),
    ("operations", (
        "changes", "history", "replay", "lint", "sync", "publish", "undo", "absorb", "adopt",
        "news", "learn", "verify", "binding",
    )),
    ("cli", ()),  # every module of the folder cli/
)  # fmt: skip
# Within these layers modules build on one another, in any order that has no cycle.
BUILDS_ON_ITSELF = ("values", "site", "world", "cli")
# import -> the only layer, or modules, that may have it
OUTSIDE = {
    "click": ("cli",),
    "jinja2": ("site",),
    "markdown_it": ("site",),
    "pygments": ("site",),
    "subprocess": ("git", "store", "processes", "environments", "venv", "warm", "cli.freshness"),
}
STARTS = ("subprocess.run", "subprocess.Popen", "subprocess.check_call", "subprocess.check_output")
OWN_PROGRAMS = ("probe", "forks")  # run inside a checkpoint's environment, answer by printing
PRINTS = ("print", "sys.stdout", "sys.stderr", "click.echo", "click.secho")


@dataclass(frozen=True)
class Module:
    """`name` is dotted below the package: `replay`, `cli.session`."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def layer(self) -> str:
        if (folder := self.name.partition(".")[0]) in ("cli", "site"):
            return folder
        return next((layer for layer, names in LAYERS if self.name in names), "")

    def at(self, node: ast.AST) -> str:
        return f"{self.path.relative_to(SOURCE.parent)}:{getattr(node, 'lineno', 1)}"


@cache
def modules() -> tuple[Module, ...]:
    return tuple(_module(path) for path in sorted(SOURCE.rglob("*.py")))


def _module(path: Path) -> Module:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    return Module(name, path, ast.parse(path.read_text()))


def is_part(module: Module) -> bool:
    return module.name not in ("__init__", "__main__", "cli", "site")


def inner_imports(module: Module) -> Iterator[tuple[ast.ImportFrom, str]]:
    """Each import of another of our modules, and its name."""
    package = module.name.split(".")[:-1]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + (node.module or "").split(".")
            known = {m.name for m in modules()}
            for alias in node.names:
                full = ".".join(filter(None, [*base, alias.name]))
                yield node, full if full in known else ".".join(filter(None, base))


def outer_imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node, (node.module or "").partition(".")[0]


def height(module: Module) -> int:
    return next(place for place, (name, _) in enumerate(LAYERS) if name == module.layer)


def functions() -> Iterator[tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield module, node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines the body has, without signature and docstring."""
    body = function.body[ast.get_docstring(function) is not None :]
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_every_module_stands_in_one_layer():
    named = [name for _, names in LAYERS for name in names]
    lost = [module.at(module.tree) for module in modules() if is_part(module) and not module.layer]
    gone = [name for name in named if name not in {module.name for module in modules()}]

    assert not lost, f"name them in LAYERS: {lost}"
    assert not gone, f"LAYERS names what is not there: {gone}"
    assert len(named) == len(set(named))


def test_imports_lead_down_or_within_a_layer_that_builds_on_itself():
    by_name = {module.name: module for module in modules()}
    faults = [
        f"{module.at(node)} {module.layer} imports {target} of {by_name[target].layer}"
        for module in filter(is_part, modules())
        for node, target in inner_imports(module)
        if target in by_name and is_part(by_name[target])
        and height(by_name[target]) >= height(module)
        and not (by_name[target].layer == module.layer in BUILDS_ON_ITSELF)
    ]  # fmt: skip

    assert not faults, "\n".join(faults)


def test_no_two_modules_import_each_other():
    uses = {m.name: {target for _, target in inner_imports(m)} for m in modules()}
    while uses:
        free = [name for name, targets in uses.items() if not targets & (uses.keys() - {name})]
        assert free, f"a cycle among {sorted(uses)}"
        for name in free:
            del uses[name]


@pytest.mark.parametrize("outer", OUTSIDE)
def test_click_and_processes_stay_where_they_belong(outer: str):
    faults = [
        f"{module.at(node)} imports {outer}, which is for {', '.join(OUTSIDE[outer])}"
        for module in filter(is_part, modules())
        for node, name in outer_imports(module)
        if name == outer and not {module.layer, module.name} & {*OUTSIDE[outer]}
    ]

    assert not faults, "\n".join(faults)


def test_git_is_run_by_one_module_alone():
    faults = [
        f"{module.at(node)} names the program git"
        for module in modules()
        if module.name != "git"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.List) and node.elts
        and isinstance(node.elts[0], ast.Constant) and node.elts[0].value == "git"
    ]  # fmt: skip

    assert not faults, "\n".join(faults)


def test_the_store_starts_no_process_of_its_own():
    store = next(module for module in modules() if module.name == "store")
    calls = [ast.unparse(node.func) for node in ast.walk(store.tree) if isinstance(node, ast.Call)]

    assert not set(calls) & {*STARTS}


def test_values_know_no_git_no_network_and_no_files():
    unknown = {"os", "pathlib", "shutil", "socket", "subprocess", "tempfile", "time", "urllib"}
    faults = [
        f"{module.at(node)} a value imports {name}"
        for module in modules() if module.layer == "values"
        for node, name in outer_imports(module) if name in unknown
    ]  # fmt: skip

    assert not faults, "\n".join(faults)


def test_only_the_cli_prints():
    faults = [
        f"{module.at(node)} prints"
        for module in filter(is_part, modules())
        if module.layer != "cli" and module.name not in OWN_PROGRAMS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call | ast.Attribute)
        and ast.unparse(node.func if isinstance(node, ast.Call) else node) in PRINTS
    ]  # fmt: skip

    assert not faults, "\n".join(faults)


def test_no_import_stands_inside_a_function():
    faults = [
        f"{module.at(node)} {function.name} imports late"
        for module, function in functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("commands", "spared"),
    [("learners", "chapters.replay"), ("log", "chapters.replay"), ("travel", "ssl"),
     ("upkeep", "concurrent.futures")],
)  # fmt: skip
def test_a_command_does_not_load_what_only_others_need(commands: str, spared: str):
    line = f"import sys, chapters.cli.{commands}; sys.exit('{spared}' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", line]).returncode == 0


def test_no_function_is_longer_than_twenty_lines():
    faults = [
        f"{module.at(function)} {function.name} has {lines_of(function)} lines"
        for module, function in functions()
        if lines_of(function) > LONGEST_FUNCTION
    ]

    assert not faults, "\n".join(faults)


def test_no_module_is_longer_than_two_hundred_and_fifty_lines():
    lengths = {module: len(module.path.read_text().splitlines()) for module in modules()}
    faults = [f"{m.at(m.tree)} has {n} lines" for m, n in lengths.items() if n > LONGEST_MODULE]

    assert not faults, "\n".join(faults)


def test_the_app_and_the_tools_do_not_import_each_other():
    faults = [f"{module.at(node)} imports app" for module in modules()
              for node, name in outer_imports(module) if name == "app"]  # fmt: skip

    assert not faults, "\n".join(faults)
