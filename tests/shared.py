"""What several tests need and takes long to make: made once, whichever process of the run comes first."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from benchmarks.synthetic import records
from elchi.errors import ReportError
from elchi.ledger import store
from elchi.ledger.database import open_ledger
from elchi.pipeline import code_reports
from elchi.read import read_paths

EXAMPLES = Path(__file__).parents[1] / "examples"


def shared(places: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A file of this name that all processes of the run share: copy it before you change it."""
    own = places.getbasetemp()
    path = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with FileLock(f"{path}.lock"):
        if not path.exists():
            part = path.with_name(f"part-{name}")
            make(part)
            part.rename(path)
    return path


def ledger_of_examples(places: pytest.TempPathFactory, synthetic: int) -> Path:
    """A ledger of the examples and so many synthetic reports."""
    return shared(places, f"examples-{synthetic}.db", partial(_fill, synthetic=synthetic))


def _fill(path: Path, synthetic: int) -> None:
    with closing(open_ledger(str(path))) as ledger:
        for _ in store.add(ledger, code_reports(read_paths([str(EXAMPLES)], _raise))):
            pass
        for _ in store.add(ledger, records(synthetic)):
            pass


def _raise(fault: ReportError) -> None:
    raise fault
