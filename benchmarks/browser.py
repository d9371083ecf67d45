"""A browser without a window, for tests and pictures: Debian's Chromium, which asks nobody for anything of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from playwright.sync_api import Browser, sync_playwright

PROGRAM = which("chromium")
"""Where it is; None where it is not installed."""
SILENT = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync")


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, closed afterwards. A thread can have one at a time."""
    with sync_playwright() as started:
        own = started.chromium.launch(executable_path=PROGRAM, args=SILENT)
        yield own
        own.close()
