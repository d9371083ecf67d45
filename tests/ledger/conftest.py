"""Ledgers to test with: one in SQLite, one in a PostgreSQL server that the tests start and stop."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty database lies, of either kind."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
    else:
        with servers.database(request.getfixturevalue("server"), f"t{abs(hash(tmp_path))}") as own:
            yield own


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """An empty ledger, in either database."""
    opened = open_ledger(url)
    yield opened
    opened.close()
