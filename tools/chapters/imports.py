"""Names that two sides import by one line: what the line is when both have their way."""

from __future__ import annotations

import re

LINE = re.compile(rb"^from (\S+) import (\w+(?:, \w+)*)((?:  #.*)?)\n", re.MULTILINE)
LONGEST = 88  # columns, as ruff has it; a longer line would have to be broken

Names = tuple[bytes, ...]
Place = tuple[bytes, bytes]  # the module, and the comment behind the names


def aligned(path: bytes, texts: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Base, ours and theirs, each with the same line where both sides changed what one imports.

    Only lines that name a module once in each text, their names in order and their comment the
    same: else there are two ways to write the result, and the texts stay as they are.
    """
    if not path.endswith(b".py"):
        return texts
    found = [_by_place(text) for text in texts]
    for place in found[0].keys() & found[1].keys() & found[2].keys():
        base, ours, theirs = (lines[place] for lines in found)
        new = _line(place, _merged(base, ours, theirs))
        if base not in (ours, theirs) and all(map(_in_order, (base, ours, theirs))) and new:
            texts = tuple(_replaced(text, place[0], new) for text in texts)
    return texts


def _replaced(text: bytes, module: bytes, new: bytes) -> bytes:
    return LINE.sub(lambda found: new if found[1] == module else found[0], text)


def _by_place(text: bytes) -> dict[Place, Names]:
    """What the one line of each module names."""
    lines: list[tuple[bytes, bytes, bytes]] = LINE.findall(text)
    modules = [module for module, *_ in lines]
    single = (line for line in lines if modules.count(line[0]) == 1)
    return {(module, comment): tuple(names.split(b", ")) for module, names, comment in single}


def _merged(base: Names, ours: Names, theirs: Names) -> Names:
    kept = {name for name in base if name in ours and name in theirs}
    return tuple(sorted(kept | (set(ours) | set(theirs)) - set(base), key=_order))


def _line(place: Place, names: Names) -> bytes:
    """The line; empty where there is none to write."""
    module, comment = place
    line = b"from %s import %s%s\n" % (module, b", ".join(names), comment)
    return line if names and len(line) <= LONGEST + 1 else b""


def _in_order(names: Names) -> bool:
    return list(names) == sorted(set(names), key=_order)


def _order(name: bytes) -> tuple[int, bytes, bytes]:
    """As ruff and isort have it: constants, classes, then the rest."""
    if name.isupper() and len(name) > 1:
        return 0, name.lower(), name
    return (1 if name[:1].isupper() else 2), name.lower(), name
