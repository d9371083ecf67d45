from __future__ import annotations

import hashlib
import json
import platform
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest

from elchi.errors import LedgerError
from elchi.export.manifest import manifest


def test_it_tells_what_the_files_hold(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_bytes(b"id,type\r\ne1,AID\r\n")
    told = json.loads(json.dumps(manifest({"party": ["KAZ"], "since": None}, {"events.csv": file, "feed.json": b"{}"},
                                          {"events": 1}, ["0.2.0+b", "0.1.0+a", "0.2.0+b"])))
    assert told["query"] == {"party": ["KAZ"], "since": None}
    assert told["counts"] == {"events": 1}
    assert told["files"] == {
        "events.csv": hashlib.sha256(b"id,type\r\ne1,AID\r\n").hexdigest(),
        "feed.json": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}
    assert told["coders"] == ["0.1.0+a", "0.2.0+b"]
    assert told["versions"] == {"elchi": version("elchi"), "python": platform.python_version()}
    assert timedelta(0) <= datetime.now(UTC) - datetime.fromisoformat(told["made"]) < timedelta(minutes=1)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"nothing\.csv"):
        manifest({}, {"nothing.csv": tmp_path / "nothing.csv"}, {}, [])
