"""What an export holds and how it came about, to stand beside its files."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from elchi.errors import LedgerError
from elchi.model import Json


def manifest(query: Mapping[str, Any], files: Mapping[str, bytes | Path], counts: Mapping[str, int],
             coders: Iterable[str]) -> Json:
    """A manifest, ready for JSON: the query (JSON values) as given; how many rows of what kind there are; the SHA-256
    of each file by its name, in hexadecimal; the versions that coded the rows; those of Elchi and Python that wrote the
    files; the time, UTC. Raises LedgerError where a file cannot be read."""
    return {"query": dict(query), "counts": dict(counts),
            "files": {name: _digest(content) for name, content in files.items()}, "coders": sorted(set(coders)),
            "versions": {"elchi": version("elchi"), "python": platform.python_version()},
            "made": datetime.now(UTC).isoformat(timespec="seconds")}


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    try:
        with content.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise LedgerError(f"{content}: {fault.strerror}") from fault
