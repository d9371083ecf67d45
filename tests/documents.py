"""The documents as programs: what they tell a reader to write and to run, and what they show as its output.

    python -m tests.documents

runs every document and writes anew each shown output that no longer comes out.

A block whose first line is `# NAME.yaml`, `# NAME.toml` or `# NAME.py` is a file of that name. In a `console` block a
line `$ COMMAND` is run, and what follows is its output on standard output and error, where `…` stands for anything. All
blocks of one document run in order in one folder that holds the examples.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w./-]+\.(?:yaml|py|toml))\n")
_STEP = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A command of a document, the output shown for it at [start, end) of the document, and what comes out."""

    command: str
    shown: str
    start: int
    end: int
    came: str

    @property
    def holds(self) -> bool:
        """Whether the output is as shown."""
        wanted = ".*?".join(map(re.escape, self.shown.split("…")))
        return re.fullmatch(wanted, self.came, re.DOTALL) is not None


def run(text: str) -> list[Step]:
    """Do what a document says, in a folder made for it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder, "examples"))
        return list(_steps(text, Path(folder)))


def _steps(text: str, folder: Path) -> Iterator[Step]:
    for block in _BLOCK.finditer(text):
        body = block[2]
        if named := _FILE.match(body):
            path = folder / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif block[1] == "console":
            for m in _STEP.finditer(body):
                start = block.start(2) + m.start(2)
                yield Step(m[1], m[2], start, start + len(m[2]), _output(m[1], folder))


def _output(command: str, folder: Path) -> str:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": programs}, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120)
    # The package's own files are shown as the repository has them, the reader's as the folder has them.
    lines = done.stdout.replace(f"{ROOT}/", "").replace(f"{folder}/", "").splitlines()
    return "".join(f"{line}\n" for line in lines)


def refresh(path: Path) -> None:
    """Write the outputs that have changed into the document."""
    text = path.read_text(encoding="utf-8")
    for step in reversed(run(text)):
        if not step.holds:
            print(f"{path.name}: {step.command}")
            if "Traceback" in step.came:
                sys.exit(step.came)
            text = text[:step.start] + step.came + text[step.end:]
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for document in DOCUMENTS:
        refresh(document)
