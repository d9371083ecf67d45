"""The picture of the README: the record of an example, as a terminal shows it.

    python -m benchmarks.picture
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from elchi import names, pipeline
from elchi.export.text import write_text

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = "examples/visit-bishkek-ankara.txt"
PICTURE = ROOT / "docs" / "img" / "demo.svg"
WIDTH = 100

_FETCHED = re.compile(r"\s*@font-face \{[^}]*\}|\s*<!--.*?-->")
"""What Rich puts into its pictures and a reader's page should not fetch: fonts by address, a remark."""


class _Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


def draw() -> str:
    """The picture as SVG."""
    os.environ.update(COLUMNS=str(WIDTH), TERM="xterm-256color")
    terminal = _Terminal()
    text = (ROOT / EXAMPLE).read_text(encoding="utf-8")
    write_text([pipeline.code(text, id=EXAMPLE)], terminal, names.party)
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(terminal.getvalue()))
    return _FETCHED.sub("", console.export_svg(title=f"elchi code {EXAMPLE}", unique_id="elchi"))


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
