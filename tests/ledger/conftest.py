"""Ledgers to test with: one in SQLite, one in a PostgreSQL server that the tests start and stop."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from elchi.ledger.database import Ledger, open_ledger

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
OWNER = "postgres" if os.geteuid() == 0 else None
"""As whom the server runs: it refuses the superuser."""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server on a free port of the loopback, without its database."""
    if not SERVERS:
        pytest.skip("PostgreSQL is not installed: run `make system`")
    place = Path(tempfile.mkdtemp(prefix="elchi-pg-"))
    if OWNER:
        shutil.chown(place, OWNER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *words: str) -> None:
        subprocess.run([SERVERS[-1] / program, "-D", place / "data", *words], check=True, user=OWNER, cwd=place,
                       stdout=subprocess.DEVNULL)

    run("initdb", "--username=elchi", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    run("pg_ctl", "start", "--wait", "--log", str(place / "log"), "--options",
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off")
    try:
        yield f"postgresql://elchi@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "stop", "--mode=immediate")
        shutil.rmtree(place)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty database lies, of either kind."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
        return
    base = request.getfixturevalue("server")
    name = f"t{abs(hash(tmp_path))}"
    server = sa.create_engine(f"{base}/postgres".replace("postgresql:", "postgresql+psycopg:"),
                              isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield f"{base}/{name}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """An empty ledger, in either database."""
    opened = open_ledger(url)
    yield opened
    opened.close()
