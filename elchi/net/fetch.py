"""What lies at an address, over http: each host checked before it is connected to, each answer kept within limits."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpcore

from elchi.errors import ReportError
from elchi.net.address import Resolve, checked, lookup, parsed
from elchi.read.pieces import Given, Piece, of_bytes

if TYPE_CHECKING:
    from ssl import SSLContext

AGENT = f"elchi/{version('elchi')} (reader of diplomatic news reports)"
"""The name by which Elchi asks."""
REDIRECTS = 5
"""How many times a page may send on: robots.txt must be followed so often (RFC 9309), and pages need no more."""
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may cost. `connect` are the seconds until a host must have answered at all; `seconds` those
    for the whole of an answer, for a server may send a byte at a time; `size` the bytes of a body, before and after it
    is unpacked: the most that a sitemap may have (sitemaps.org), pages being far smaller. The head of an answer may
    have 100 KiB: httpcore stops there."""

    connect: float = 10.0
    seconds: float = 60.0
    size: int = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Net:
    """How the net is reached: whether hosts that are not public may be asked too (a server for tests), by which name
    server, within which limits."""

    allow_private: bool = False
    resolve: Resolve = lookup
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `body` is that of an answer of status 200, unpacked, else empty; `location` is where it
    sends on, `after` for how many seconds it wants to be left alone."""

    url: str
    status: int
    body: bytes = b""
    media: str | None = None
    etag: str | None = None
    modified: str | None = None
    location: str | None = None
    after: float | None = None


Ask = Callable[[str, str | None, str | None], Answer]
"""From an address, and the ETag and Last-Modified that are known of it, to one answer."""


def piece(url: str, answer: Answer) -> Piece:
    """The answer to an address as something that may hold reports. Raises ReportError where it is no page."""
    if answer.status != 200:
        raise ReportError(url, f"the server answers with status {answer.status}")
    return of_bytes(url, answer.body, answer.media, Given(url=answer.url))


def follow(url: str, one: Ask, etag: str | None = None, modified: str | None = None) -> Answer:
    """The answer at the end of all that an address sends on to, each got by `one`. Raises ReportError where it cannot
    be had, or sends on too often or in a circle."""
    seen = [url]
    while (answer := one(seen[-1], etag, modified)).status in MOVED and answer.location is not None:
        try:
            seen.append(urljoin(seen[-1], answer.location))
        except ValueError:
            raise ReportError(url, "the server sends on to what is no address") from None
        if seen[-1] in seen[:-1]:
            raise ReportError(url, "the server sends on in a circle")
        if len(seen) > REDIRECTS + 1:
            raise ReportError(url, f"the server sends on more than {REDIRECTS} times")
    return answer


def ask(url: str, etag: str | None = None, modified: str | None = None, net: Net = Net()) -> Answer:
    """One answer of the server of an address, which may say that nothing changed (304) where `etag` or `modified` are
    those of what is known, or send on. Raises ReportError where the address may not be asked, the server cannot be
    reached, breaks off, or goes past a limit."""
    own = parsed(url)
    until = time.monotonic() + net.limits.seconds
    headers = {b"Host": own.netloc, b"User-Agent": AGENT.encode(), b"Accept": b"*/*", b"Accept-Encoding": b"gzip",
               b"Connection": b"close"}
    headers |= {name: told.encode() for name, told in
                ((b"If-None-Match", etag), (b"If-Modified-Since", modified)) if told}
    target = httpcore.URL(scheme=own.raw_scheme, host=own.raw_host, port=own.port, target=own.raw_path)
    times = {"connect": net.limits.connect, "read": net.limits.seconds, "write": net.limits.seconds}
    try:
        with httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=_Checked(net, until)) as pool, \
                pool.stream("GET", target, headers=list(headers.items()), extensions={"timeout": times}) as got:
            told = {name.decode("latin-1").lower(): _letters(value) for name, value in got.headers}
            answer = Answer(url, got.status, media=told.get("content-type"), etag=told.get("etag"),
                            modified=told.get("last-modified"), location=told.get("location"),
                            after=_pause(told.get("retry-after"), told.get("date")))
            if got.status == 200:
                answer = replace(answer, body=_body(got.iter_stream(), told.get("content-encoding", ""), net.limits))
            return answer
    except ReportError as e:
        raise ReportError(url, e.fault) from e
    except httpcore.TimeoutException as e:
        raise ReportError(url, "the server takes too long") from e
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as e:
        raise ReportError(url, _fault(e)) from e


def _letters(value: bytes) -> str:
    """The value of a header: in UTF-8, as servers write addresses in other letters, else in the letters of old."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _fault(error: Exception) -> str:
    if isinstance(error, httpcore.ConnectError):
        return f"there is no connection to the server: {' '.join(str(error).split())[:120]}"
    if isinstance(error, httpcore.NetworkError) or "peer closed" in str(error) or "disconnected" in str(error):
        return "the answer breaks off"
    return "the server does not speak http as it should"


def _body(parts: Iterable[bytes], encoding: str, limits: Limits) -> bytes:
    """The bytes of a body as they were before the server packed them. Raises ReportError."""
    packing = encoding.strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise ReportError("", "the answer is packed in a way that was not asked for")
    sent = _within(parts, limits.size)
    return b"".join(_within(_unpacked(sent, limits.size), limits.size) if "gzip" in packing else sent)


def _within(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The parts, as long as they are not more than `size` bytes together. Raises ReportError."""
    so_far = 0
    for part in parts:
        so_far += len(part)
        if so_far > size:
            raise ReportError("", f"the answer is larger than {size:,} bytes")
        yield part


def _unpacked(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    """What gzip packed, never more than a byte past `size` at a time: more than all may have."""
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        for part in parts:
            yield unpack.decompress(part, size + 1)
    except zlib.error as e:
        raise ReportError("", "the answer is not packed as it says") from e
    if not unpack.eof:
        raise ReportError("", "the answer breaks off")


def _pause(told: str | None, now: str | None) -> float | None:
    """The seconds that `Retry-After` tells: a number, or a moment, which the server's own clock is the measure of."""
    if told is None:
        return None
    if told.strip().isascii() and told.strip().isdigit():
        return float(told.strip()[:9])
    then, here = moment(told), moment(now) or datetime.now(UTC)
    return (then - here).total_seconds() if then else None


def moment(told: str | None) -> datetime | None:
    """A moment as the head of an answer tells it (RFC 9110, 5.6.7); None where it tells none."""
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(told or "")
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@cache
def _trusted() -> SSLContext:
    import httpx

    return httpx.create_ssl_context(trust_env=False)


class _Checked(httpcore.NetworkBackend):
    """Connects to hosts whose addresses were checked, to those addresses; the name is still what TLS asks for."""

    def __init__(self, net: Net, until: float) -> None:
        self._net = net
        self._until = until

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
                    socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None) -> httpcore.NetworkStream:
        fault: Exception | None = None
        for address in checked(host, port, self._net.resolve, self._net.allow_private):
            left = min(timeout or self._net.limits.connect, _left(self._until))
            try:
                stream = httpcore.SyncBackend().connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as e:
                fault = e
            else:
                return _Timed(stream, self._until)
        raise fault or httpcore.ConnectError("no address")


class _Timed(httpcore.NetworkStream):
    """A connection that ends at a moment, however lively it is."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
                  ) -> httpcore.NetworkStream:
        left = min(timeout or _left(self._until), _left(self._until))
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("no time is left")
    return left
