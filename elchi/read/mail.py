"""Mails, and boxes of them: the text of each as a report, what is attached as pieces of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from elchi.errors import ReportError
from elchi.read.encoding import decode
from elchi.read.limits import HELD, MIB, shown
from elchi.read.pieces import Found, Given, How, Piece, of_bytes, report

LOOKS = 3_000_000
"""Lines of a mail times parts that hold parts: the parser looks at each line once for every part that is open, some
500,000 times in a second."""
HEADER = 2_000
"""Characters of a line of the head that are looked at."""
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_LONG = re.compile(rb"^content-(?:type|disposition):(?:[^\n]|\n[ \t]){4000}", re.IGNORECASE | re.MULTILINE)
"""A line of which the parser would take apart each word anew for every one that stands before it."""
_CHARSET = re.compile(r"(?:us-)?ascii|(?:utf|iso|windows|cp|koi8|mac|gb|big5|euc|shift)[\w-]*", re.IGNORECASE)
"""The names of encodings of texts; Python knows others, some of them slow."""
_BODY = ("text/plain", "text/html")


def read_mail(piece: Piece, how: How) -> Iterator[Found]:
    """The report that a mail is, its plain text or else its HTML, with what its head says of it; then what is attached.
    Raises ReportError where it cannot be read as a mail."""
    with piece.open() as file:
        data = file.read()
    message = _parsed(data, piece.name)
    given = _given(message)
    texts, pages, attached = _parts(message)
    if texts:
        whole = "\n\n".join(_text(part, piece.name) for part in texts)
        if whole.strip():
            yield report(whole, replace(piece, given=given), how)
    elif pages:
        yield of_bytes(piece.name, _payload(pages[0]), str(pages[0].get("Content-Type")), given)
    for number, part in enumerate(attached, 1):
        name = _decoded(part.get_filename()) or f"part {number}"
        yield of_bytes(shown(f"{piece.name}!{name}"), _payload(part), part.get_content_type(),
                       Given(published=given.published))


def read_mbox(piece: Piece, how: How) -> Iterator[Found]:
    """The mails of a box, which lines that begin with `From ` part. Raises ReportError where one is too large."""
    with closing(piece.open()) as file:
        for number, data in enumerate(_mails(file, piece.name), 1):
            yield of_bytes(f"{piece.name}!{number}", data, "message/rfc822")


def _mails(file: BinaryIO, name: str) -> Iterator[bytes]:
    """The bytes of each mail of a box, without the line that parts it from the one before."""
    mail, size, blank, whole = [b""], 0, True, True
    while line := file.readline(MIB):
        if whole and blank and line.startswith(b"From "):
            if size:
                yield b"".join(mail)
            mail, size = [], 0
        else:
            mail.append(line)
            size += len(line)
            if size > HELD:
                raise ReportError(name, f"holds a mail that is larger than {HELD // MIB} MiB")
        blank, whole = whole and not line.strip(), line.endswith(b"\n")
    if size:
        yield b"".join(mail)


def _parsed(data: bytes, name: str) -> Message:
    if data.count(b"\n") * (1 + sum(1 for _ in _BOUNDARY.finditer(data))) > LOOKS or _LONG.search(data):
        raise ReportError(name, "has too many lines and parts, or too long ones, for a mail")
    try:
        # Without the parsing of addresses and the like, which the newer policies do and which can be made to go on.
        return BytesParser(policy=policy.compat32).parsebytes(data)
    except (MessageError, ValueError, LookupError, TypeError, RecursionError) as e:
        raise ReportError(name, "cannot be read as a mail") from e


def _parts(message: Message) -> tuple[list[Message], list[Message], list[Message]]:
    """The parts of a mail that are its plain text, its text as HTML, and attached. Where a part is given in several
    forms, they are one part."""
    texts: list[Message] = []
    pages: list[Message] = []
    attached: list[Message] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        if part.is_multipart() and kind != "message/rfc822":
            waiting.extend(reversed(_inner(part)))
        elif part.get_filename() or part.get_content_disposition() == "attachment" or kind not in _BODY:
            attached.append(part)
        else:
            (texts if kind == "text/plain" else pages).append(part)
    return texts, pages, attached


def _given(message: Message) -> Given:
    """What the head of a mail says."""
    return Given(id=(_decoded(message.get("Message-ID")) or "").strip("<>") or None,
                 title=_decoded(message.get("Subject")), author=_sender(message.get("From")),
                 published=_sent(message.get("Date")))


def _sender(told: object) -> str | None:
    try:
        name, address = parseaddr(_decoded(told) or "")
    except RecursionError:
        return None
    return name or address or None


def _sent(told: str | None) -> str | None:
    """When a mail was sent, in ISO 8601; None where its head does not say it so that it can be read."""
    try:
        return parsedate_to_datetime(str(told)[:HEADER]).isoformat() if told else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _decoded(told: object) -> str | None:
    """A line of a mail's head in letters, whatever it was encoded in, on one line."""
    parts: list[str] = []
    try:
        for value, charset in decode_header(str(told or "")[:HEADER]):
            parts.append(value if isinstance(value, str) else value.decode(charset or "utf-8", "replace"))
    except (MessageError, ValueError, LookupError):
        return None
    return " ".join("".join(c if c.isprintable() else " " for c in "".join(parts)).split()) or None


def _payload(part: Message) -> bytes:
    """The bytes of a part; of a mail that is attached, the mail."""
    if part.is_multipart():
        return b"\n".join(inner.as_bytes() for inner in _inner(part))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _inner(part: Message) -> list[Message]:
    """The parts that a part holds."""
    inner = part.get_payload() if part.is_multipart() else ()
    return [p for p in inner if isinstance(p, Message)]


def _text(part: Message, name: str) -> str:
    """The letters of a part, in the encoding that it tells, else in the one that its letters tell."""
    data, told = _payload(part), part.get_content_charset("")
    if told and _CHARSET.fullmatch(told):
        try:
            return data.decode(told)
        except (LookupError, ValueError):
            pass
    return decode(data, name) if data.strip() else ""
