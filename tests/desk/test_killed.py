from __future__ import annotations

from pathlib import Path
from shutil import copyfile

from benchmarks.desk_torture import torture


def test_a_desk_killed_while_editors_save_loses_no_correction_and_leaves_none_half_done(
        filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    copyfile(filled, path)
    kept, faults = torture(path, kills=3, seed=7)
    assert faults == []
    assert kept
