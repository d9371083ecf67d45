"""A PostgreSQL server of one's own, for tests and measurements: started on a free port, stopped and removed after."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
"""Where Debian's packages put the servers; none where PostgreSQL is not installed."""
OWNER = "postgres" if os.geteuid() == 0 else None
"""As whom the server runs: it refuses the superuser."""


@contextmanager
def server() -> Iterator[str]:
    """The URL of a server on the loopback, without its database. Its files are not synced: it outlives what its clients
    suffer, not a loss of power."""
    place = Path(tempfile.mkdtemp(prefix="elchi-pg-"))
    if OWNER:
        shutil.chown(place, OWNER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *words: str) -> None:
        subprocess.run([PROGRAMS[-1] / program, "-D", place / "data", *words], check=True, user=OWNER, cwd=place,
                       stdout=subprocess.DEVNULL)

    run("initdb", "--username=elchi", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    run("pg_ctl", "start", "--wait", "--log", str(place / "log"), "--options",
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off")
    try:
        yield f"postgresql://elchi@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "stop", "--mode=immediate")
        shutil.rmtree(place)


@contextmanager
def database(base: str, name: str) -> Iterator[str]:
    """The URL of an empty database of a server; it is dropped after, whoever uses it."""
    engine = sa.create_engine(f"{base}/postgres".replace("postgresql:", "postgresql+psycopg:"),
                              isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    def run(statement: str) -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    run(f"CREATE DATABASE {name}")
    try:
        yield f"{base}/{name}"
    finally:
        run(f"DROP DATABASE {name} WITH (FORCE)")
