"""A ledger whose writers are killed loses nothing; `make torture` kills more of them."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import synthetic, torture
from benchmarks.invariants import invariants
from elchi.ledger import store
from elchi.ledger.database import open_ledger


def test_ten_writers_killed_leave_a_whole_ledger(url: str) -> None:
    phases, faults = torture.torture(iter([url]), kills=10, seed=7, reports=40)
    assert faults == []
    assert phases.total() == 10


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with some reports."""
    file = tmp_path_factory.mktemp("ledger") / "l.db"
    with closing(open_ledger(str(file))) as ledger:
        list(store.add(ledger, synthetic.records(30), together=30))
    return file


@pytest.mark.parametrize(("statement", "fault"), [
    ("SELECT 1", None),
    ("UPDATE revision SET text = text || '.' WHERE id = 3", "revision 3: its text is another"),
    ("UPDATE report SET revision_id = NULL WHERE id = 3", "event of a text that does not count: 1 too many, such as 3"),
    ("UPDATE report SET revision_id = 4 WHERE id = 3", "it does not count by its last text"),
    ("INSERT INTO position SELECT id + 1000, revision_id, mark, stance, subject, holder, target, topics, start, "
     "\"end\", confidence, state, data, made, altered FROM position WHERE id = 3", "position twice: 1 too many"),
    ("UPDATE event SET state = 'corrected' WHERE id = 3", "it is not as analysts said"),
    ("UPDATE event SET happening_id = (SELECT max(id) FROM happening) WHERE id = 3", "happening: "),
    ("DELETE FROM happening WHERE id = 3", "foreign_key_check: "),
    ("UPDATE happening SET reports = reports + 1 WHERE id = 3", "it does not tell what its accounts do"),
    ("UPDATE naming SET person = 'x' WHERE id = 3", "person: 1 too many"),
    ("DELETE FROM naming_key WHERE naming_id = 3", "naming_key: "),
    ("DELETE FROM block WHERE event_id = 3", "block: "),
    ("DELETE FROM part WHERE happening_id = 3", "part: "),
    ("DELETE FROM subject WHERE happening_id = 3", "subject: "),
    ("UPDATE contact SET channel = 'x'", "contact: "),
    ("DELETE FROM view WHERE position_id = 3", "view: 2 missing"),
    ("DELETE FROM copy WHERE revision_id = 3", "copy: "),
    ("INSERT INTO reprint VALUES (3, 4)", "reprint: 1 too many"),
    ("INSERT INTO search (rowid, words) VALUES (7, 'слово')", "search: 1 too many"),
    ("DELETE FROM search_data WHERE id > 10", "malformed"),
])
def test_what_is_wrong_with_a_ledger_is_noticed(statement: str, fault: str | None, file: Path, tmp_path: Path) -> None:
    with closing(open_ledger(str(shutil.copy(file, tmp_path)))) as ledger:
        ledger.outside("PRAGMA foreign_keys=OFF")
        with ledger.writing() as connection:
            connection.exec_driver_sql(statement)
        found = invariants(ledger)
    assert any(fault in line for line in found) if fault else not found, found
