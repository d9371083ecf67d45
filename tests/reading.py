"""What comes of paths, for tests: reports, faults and what was skipped, the last two as lines."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from elchi.errors import ReportError
from elchi.model import Report
from elchi.read import read_paths
from elchi.read.pieces import How, Skipped

TEXT = "Посол прибыл\n\nПосол Омана прибыл в Хорог. Его ждали."


@dataclass
class Came:
    """What came of paths."""

    reports: list[Report] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    folder: Path = Path()

    @property
    def ids(self) -> list[str]:
        """The ids of the reports, without the folder that all lie in."""
        return [self._short(r.id) for r in self.reports]

    def _short(self, name: str) -> str:
        return name.replace(f"{self.folder}/", "")


def come(folder: Path, *paths: Path | str, how: How | None = None) -> Came:
    """What comes of paths; in names the folder is left away."""
    came = Came(folder=folder)

    def fault(error: ReportError) -> None:
        came.faults.append(came._short(str(error)))

    def skip(skipped: Skipped) -> None:
        came.skipped.append((came._short(skipped.name), skipped.why))

    came.reports += read_paths([str(p) for p in paths], fault, how or How(), skip)
    return came


WATCHED = """
import resource, sys, time
from elchi.read import read_paths
begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in read_paths(sys.argv[1:], lambda fault: print(fault, file=sys.stderr)))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(count, (after - before) // (1 << 20 if sys.platform == "darwin" else 1 << 10), time.process_time() - begun)
"""


def watched(path: Path) -> tuple[int, int, float, list[str]]:
    """How many reports a path gave, by how many MiB memory grew, in how many seconds, and the faults."""
    run = subprocess.run([sys.executable, "-c", WATCHED, str(path)], capture_output=True, check=True, timeout=100,
                         encoding="utf-8")
    count, growth, seconds = run.stdout.split()
    return int(count), int(growth), float(seconds), run.stderr.splitlines()
