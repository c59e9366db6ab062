"""What a run of pytest found, read from its JUnit report, and said in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

REASON = re.compile(r"^E\s+(\S.*)$", re.MULTILINE)
RAISED = re.compile(r"^[\w.]+(Error|Exception|NotFound|Warning)\b")
OWN_LINE = re.compile(r"^(?!tests[/\\]|/|\.\.|[A-Za-z]:)(\S+\.\w+):(\d+): ", re.MULTILINE)
COLUMNS = 160  # of a reason; a page's whole text may stand in it
PLAIN = (
    (r"No module named '(app(?:\.\w+)*)'", "there is no {}"),
    (r"No module named '([\w.]+)'", "nothing called {} is there; does requirements.txt name it?"),
    (r"cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'",
     "{1} has no {0}"),
    (r"module '([\w.]+)' has no attribute '(\w+)'", "{0} has no {1}"),
    (r"TemplateNotFound: (\S+)", "there is no template {}"),
    (r"assert (b?'.+?'|b?\".+?\") in b?['\"]<!doctype", "the page does not have {}"),
    (r"assert (b?'.+?'|b?\".+?\") not in b?['\"]<!doctype", "the page must not have {}"),
    (r"assert (.{1,60}) == (.{1,60})$", "it gives {}, and should give {}"),
    (r"NameError: name '(\w+)' is not defined", "{} is used and not defined"),
)  # fmt: skip


@dataclass(frozen=True)
class Failure:
    """A test that did not pass: its name as a sentence, its file, and why in plain words.

    `where` is the line of the tested code that raised, or the last one on the way to a library.
    """

    sentence: str
    file: str
    reason: str
    where: str = ""


@dataclass(frozen=True)
class Results:
    """How many tests passed or were skipped, and the failures in the order of the run."""

    passed: int
    skipped: int
    failures: tuple[Failure, ...]


def read(report: bytes) -> Results:
    """Read a report. Raises ParseError where it is none."""
    cases = list(ElementTree.fromstring(report).iter("testcase"))
    failures = tuple(_failure(case, bad) for case in cases for bad in _bad(case)[:1])
    skipped = sum(case.find("skipped") is not None for case in cases)
    return Results(len(cases) - skipped - len(failures), skipped, failures)


def _bad(case: Element) -> list[Element]:
    return [*case.findall("failure"), *case.findall("error")]


def _failure(case: Element, bad: Element) -> Failure:
    name, place = case.get("name", ""), case.get("classname", "")
    module = place or name  # a file that cannot even be read has no class name
    first = (bad.get("message") or "").partition("\n")[0]
    file = module.replace(".", "/") + ".py"
    text = bad.text or ""
    return Failure(sentence(name) if place else "", file, reason(text, first), where(text))


def sentence(name: str) -> str:
    """`test_page_greets[Ada]` as `page greets (Ada)`."""
    words, bracket, case = name.partition("[")
    text = words.removeprefix("test_").replace("_", " ").strip()
    return f"{text} ({case.rstrip(']')})" if bracket else text


def reason(text: str, otherwise: str = "") -> str:
    """The reason that pytest's text gives, in plain words where there are some."""
    found: list[str] = REASON.findall(text)
    raised = [line for line in found if RAISED.match(line)]
    line = (raised[-1:] or found[:1] or [otherwise or "no reason is given"])[0]
    for pattern, words in PLAIN:
        if match := re.search(pattern, line):
            return words.format(*(_path(part) for part in match.groups()))
    return line if len(line) <= COLUMNS else f"{line[: COLUMNS - 4]} ..."


def where(text: str) -> str:
    """`app/models.py:12`, where pytest's text passes through a file that is no test."""
    lines: list[tuple[str, str]] = OWN_LINE.findall(text)
    return ":".join(lines[-1]).replace("\\", "/") if lines else ""


def _path(name: str) -> str:
    """`app.main.forms` as the file that it would be."""
    return f"{name.replace('.', '/')}.py" if name.startswith("app.") else name
