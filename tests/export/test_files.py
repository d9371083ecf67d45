from __future__ import annotations

from pathlib import Path

import pytest

from elchi.errors import LedgerError
from elchi.export.files import together


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_files_are_there_once_all_are_whole(tmp_path: Path) -> None:
    first, second = tmp_path / "a.tsv", tmp_path / "b.tsv"
    first.write_text("old", encoding="utf-8")
    with together() as part:
        for path in (first, second):
            part(path).write_text("new", encoding="utf-8")
        assert first.read_text(encoding="utf-8") == "old"
        assert not second.exists()
    assert (first.read_text(encoding="utf-8"), second.read_text(encoding="utf-8")) == ("new", "new")
    assert names(tmp_path) == {"a.tsv", "b.tsv"}


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError])
def test_what_is_broken_off_leaves_what_was(fault: type[BaseException], tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("old", encoding="utf-8")
    with pytest.raises(fault), together() as part:
        part(tmp_path / "a.tsv").write_text("half", encoding="utf-8")
        raise fault
    assert names(tmp_path) == {"a.tsv"}
    assert (tmp_path / "a.tsv").read_text(encoding="utf-8") == "old"


def test_a_disk_that_takes_no_more_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"a\.tsv: No space left on device$"), together() as part:
        part(tmp_path / "a.tsv").touch()
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            full.write("x" * 100_000)
    assert names(tmp_path) == set()
