"""Imports go one way: what everybody uses imports nobody who uses it."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "app"


def name_of(file):
    parts = file.relative_to(APP.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


MODULES = {name_of(file): ast.parse(file.read_text()) for file in APP.rglob("*.py")}


def imports(nodes):
    """Return what `nodes` import; `from app import cli` is `app.cli`."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
    return found


def cycle(graph):
    """Return the modules of a circle, each importing the one before it; or None."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]


def test_no_import_goes_in_a_circle():
    graph = {name: imports(ast.walk(tree)) for name, tree in MODULES.items()}

    assert "app.pages" in graph["app.main.routes"]
    assert cycle(graph) is None


def test_circle_is_found():
    assert set(cycle({"app.a": {"app.b"}, "app.b": {"app.a"}})) == {"app.a", "app.b"}


@pytest.mark.parametrize("name", MODULES)
def test_imports_stand_at_the_top(name):
    everywhere, at_top = ast.walk(MODULES[name]), MODULES[name].body

    assert imports(everywhere) == imports(at_top)


def test_models_know_nothing_of_the_web():
    models = [tree for name, tree in MODULES.items() if name.startswith("app.models")]

    assert models
    assert not any("flask" in imports(ast.walk(tree)) for tree in models)
