"""The search index, made by pagefind, which runs in the reader's browser."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pagefind_bin import get_executable

from .errors import Refused
from .processes import carry_out

FOLDER = "pagefind"
UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*",
          "pagefind-highlight.*", "playground")  # fmt: skip


def index(documents: Mapping[str, str], folder: Path) -> None:
    """Write `pagefind/` below a folder: each document is the HTML that stands for its address."""
    with tempfile.TemporaryDirectory() as scratch:
        for address, html in documents.items():
            path = Path(scratch, address)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, "utf-8")
        new = Path(scratch, FOLDER)
        words = ["--site", scratch, "--output-path", str(new), "--silent"]
        if fault := carry_out([str(get_executable()), *words]):
            raise Refused(f"pagefind made no index: {fault.splitlines()[-1]}. Next: the same again")
        for pattern in UNUSED:
            for path in new.glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
        shutil.copytree(new, folder / FOLDER)
