"""What one path may cost at most. What lies in files and archives is a stranger's: a limit stops what would go on
without end, long after the largest collection of reports."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from elchi.errors import ReportError
from elchi.read.pieces import Piece, of_bytes

MIB = 1 << 20
HEAD = 4_096
"""Bytes by which a piece is known."""
HELD = 64 * MIB
"""Bytes of what must be in memory whole: a text, a document, an archive within an archive."""
PAGE = 8 * MIB
"""Bytes of an HTML page: the largest pages of news are a tenth of it, and trees of pages weigh twenty times as much."""
ROW = 16 * MIB
"""Bytes of a row of a table."""
DEPTH = 8
"""How deep pieces lie in pieces: a page of a compressed archive in a mail of a mailbox in an archive lies six deep."""
MEMBERS = 1_000_000
"""Pieces in one path; a large archive of web pages holds a tenth of it."""
RATIO = 100
"""How many times its size a path may expand: text shrinks to a tenth, much alike pages to a fiftieth, a bomb to a
thousandth and less."""
FREE = 256 * MIB
"""Bytes to which anything may expand, so that small archives of much the same are read: a second's work."""
EXPANDED = 64 << 30
"""Bytes to which a path may expand at all: hours of reading."""
READ = 4
"""How often what is not packed may be read: to know it, to read it, and its text once more."""


class Exceeded(ReportError):
    """A limit of a whole path is reached: nothing more of it is read."""


@dataclass(slots=True)
class Allowance:
    """What may still be taken out of one path: bytes and pieces."""

    bytes: int
    pieces: Iterator[int]

    def take(self, size: int, name: str) -> None:
        """Take bytes out. Raises Exceeded, naming the piece, where they are more than may be."""
        self.bytes -= size
        if self.bytes < 0:
            raise Exceeded(name, "expands too far; nothing more is read of it")

    def count(self, name: str) -> None:
        """Take a piece out. Raises Exceeded where that is one too many."""
        if next(self.pieces, None) is None:
            raise Exceeded(name, f"holds more than {MEMBERS:,} pieces; nothing more is read of it")


def allowed(piece: Piece) -> Allowance:
    """What may be taken out of a piece that lies in no other. Raises OSError, ValueError where it cannot be opened."""
    size = _size(piece)
    return Allowance(max(FREE, min(RATIO * size, EXPANDED), READ * size), iter(range(MEMBERS)))


def _size(piece: Piece) -> int:
    if piece.head is not None:
        return HELD  # at least: see `taken`
    with piece.open() as file:
        return file.seek(0, io.SEEK_END)


def metered(piece: Piece, allowance: Allowance) -> Piece:
    """The piece, what is read of it taken from the allowance."""
    def open_metered() -> BinaryIO:
        file = piece.open()
        if isinstance(file, io.BytesIO):
            allowance.take(file.getbuffer().nbytes, piece.name)
            return file
        return _buffered(_Metered(file, allowance, piece.name))

    return Piece(piece.name, open_metered, piece.media, piece.given, piece.head)


def taken(name: str, stream: BinaryIO) -> Piece:
    """A piece of what can be read just once: in memory, or, where it is longer than HELD, as the stream goes on."""
    begun = stream.read(HELD + 1)
    if len(begun) <= HELD:
        return of_bytes(name, begun)
    return Piece(name, _once(lambda: resumed(begun, stream), name), head=begun[:HEAD])


def resumed(begun: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream from its beginning, which was read already."""
    return _buffered(_Resumed(begun, stream))


def whole(piece: Piece, most: int) -> bytes:
    """All bytes of a piece. Raises ReportError where there are more than `most`."""
    with piece.open() as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ReportError(piece.name, f"is larger than {most // MIB} MiB")
    return data


def seekable(piece: Piece) -> BinaryIO:
    """The piece opened so that one can go back and forth in it. Raises ReportError where it had to be in memory for
    that, and is too large."""
    file = piece.open()
    if file.seekable():
        return file
    with file:
        data = file.read(HELD + 1)
    if len(data) > HELD:
        raise ReportError(piece.name, f"is larger than {HELD // MIB} MiB, which it may not be in an archive: unpack it")
    return io.BytesIO(data)


def shown(name: str) -> str:
    """A name as it may be shown: what a terminal or a database would not take as a letter replaced, its middle dropped
    where it is long."""
    clean = name if name.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in name)
    return clean if len(clean) <= 300 else f"{clean[:150]}…{clean[-149:]}"


def _buffered(raw: io.RawIOBase) -> BinaryIO:
    return io.BufferedReader(raw, 1 << 16)


def _once(open_it: Callable[[], BinaryIO], name: str) -> Callable[[], BinaryIO]:
    left = [open_it]

    def opened() -> BinaryIO:
        if not left:
            raise ReportError(name, "can be read only once")
        return left.pop()()

    return opened


class _Metered(io.RawIOBase):
    """A stream that tells what is read of it. There is no going back: what is read again has to be expanded again."""

    def __init__(self, file: BinaryIO, allowance: Allowance, name: str) -> None:
        self._file, self._allowance, self._name = file, allowance, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        self._allowance.take(len(data), self._name)
        buffer[:len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Resumed(io.RawIOBase):
    """A stream of which the beginning was read already."""

    def __init__(self, begun: bytes, stream: BinaryIO) -> None:
        self._begun, self._stream = io.BytesIO(begun), stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._begun.read(len(buffer)) or self._stream.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)
