"""A server on loopback that does with each request what a test says, and keeps a log of them."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from elchi.net.fetch import Net, ask, follow, piece
from elchi.read.pieces import Piece


@dataclass(frozen=True)
class Request:
    """What was asked: the host by its name, the path, and the other headers by their small names."""

    host: str
    path: str
    headers: dict[str, str]


Handler = Callable[[Request, socket.socket], None]


def fetch(url: str, net: Net) -> Piece:
    """What lies at an address, or where that sends on to."""
    return piece(url, follow(url, lambda at, etag, modified: ask(at, etag, modified, net)))


@dataclass
class Server:
    """A running server: its port, and what it was asked."""

    port: int
    asked: list[Request] = field(default_factory=list)

    def at(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"


def answer(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """An answer as it goes over the wire; the names of headers with _ for -."""
    told = {"content-length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode("latin-1") + body


@contextlib.contextmanager
def serving(handle: Handler) -> Iterator[Server]:
    """A server until the block ends; a handler that raises OSError, as when the asker has gone, is let go."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(listening.getsockname()[1])
        stopped = threading.Event()
        threads: list[threading.Thread] = []

        def accept() -> None:
            while not stopped.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                if stopped.is_set():
                    connection.close()
                    return
                threads.append(threading.Thread(target=serve, args=(connection,), daemon=True))
                threads[-1].start()

        def serve(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError, IndexError):
                request = _request(connection)
                server.asked.append(request)
                handle(request, connection)

        taking = threading.Thread(target=accept, daemon=True)
        taking.start()
        try:
            yield server
        finally:
            stopped.set()
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", server.port), 1).close()  # wakes `accept`
            taking.join(5)
            for thread in threads:
                thread.join(5)


def _request(connection: socket.socket) -> Request:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(4096)
        if not part:
            raise OSError("gone")
        data += part
    first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(headers.get("host", "").partition(":")[0], first.split()[1], headers)
