"""Where a change stands, in words, from the syntax tree: "in create_app(), after db.init_app"."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache
from html import escape

BLOCK = re.compile(r"{%-?\s*(block|macro|call|endblock|endmacro|endcall)\b\s*(\w*)")
COLUMNS = 44
Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def place(path: str, text: str, first: int, last: int) -> str:
    """HTML that says where lines `first` to `last` (from 0, end excluded) stand; may be empty."""
    if path.endswith(".py"):
        return _in_python(text, first + 1, max(first + 1, last))
    if path.endswith(".html"):
        return _in_template(text, first)
    return _in_rules(text, first) if path.endswith(".css") else ""


def _in_python(text: str, first: int, last: int) -> str:
    tree = _parsed(text)
    if tree is None:
        return ""
    names, body = _innermost(tree, first, last)
    where = f"in {_code('.'.join(names))}" if names else ""
    beside = _beside(body, first)
    if not beside:
        is_head = bool(names) and first < body[0].lineno
        beside = "its head" if is_head else "at its start" if names else "at the top"
    return ", ".join(filter(None, (where, beside)))


def _beside(body: list[ast.stmt], first: int) -> str:
    """The statement that a line stands in or comes after; empty where it is before all."""
    if any(n.lineno == first and isinstance(n, ast.Import | ast.ImportFrom) for n in body):
        return "among the imports"
    for node in body:
        if node.lineno < first <= (node.end_lineno or 0):
            return f"in {_code(_name(node))}"
    before = [node for node in body if (node.end_lineno or 0) < first]
    return _after(before[-1]) if before else ""


@lru_cache(256)
def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def _innermost(tree: ast.Module, first: int, last: int) -> tuple[list[str], list[ast.stmt]]:
    """The names of the scopes that hold the lines, and the statements beside them."""
    names: list[str] = []
    body = tree.body
    while inner := next((n for n in body if _holds(n, first, last)), None):
        if isinstance(inner, Scope):
            names.append(inner.name + "()" * (not isinstance(inner, ast.ClassDef)))
        body = [node for field in ("body", "handlers", "orelse", "finalbody")
                for node in getattr(inner, field, [])]  # fmt: skip
    return names, body


def _holds(node: ast.AST, first: int, last: int) -> bool:
    """Whether a statement with a body holds the lines below its own head."""
    if not getattr(node, "body", None) or not isinstance(node, ast.stmt | ast.ExceptHandler):
        return False
    decorators = [d.lineno for d in getattr(node, "decorator_list", ())]
    start = min([node.lineno, *decorators])
    head = isinstance(node, Scope) and start == first and last >= (node.end_lineno or 0)
    return start <= first and last <= (node.end_lineno or 0) and not head


def _after(node: ast.stmt) -> str:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return "after the imports"
    if isinstance(node, Scope):
        return f"after {_code(node.name + '()' * (not isinstance(node, ast.ClassDef)))}"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return "after the docstring"
    return f"after {_code(_name(node))}"


def _name(node: ast.stmt) -> str:
    """How a statement is called: what it calls, what it sets, or its first line."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return f"{ast.unparse(target)} ="
    return ast.unparse(node).splitlines()[0]


def _in_template(text: str, first: int) -> str:
    stack: list[str] = []
    for line in text.split("\n")[:first]:
        for match in BLOCK.finditer(line):
            if not match[1].startswith("end"):
                stack.append(f"{match[1]} {match[2]}")
            elif stack:
                stack.pop()
    return f"in {_code(stack[-1])}" if stack else ""


def _in_rules(text: str, first: int) -> str:
    before = "\n".join(text.split("\n")[:first])
    stack: list[str] = []
    for match in re.finditer(r"[{}]", before):
        if match[0] == "{":
            stack.append(re.split(r"[{};]|\*/", before[: match.start()])[-1].strip())
        elif stack:
            stack.pop()
    return f"in {_code(stack[-1])}" if stack and stack[-1] else ""


def _code(text: str) -> str:
    one = " ".join(text.split())
    return f"<code>{escape(one if len(one) <= COLUMNS else one[: COLUMNS - 1] + '…')}</code>"
