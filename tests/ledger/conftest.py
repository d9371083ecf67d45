"""Ledgers to test with: one in SQLite, one in a PostgreSQL server that the tests start and stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks import servers
from elchi.ledger.database import Ledger, open_ledger


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server on a free port of the loopback, without its database."""
    if not servers.PROGRAMS:
        pytest.skip("PostgreSQL is not installed: run `make system`")
    with servers.server() as base:
        yield base


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str, str], str]]:
    """Where an empty database lies, of a kind, by a name; gone after the test."""
    with ExitStack() as stack:
        def made(kind: str, name: str) -> str:
            if kind == "sqlite":
                return str(tmp_path / f"{name}.db")
            base = request.getfixturevalue("server")
            return stack.enter_context(servers.database(base, f"{name}{abs(hash(tmp_path))}"))
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, place: Callable[[str, str], str]) -> str:
    """Where an empty database lies, of either kind."""
    return place(request.param, "ledger")


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """An empty ledger, in either database."""
    opened = open_ledger(url)
    yield opened
    opened.close()
