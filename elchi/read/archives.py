"""ZIP and TAR archives, and what gzip, bzip2 or xz has packed: their members, one after the other. Nothing is
written to a disk, so no name of a member leads anywhere."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from elchi.errors import ReportError
from elchi.read.limits import MIB, seekable, shown, taken
from elchi.read.pieces import Found, How, Piece, Skipped

BROKEN = (OSError, ValueError, EOFError, RuntimeError, struct.error, zlib.error, lzma.LZMAError,
          zipfile.BadZipFile, tarfile.TarError)
"""What the libraries raise where an archive is broken, encrypted, or packed in a way that they do not know."""
DIRECTORY = 32 * MIB
"""Bytes of a ZIP's directory, of which all is held in memory: some 300,000 members."""
EXTENSION = MIB
"""Bytes of a header of a TAR that tells long names and the like."""
_END_SIGN, _END, _END64, _BEFORE_END = b"PK\x05\x06", struct.Struct("<12xI6x"), struct.Struct("<40xQ"), 76
_EXTENSIONS = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME,
               tarfile.GNUTYPE_LONGLINK)


def read_zip(piece: Piece, how: How) -> Iterator[Found]:
    """The members of a ZIP archive, in the order of its directory, each read when it is opened. Raises ReportError
    where its directory is too large, and BROKEN."""
    with closing(seekable(piece)) as file:
        if _directory(file) > DIRECTORY:
            raise ReportError(piece.name, "the directory of the archive is too large")
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                name = _member(piece, info.filename)
                if info.filename.endswith("/"):
                    continue
                if hidden(info.filename):
                    yield Skipped(name, "hidden")
                elif info.flag_bits & 1:
                    yield ReportError(name, "is encrypted")
                else:
                    yield Piece(name, _opener(archive, info))


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, archive.open(info))


def _directory(file: BinaryIO) -> int:
    """How large the directory of a ZIP says that it is, which is how much of it `zipfile` reads. The last record of a
    ZIP tells it, or one before it
    (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.14 to 4.3.16)."""
    file.seek(max(0, file.seek(0, io.SEEK_END) - (1 << 16) - _END.size - _BEFORE_END))
    tail = file.read()
    at = len(tail) - _END.size
    if not (tail[at:].startswith(_END_SIGN) and tail.endswith(b"\0\0")):  # else without a comment
        at = tail.rfind(_END_SIGN)
    if at < 0 or len(tail) - at < _END.size:
        return 0
    wide = tail[at - _BEFORE_END:at] if at >= _BEFORE_END else b""
    told: int = (_END64.unpack_from(wide) if wide.startswith(b"PK\x06\x06") else _END.unpack_from(tail, at))[0]
    return told


class _Info(tarfile.TarInfo):
    """A header that is not read where it is longer than any name is; `tarfile` would hold all of it in memory."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _EXTENSIONS and self.size > EXTENSION:
            raise tarfile.ReadError("a header is too large")
        return cast(tarfile.TarInfo, super()._proc_member(tar))  # type: ignore[misc]


def read_tar(piece: Piece, how: How) -> Iterator[Found]:
    """The members of a TAR archive, as the stream brings them. Raises BROKEN."""
    with piece.open() as file, tarfile.open(fileobj=file, mode="r|", tarinfo=_Info) as archive:
        while info := archive.next():
            cast(Any, archive).members.clear()  # which would be all that were passed
            name = _member(piece, info.name)
            if info.isdir():
                continue
            if hidden(info.name):
                yield Skipped(name, "hidden")
            elif not info.isreg() or info.issparse():
                yield Skipped(name, "no plain file")
            elif member := archive.extractfile(info):
                yield taken(name, cast(BinaryIO, member))


def read_gzip(piece: Piece, how: How) -> Iterator[Found]:
    """What gzip has packed."""
    yield _unpacked(piece, lambda file: gzip.GzipFile(fileobj=file))


def read_bzip2(piece: Piece, how: How) -> Iterator[Found]:
    """What bzip2 has packed."""
    yield _unpacked(piece, bz2.BZ2File)


def read_xz(piece: Piece, how: How) -> Iterator[Found]:
    """What xz has packed."""
    yield _unpacked(piece, lzma.LZMAFile)


def hidden(name: str) -> bool:
    """Whether a path leads to what systems keep for themselves."""
    return any(part.startswith(".") and part.strip("./") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _member(piece: Piece, name: str) -> str:
    return shown(f"{piece.name}!{name}")


def _unpacked(piece: Piece, unpack: Callable[[BinaryIO], io.BufferedIOBase]) -> Piece:
    inner = PurePosixPath(piece.name.rpartition("!")[2]).stem
    return Piece(_member(piece, inner), lambda: io.BufferedReader(_Unpacked(piece.open(), unpack)))


class _Unpacked(io.RawIOBase):
    """What is unpacked of a file, and the file, which are closed together."""

    def __init__(self, packed: BinaryIO, unpack: Callable[[BinaryIO], io.BufferedIOBase]) -> None:
        self._packed, self._file = packed, unpack(packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        self._packed.close()
        super().close()
