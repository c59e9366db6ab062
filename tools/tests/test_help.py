"""Each command explains itself, and the README names it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from repository import Repository

from chapters.cli.main import SECTIONS, main

COMMANDS = [name for section in SECTIONS.values() for name in section]
README = Path(__file__).parents[1] / "README.md"
WITH_JSON = ("list", "status", "log", "lint")


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found
    return found


def as_typed(*words: str, where: Path) -> subprocess.CompletedProcess:
    line = [sys.executable, "-W", "error", "-m", "chapters", *words]
    return subprocess.run(line, cwd=where, capture_output=True, text=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_a_sentence_that_begins_with_a_verb(name: str):
    first = (command(name).help or "").split("\n\n")[0]

    assert re.fullmatch(r"[A-Z][a-z]+ .*\.", first, re.DOTALL), first


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_an_example_that_uses_the_command(name: str):
    context = click.Context(command(name), info_name=name)
    last = command(name).get_help(context).rstrip().split("\n\n")[-1].strip()

    assert last.startswith("Example: ")
    assert f"chapters {name}" in last


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str):
    options = [p for p in command(name).params if isinstance(p, click.Option)]

    assert [option.opts for option in options if not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_of_the_tools_names_the_command(name: str):
    assert f"| `{name}` |" in README.read_text()


def test_the_help_of_the_whole_lists_every_command(tmp_path: Path):
    answer = as_typed("--help", where=tmp_path)

    assert answer.returncode == 0
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", answer.stdout, re.M)] == []
    assert "Example: chapters fix" in answer.stdout


@pytest.mark.parametrize("words", [("fix", "--help"), ("list", "-h")])
def test_help_is_given_outside_of_a_repository(words: tuple[str, ...], tmp_path: Path):
    answer = as_typed(*words, where=tmp_path)

    assert answer.returncode == 0
    assert "Usage: chapters" in answer.stdout


def test_the_version_is_given_outside_of_a_repository(tmp_path: Path):
    assert as_typed("--version", where=tmp_path).returncode == 0


@pytest.mark.parametrize("name", WITH_JSON)
def test_json_is_one_document_on_standard_output(name: str, chain: Repository):
    answer = chain.run(name, "--json")

    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out) is not None


@pytest.mark.parametrize(
    "words", [("nosuch",), ("fix", "--nosuch"), ("fix", "2a"), ("insert", "-m", "x"), ("diff",)]
)
def test_misuse_ends_with_code_two_and_changes_nothing(words: tuple[str, ...], chain: Repository):
    chain.refused(*words, code=2)


def test_a_misspelt_command_is_named(chain: Repository):
    assert "lits" in chain.refused("lits", code=2)
