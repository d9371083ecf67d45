"""The command itself, as a process of its own."""

from __future__ import annotations

import socket
import subprocess
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

import elchi.cli_desk  # noqa: F401  # its command joins the app
from benchmarks.desk import ELCHI, served
from elchi.cli import app
from elchi.desk import listening
from elchi.errors import DeskError
from elchi.ledger import members
from elchi.ledger.database import Ledger


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


@pytest.mark.parametrize("name", ["https://desk.example.org", "desk.example.org:8443", "", "desk.example.org/", "a b",
                                  "me@desk.example.org", "::1", "[x]"])
def test_what_is_no_name_of_a_host_is_refused(filled: Path, name: str) -> None:
    run = CliRunner().invoke(app, ["desk", "--ledger", str(filled), "--name", name])
    assert run.exit_code == 2 and f"{name!r}: give the host alone" in " ".join(run.stderr.split())


def test_it_tells_by_which_names_it_may_be_asked(ledger: Ledger) -> None:
    command = [ELCHI, "desk", "--ledger", ledger.name, "--port", "0",
               "--name", "Desk.example.org", "--name", "стол.example.org"]
    refused = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (refused.returncode, refused.stdout) == (1, "") and "elchi users add NAME --role admin" in refused.stderr
    members.add(ledger, "aigul", "admin", "осенний перевал 7", "root")
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout
        port = server.stdout.readline().rstrip("/\n").rpartition(":")[2]
        told = server.stdout.readline()
        try:
            answers = {host: httpx.get(f"http://127.0.0.1:{port}/enter", headers={"Host": host}, timeout=60).status_code
                       for host in ("desk.example.org", "xn--k1afie.example.org:443", "other.example.org")}
        finally:
            server.terminate()
    assert "desk.example.org" in told and "127.0.0.1" in told and "--name" in told
    assert answers == {"desk.example.org": 200, "xn--k1afie.example.org:443": 200, "other.example.org": 421}


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
