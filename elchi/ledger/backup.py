"""A ledger copied whole into a file, and back: the file is itself a ledger, in SQLite, whatever it was taken from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.ledger import schema, search
from elchi.ledger.database import Ledger, connect, open_ledger, upgrade, version
from elchi.ledger.draft import insert
from elchi.ledger.prepared import searched

TOGETHER = 1000
"""How many rows are held in memory."""


def backup(ledger: Ledger, file: Path) -> int:
    """Write one state of a ledger, which may be in use, into a new file; returns how many reports it holds.

    The file is there when it is whole, and holds nothing of the texts that were taken out. Raises LedgerError where
    there is a file of this name, it cannot be written, or the database fails.
    """
    if file.exists():
        raise LedgerError(f"{file}: there is such a file already")
    with _told(file, "no backup was made: "), TemporaryDirectory(prefix=".elchi-", dir=file.parent) as folder:
        whole = Path(folder, file.name)
        if ledger.engine.dialect.name == "sqlite":
            ledger.outside("VACUUM INTO ?", str(whole))
        else:
            with closing(open_ledger(str(whole))) as made:
                with ledger.reading() as source, made.writing() as target:
                    _copy(source, target)
                made.outside("PRAGMA journal_mode=DELETE")  # all of it is in the one file
        with closing(connect(str(whole))) as made, made.reading() as connection:
            reports = _reports(connection)
        _sync(whole)
        whole.rename(file)
        _sync(file.parent)
    return reports


def restore(file: Path, given: str | None = None) -> int:
    """Put a backup, whole or not at all, into the ledger that `open_ledger` finds by a name, and that is empty or not
    there yet; returns how many reports it holds. The file may be one of an older version; it stays as it is.

    Raises LedgerError where the file is no sound ledger, the other holds reports, or the database fails.
    """
    with _told(file, ""):
        file.open("rb").close()
    with closing(connect(str(file))) as kept, kept.reading() as source:
        if version(source, kept.name) is None:
            raise LedgerError(f"{file}: the file holds no ledger")
        if (fault := source.execute(sa.text("PRAGMA integrity_check(1)")).scalar_one()) != "ok":
            raise LedgerError(f"{file}: the file is damaged: {fault.splitlines()[-1]}")
        upgrade(source, kept.name)  # in this transaction, which is never committed
        with closing(open_ledger(given)) as ledger, ledger.writing() as target:
            if _reports(target):
                raise LedgerError(f"{ledger.name}: the ledger holds reports; a backup is restored into an empty one")
            _copy(source, target)
            return _reports(target)


def _copy(source: Connection, target: Connection) -> None:
    """Write all that one ledger holds into another, which is empty."""
    for table in schema.METADATA.sorted_tables:
        asked = sa.select(*(sa.cast(c, sa.Text).label(c.name) if isinstance(c.type, sa.JSON) else c for c in table.c))
        asked = asked.order_by(*table.primary_key)
        names = table.c.keys()
        for rows in source.execution_options(yield_per=TOGETHER).execute(asked).partitions():
            insert(target, table, (dict(zip(names, row, strict=True)) for row in rows))
    r, v = schema.report.c, schema.revision.c
    texts = sa.select(r.day, v.id, v.text, v.title).join_from(schema.report, schema.revision, r.revision_id == v.id)
    for told in source.execution_options(yield_per=TOGETHER).execute(texts).partitions():
        search.index(target, ((search.number(own.day, own.id), search.words(searched(own.text, own.title)))
                              for own in told))


def _reports(connection: Connection) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(schema.report)) or 0


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, outlive a loss of power."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _told(file: Path, what: str) -> Iterator[None]:
    try:
        yield
    except LedgerError as e:
        raise LedgerError(f"{file}: {what}{e}") from e
    except OSError as e:
        raise LedgerError(f"{file}: {what}{(e.strerror or str(e)).lower()}") from None
