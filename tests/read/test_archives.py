"""ZIP and TAR archives, and what gzip, bzip2 or xz has packed: read, and harmless where they are hostile."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from elchi.read import archives, limits
from tests.reading import TEXT, come, watched

MIB = 1 << 20
NAMES = ("a.txt", "b/c.txt", "b/.hidden", "b/style.css", "empty.txt", "__MACOSX/._a.txt")


def _zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def _tar(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


MEMBERS = {name: TEXT.encode() if name != "empty.txt" else b"" for name in NAMES}
CAME = ["a.txt", "b/c.txt"]
SKIPPED = [("b/.hidden", "hidden"), ("b/style.css", "a style sheet"), ("empty.txt", "empty"),
           ("__MACOSX/._a.txt", "hidden")]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip(tmp_path: Path, method: int) -> None:
    came = come(tmp_path, _zip(tmp_path / "a.zip", {"b/": b"", **MEMBERS}, method))
    assert (came.ids, came.faults) == ([f"a.zip!{name}" for name in CAME], [])
    assert came.skipped == [(f"a.zip!{name}", why) for name, why in SKIPPED]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar(tmp_path: Path, form: int) -> None:
    (tmp_path / "a").write_bytes(_tar(MEMBERS, form))
    came = come(tmp_path, tmp_path / "a")
    assert (came.ids, came.faults) == ([f"a!{name}" for name in CAME], [])
    assert came.skipped == [(f"a!{name}", why) for name, why in SKIPPED]


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_what_is_packed(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / f"a.tar.{suffix}").write_bytes(pack(_tar(MEMBERS)))
    (tmp_path / f"b.jsonl.{suffix}").write_bytes(pack(b'{"text": "a b"}\n') + pack(b'{"text": "c d"}\n'))
    came = come(tmp_path, tmp_path)
    assert came.ids == [*(f"a.tar.{suffix}!a.tar!{name}" for name in CAME),
                        f"b.jsonl.{suffix}!b.jsonl:1", f"b.jsonl.{suffix}!b.jsonl:2"]
    assert not came.faults


def test_archives_lie_in_archives(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.txt", TEXT)
    packed = gzip.compress(_tar({"x/inner.zip": inner.getvalue(), "y.txt": TEXT.encode()}))
    came = come(tmp_path, _zip(tmp_path / "a.zip", {"all.tgz": packed}))
    assert came.ids == ["a.zip!all.tgz!all!x/inner.zip!deep.txt", "a.zip!all.tgz!all!y.txt"]


def test_names_lead_nowhere_and_are_shown_clean(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = ["../../out.txt", "/etc/out.txt", "a\x1b[31m.txt", "b\u202etxt.txt", "C:\\out.txt", "d" * 500 + ".txt"]
    _zip(folder / "a.zip", dict.fromkeys(names, TEXT.encode()))
    (folder / "a.tar").write_bytes(_tar(dict.fromkeys(names, TEXT.encode())))
    before = sorted(tmp_path.rglob("*"))
    came = come(folder, folder)
    assert len(came.reports) == 12
    assert all(r.id.isprintable() and len(r.id) <= 300 for r in came.reports)
    assert "a.zip!a\ufffd[31m.txt" in came.ids
    assert sorted(tmp_path.rglob("*")) == before


def test_links_and_devices_of_a_tar_are_no_reports(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("a.txt")
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    came = come(tmp_path, tmp_path / "a.tar")
    assert (came.reports, {why for _, why in came.skipped}, len(came.skipped)) == ([], {"no plain file"}, 4)


def test_a_sparse_tar_is_not_filled_with_nothing(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(1 << 40)
    try:
        subprocess.run(["tar", "--sparse", "-cf", "a.tar", "a.txt"], cwd=tmp_path, check=True, timeout=20)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("tar makes no sparse archives here")
    assert come(tmp_path, tmp_path / "a.tar").skipped == [("a.tar!a.txt", "no plain file")]


@pytest.mark.parametrize("cut", [30, 200, 1_000])
def test_broken_archives_are_told_and_what_was_whole_is_read(tmp_path: Path, cut: int) -> None:
    text = os.urandom(100_000).hex().encode()
    for name, data in (("a.tar", _tar({"a.txt": TEXT.encode(), "b.txt": text})[:5_000 - cut]),
                       ("a.tgz", gzip.compress(_tar({"a.txt": TEXT.encode(), "b.txt": text}))[:-cut]),
                       ("a.txt.xz", lzma.compress(text)[:-cut]), ("a.txt.bz2", bz2.compress(text)[:-cut]),
                       ("a.zip", _zip(tmp_path / "z", {"a.txt": TEXT.encode()}).read_bytes()[:-cut])):
        (tmp_path / name).write_bytes(data)
        came = come(tmp_path, tmp_path / name)
        assert [f.partition("!")[0].partition(":")[0] for f in came.faults] == [name]
        assert len(came.reports) == (name in ("a.tar", "a.tgz"))


def test_a_broken_or_encrypted_member_does_not_stop_a_zip(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"a.txt": os.urandom(500), "b.txt": TEXT.encode(), "c.txt": TEXT.encode()})
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    at = data.rfind(b"PK\1\2", 0, data.rfind(b"PK\1\2"))
    data[at + 8] |= 1
    path.write_bytes(data)
    came = come(tmp_path, path)
    assert came.ids == ["a.zip!c.txt"]
    assert [f.partition(":")[0] for f in came.faults] == ["a.zip!a.txt", "a.zip!b.txt"]
    assert came.faults[1] == "a.zip!b.txt: is encrypted"


def _zeros(size: int) -> Iterator[bytes]:
    yield from [bytes(16 * MIB)] * (size // (16 * MIB))


def _packed_zeros(size: int) -> bytes:
    """What gzip makes of so many bytes: members after each other."""
    part = gzip.compress(bytes(64 * MIB))
    return part * (size // (64 * MIB))


def _lines_bomb(path: Path) -> None:
    path.write_bytes(_packed_zeros(10 << 30))


def _tar_bomb(path: Path) -> None:
    info = tarfile.TarInfo("a.bin")
    info.size = 2 << 30
    path.write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT)) + _packed_zeros(2 << 30))


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.jsonl", "w") as file:
        for part in _zeros(288 * MIB):
            file.write(part)


def _xz_bomb(path: Path) -> None:
    packer = lzma.LZMACompressor(preset=0)
    path.write_bytes(b"".join([*(packer.compress(part) for part in _zeros(64 * MIB)), packer.flush()]) * 160)


@pytest.mark.parametrize(("name", "make"), [("a.jsonl.gz", _lines_bomb), ("a.tar.gz", _tar_bomb), ("a.zip", _zip_bomb),
                                            ("a.jsonl.xz", _xz_bomb)])
def test_a_bomb_stops_soon_and_takes_no_memory(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    make(tmp_path / name)
    count, growth, seconds, faults = watched(tmp_path / name)
    assert count == 0
    assert growth < (200 if name == "a.tar.gz" else 100)  # a member of a TAR is held, up to a limit
    assert seconds < 15
    assert "expands too far" in faults[-1]


def test_what_anything_expands_to_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 0)
    monkeypatch.setattr(limits, "EXPANDED", 500_000)
    members = {f"{n}.txt": b"Abc " * 10_000 for n in range(20)}
    packed = come(tmp_path, _zip(tmp_path / "packed.zip", members))
    assert 1 < len(packed.reports) < 12
    assert [f.rpartition(": ")[2] for f in packed.faults] == ["expands too far; nothing more is read of it"]
    plain = come(tmp_path, _zip(tmp_path / "plain.zip", members, zipfile.ZIP_STORED))
    assert (len(plain.reports), plain.faults) == (20, [])


def test_archives_in_archives_without_end_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each archive holds the one before it sixteen times: in the end four billion texts."""
    monkeypatch.setattr(limits, "FREE", 5_000_000)
    data = _zip(tmp_path / "0", {f"{n}.txt": b"abc " * 25_000 for n in range(16)}).read_bytes()
    for _ in range(limits.DEPTH - 1):
        data = _zip(tmp_path / "a.zip", {f"{n}.zip": data for n in range(16)}).read_bytes()
    came = come(tmp_path, tmp_path / "a.zip")
    assert 1 < len(came.reports) < 50
    assert [f.rpartition(": ")[2] for f in came.faults] == ["expands too far; nothing more is read of it"]


def test_a_zip_with_a_huge_directory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "DIRECTORY", 10_000)
    few = _zip(tmp_path / "few.zip", {f"{n}.txt": TEXT.encode() for n in range(100)})
    many = _zip(tmp_path / "many.zip", {f"{n}.txt": TEXT.encode() for n in range(300)})
    came = come(tmp_path, few, many)
    assert len(came.reports) == 100
    assert came.faults == ["many.zip: the directory of the archive is too large"]
    told = bytearray(few.read_bytes())  # the same told in the wider records of large archives
    end = bytes(told[-22:])
    size, at = struct.unpack("<II", end[12:20])
    told[-22:] = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 100, 100, 20_000, at)
    told += struct.pack("<4sIQI", b"PK\6\7", 0, len(told) - 56, 1) + end[:12] + b"\xff" * 8 + end[20:]
    few.write_bytes(told)
    assert come(tmp_path, few).faults == ["few.zip: the directory of the archive is too large"]


def test_a_tar_with_a_huge_header_is_refused(tmp_path: Path) -> None:
    for kind in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE):
        info = tarfile.TarInfo("a.txt")
        info.type, info.size = kind, 1 << 33
        with gzip.open(tmp_path / "a.tar.gz", "wb", compresslevel=1) as file:
            file.write(info.tobuf(tarfile.GNU_FORMAT))
            for part in _zeros(64 * MIB):
                file.write(part)
        assert come(tmp_path, tmp_path / "a.tar.gz").faults == ["a.tar.gz!a.tar: a header is too large"]


def test_a_member_that_must_be_in_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HELD", 10_000)
    large = os.urandom(20_000)
    members = {"a.zip": b"PK\3\4" + large, "b.parquet": b"PAR1" + large, "c.txt": TEXT.encode()}
    came = come(tmp_path, _zip(tmp_path / "z.zip", members))
    assert came.ids == ["z.zip!c.txt"]
    assert [f.partition(":")[0] for f in came.faults] == ["z.zip!a.zip", "z.zip!b.parquet"]
