"""What happens, a line each, for a person and a program: a moment in UTC, then `name=value` (logfmt)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

Log = Callable[..., None]
"""Takes what is to be told by name; what is None is not told."""


def line(moment: float, **told: object) -> str:
    """One line. A value with spaces, signs of equality or quotation marks stands in quotation marks, as in JSON; what a
    terminal may act on is left out."""
    from elchi.export.text import clean

    shown = (f"{name}={_value(clean(str(value)))}" for name, value in told.items() if value is not None)
    return " ".join((told_moment(moment), *shown))


def told_moment(moment: float) -> str:
    """A moment, in seconds since 1970, in UTC."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _value(text: str) -> str:
    plain = text and not any(c.isspace() or c in '"=\\' for c in text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def log_to(out: TextIO, clock: Callable[[], float]) -> Log:
    """Writes lines to a stream, each at once."""
    return lambda **told: print(line(clock(), **told), file=out, flush=True)
