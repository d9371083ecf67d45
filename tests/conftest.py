"""Before anything loads numpy or jax: one thread, so that the times that tests measure are those of the work alone, and
a folder for what jax compiles, so that networks that differ in their weights alone are compiled once. And a browser,
which all tests of a process share: there cannot be two."""

from __future__ import annotations

import os
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COMPILED = TemporaryDirectory(prefix="elchi-jax-")
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
os.environ["JAX_COMPILATION_CACHE_DIR"] = COMPILED.name


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    from benchmarks import browser

    if not browser.PROGRAM:
        pytest.skip("Chromium is not installed: run `make system`")
    with browser.browser() as own:
        yield own
