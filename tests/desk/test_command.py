"""The command itself, as a process of its own."""

from __future__ import annotations

import socket
import subprocess
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from benchmarks.desk import ELCHI, served
from elchi.desk import listening
from elchi.errors import DeskError


@pytest.mark.parametrize("workers", [1, 2])
def test_the_desk_listens_where_it_says_and_stops_when_it_is_told_to(filled: Path, workers: int) -> None:
    with served(str(filled), workers) as (address, server), httpx.Client(base_url=address, timeout=60) as client:
        assert client.get("/crises").status_code == 200
    assert server.wait(30) in (0, -15)


def test_a_port_that_is_in_use_is_told_in_a_line(filled: Path) -> None:
    with closing(listening.opened("127.0.0.1", 0)) as own:
        port = own.getsockname()[1]
        run = subprocess.run([ELCHI, "desk", "--ledger", str(filled), "--port", str(port)], capture_output=True,
                             encoding="utf-8", check=False)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.strip() == f"elchi: 127.0.0.1:{port}: Address already in use"


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid", ""])
def test_where_nothing_can_listen_is_told(host: str) -> None:
    with pytest.raises(DeskError, match=f"{host}:8420: "):
        listening.opened(host or "a b", 8420)


def test_an_address_of_the_sixth_version_is_listened_at() -> None:
    with closing(listening.opened("::1", 0)) as own:
        assert own.getsockname()[0] == "::1"


def test_answers_are_sent_without_delay() -> None:
    with closing(listening.opened("127.0.0.1", 0)) as own:
        assert own.proto == socket.IPPROTO_TCP  # asyncio looks at this, and at nothing else
