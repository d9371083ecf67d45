"""Files that come about together: each is written under another name, and all get their own once all are whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from elchi.errors import LedgerError


@contextmanager
def together() -> Iterator[Callable[[Path], Path]]:
    """Gives what says, for the path that a file is to have, the path to write it to.

    Where the block ends without a fault, the files take the place of what was there; else they are gone. Raises
    LedgerError, with the first path asked for, where the disk fails.
    """
    parts: dict[Path, Path] = {}

    def part(path: Path) -> Path:
        parts[path] = path.with_name(f".{path.name}.{os.getpid()}.part")
        return parts[path]

    try:
        yield part
        for path, written in parts.items():
            written.replace(path)
    except OSError as fault:
        raise LedgerError(f"{next(iter(parts), '')}: {fault.strerror or fault}") from fault
    finally:
        for written in parts.values():
            with suppress(OSError):
                written.unlink()
