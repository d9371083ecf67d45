"""A ledger's database: opened, made on first use, brought up to date, its faults told in one line."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from json import JSONDecodeError
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import URL, Connection, Engine, make_url

from elchi.errors import LedgerError, LedgerFault

DEFAULT = "elchi.db"
VARIABLE = "ELCHI_LEDGER"
PATIENCE = 10.0
"""Seconds that a writer waits for another."""
SOME = 100_000
"""After so many of SQLite's steps it is asked whether to go on: some milliseconds."""
LOCK, LOCKED = 0x656C6368, "55P03"
"""The number of the lock by which writers of one PostgreSQL ledger wait for each other, and what it says when a writer
has waited too long."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A database that holds a ledger, at the newest version of its tables."""

    engine: Engine
    name: str
    until: float | None = None
    """The moment, by the clock of `time.monotonic`, when its database gives up what it is asked."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger. Raises LedgerError where the database fails."""
        with _told(self.name), self.engine.connect() as connection, _limited(connection, self.until):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes become true together when it is left without a fault; one writer at a time.

        Raises LedgerError where the database fails; nothing is changed then.
        """
        server = self.engine.dialect.name == "postgresql"
        # What another writer made true while this one waited for the lock must be seen. SQLite's takes its lock at
        # once: one that began as a reader could find the ledger changed under it.
        options = {"isolation_level": "READ COMMITTED"} if server else {"begin": "BEGIN IMMEDIATE"}
        with _told(self.name), self.engine.connect().execution_options(**options) as connection, connection.begin():
            if server:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE * 1000:.0f}ms'")
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            yield connection

    def within(self, seconds: float) -> Ledger:
        """The same ledger, of which no question may take longer than until so many seconds from now: its database gives
        up then, with a LedgerFault."""
        return replace(self, until=time.monotonic() + seconds)

    def outside(self, statement: str, *values: str) -> None:
        """Run a statement of SQLite that no transaction may hold. Raises LedgerError where the database fails."""
        with _told(self.name), self.engine.connect().execution_options(begin=None) as connection:
            connection.exec_driver_sql(statement, values)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_ledger(given: str | None = None, new: bool = True) -> Ledger:
    """The ledger at a path or database URL: `given`, else what ELCHI_LEDGER names, else `elchi.db`.

    A database that is empty, or not there, becomes an empty ledger where it may be new. Raises LedgerError where it may
    not, where it cannot be opened, holds something else, or was written by a newer version.
    """
    name = given or os.environ.get(VARIABLE) or DEFAULT
    url = _url(name)
    if not new and url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise _absent(name)  # SQLite would make the file
    ledger = connect(name)
    with ledger.reading() as connection:
        current = version(connection, ledger.name)
    if current is None and not new:
        raise _absent(ledger.name)
    outdated = current != _newest()
    if ledger.engine.dialect.name == "sqlite":
        ledger.outside("PRAGMA journal_mode=WAL")  # readers beside one writer; the file remembers it
    if outdated:
        with ledger.writing() as connection:
            upgrade(connection, ledger.name)
    return ledger


def _absent(name: str) -> LedgerError:
    return LedgerError(f"{name}: there is no ledger here; `elchi add` makes one")


def connect(name: str) -> Ledger:
    """The database at a path or URL as it is, whatever it holds. Raises LedgerError where it can be none."""
    url = _url(name)
    with _told(name if "://" not in name else "the ledger"):
        return Ledger(_engine(url), url.render_as_string(hide_password=True) if "://" in name else name)


def version(connection: Connection, name: str) -> str | None:
    """The version of a ledger's tables; None where the database is empty. Raises LedgerError, with the database's name,
    where it holds something else, or was written by a newer version."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None and sa.inspect(connection).get_table_names():
        raise LedgerError(f"{name}: the database holds something else than a ledger")
    if current and current not in {s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions()}:
        raise LedgerError(f"{name}: the ledger was written by a newer version of Elchi")
    return current


def upgrade(connection: Connection, name: str) -> None:
    """Bring the tables up to date, in the connection's transaction. Raises LedgerError as `version` does."""
    if version(connection, name) != _newest():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _url(name: str) -> URL:
    if "://" not in name:
        return URL.create("sqlite", database=name)
    try:
        url = make_url(name)
    except (sa.exc.ArgumentError, ValueError):
        raise LedgerError("the ledger's name is no path and no database URL") from None  # it may hold a password
    if url.drivername not in ("sqlite", "postgresql"):
        raise LedgerError(f"{url.drivername}://…: a ledger lies in sqlite:///… or postgresql://…")
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        if url.database and (folder := Path(url.database).parent) and not folder.is_dir():
            raise LedgerError(f"{url.database}: there is no folder {folder}")
        engine = sa.create_engine(_fixed(url), connect_args={"timeout": PATIENCE})
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
        return engine
    return sa.create_engine(url, isolation_level="REPEATABLE READ")


def _fixed(url: URL) -> URL:
    """The URL of a file that may not be written such that SQLite looks for no log beside it, and makes none."""
    file = Path(url.database or "")
    may = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    if may or not file.is_file() or file.with_name(f"{file.name}-wal").exists():
        return url
    return url.set(database=f"file:{quote(str(file.absolute()))}", query={"immutable": "1", "uri": "true"})


def _prepare(connection: object, _: object) -> None:
    """What was committed survives a killed process; what points to nothing is refused; what was deleted is wiped. Of a
    large ledger 64 MiB are held in memory: adding to it would else read the same pages over and over."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # transactions begin where `_begin` says
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def _begin(connection: Connection) -> None:
    if statement := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(statement)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


@contextmanager
def _limited(connection: Connection, until: float | None) -> Iterator[None]:
    """While the connection is held, and no longer: after that it is another's."""
    if until is None:
        yield
    elif connection.dialect.name == "postgresql":
        left = max(1, int((until - time.monotonic()) * 1000))
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {left}")
        yield
    else:
        own: Any = connection.connection.driver_connection
        own.set_progress_handler(lambda: time.monotonic() > until, SOME)
        try:
            yield
        finally:
            own.set_progress_handler(None, 0)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except (UnicodeEncodeError, OverflowError, sa.exc.DataError) as e:
        raise LedgerError(f"{name}: a value cannot be kept: {str(e).splitlines()[0]}") from e
    except sa.exc.TimeoutError as e:
        raise LedgerFault(f"{name}: too many ask at once") from e
    except sa.exc.DBAPIError as e:
        raise LedgerFault(f"{name}: {_fault(e)}") from e
    except (sa.exc.NoResultFound, sa.exc.MultipleResultsFound, JSONDecodeError, CommandError) as e:
        raise LedgerFault(f"{name}: the ledger is damaged: {e}") from e


def _fault(error: sa.exc.DBAPIError) -> str:
    if getattr(error.orig, "sqlstate", None) == LOCKED:
        return "database is locked"
    lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    return lines[0].removeprefix("connection failed: ").partition(" with text ")[0]  # a text may hold anything
