"""Where the desk listens, and the processes that serve it there."""

from __future__ import annotations

import socket

import uvicorn
from uvicorn.supervisors import Multiprocess

from elchi.errors import DeskError


def opened(host: str, port: int) -> socket.socket:
    """A socket at an address of this machine, on a port, or on any that is free where that is 0. Raises DeskError where
    nothing can listen there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        # The protocol must be named: only then asyncio sends the head and the body of an answer without delay, and the
        # socket that uvicorn opens for several processes does not name it.
        own = socket.socket(family, kind, protocol)
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind(address)
        own.listen()
    except OSError as error:
        raise DeskError(f"{host}:{port}: {error.strerror or error}") from None
    own.set_inheritable(True)
    return own


def serve(listening: socket.socket, workers: int) -> None:
    """Serve the desk, of which `elchi.desk.app.served` finds the ledger, on this socket until it is told to stop."""
    config = uvicorn.Config("elchi.desk.app:served", factory=True, workers=workers, log_level="warning",
                            server_header=False)
    if workers > 1:
        Multiprocess(config, [listening]).run()
    else:
        uvicorn.Server(config).run([listening])
