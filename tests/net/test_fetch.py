"""Each way in which a server may fail, or mean ill, ends in one line within the limits."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import subprocess
import time
import tracemalloc
from pathlib import Path

import pytest

from elchi.errors import ReportError
from elchi.net.fetch import AGENT, Answer, Limits, Net, ask
from tests.net.servers import Request, answer, fetch, serving

LIMITS = Limits(connect=2.0, seconds=1.0, size=200_000)
NEAR = Net(True, limits=LIMITS)
PAGE = "<p>Министр прибыл в Душанбе.</p>".encode()


def fault(url: str, net: Net = NEAR) -> str:
    with pytest.raises(ReportError) as told:
        fetch(url, net)
    assert told.value.source == url
    assert "\n" not in str(told.value)
    return told.value.fault


def test_a_page_comes_with_what_its_server_says_of_it() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(PAGE, content_type="text/html; charset=windows-1251", etag='"1"', last_modified="x"))

    with serving(handle) as server:
        page = fetch(server.at("/a?b=в"), NEAR)
        assert (page.name, page.media) == (server.at("/a?b=в"), "text/html; charset=windows-1251")
        assert (page.open().read(), page.open().read()) == (PAGE, PAGE)
        asked = server.asked[0]
        assert (asked.path, asked.headers["user-agent"]) == ("/a?b=%D0%B2", AGENT)
        assert asked.headers["host"] == f"127.0.0.1:{server.port}"
        assert AGENT.startswith("elchi/")


def test_what_is_known_of_a_page_is_told_and_spares_its_body() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        assert (request.headers["if-none-match"], request.headers["if-modified-since"]) == ('"1"', "Mon")
        to.sendall(answer(status=304, etag='"1"'))

    with serving(handle) as server:
        assert ask(server.at(), '"1"', "Mon", NEAR) == Answer(server.at(), 304, etag='"1"')


def test_this_machine_is_not_asked() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(PAGE))

    with serving(handle) as server:
        for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"):
            assert "not of the public internet" in fault(server.at(host=host), Net())
        assert server.asked == []


def test_a_page_cannot_send_on_to_this_machine() -> None:
    """A server that may be asked sends on to one that may not: the first is public only by its name here."""
    def handle(request: Request, to: socket.socket) -> None:
        place = {"/": server.at("/secret", "inner.kz"), "/file": "file:///etc/passwd", "/odd": "http://[/"}
        to.sendall(answer(status=302, location=place[request.path]))

    def resolve(name: str, port: int) -> list[str]:
        return ["127.0.0.1"] if name == "outer.kz" else ["10.0.0.1"]

    with serving(handle) as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr("elchi.net.address.is_public", lambda one: one == "127.0.0.1")
        outer = Net(resolve=resolve, limits=LIMITS)
        assert "10.0.0.1, which is not of the public" in _follow_fault(server.at("/", "outer.kz"), outer)
        assert "only addresses of http" in _follow_fault(server.at("/file", "outer.kz"), outer)
        assert "no address" in _follow_fault(server.at("/odd", "outer.kz"), outer)
        assert [request.host for request in server.asked] == ["outer.kz"] * 3


def _follow_fault(url: str, net: Net) -> str:
    with pytest.raises(ReportError) as told:
        fetch(url, net)
    return told.value.fault


def test_a_name_server_that_changes_its_mind_is_asked_once() -> None:
    """What was checked is what is connected to: the second answer would be this machine."""
    asked: list[str] = []

    def resolve(name: str, port: int) -> list[str]:
        asked.append(name)
        return ["192.0.2.1"] if len(asked) == 1 else ["127.0.0.1"]

    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(PAGE))

    with serving(handle) as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr("elchi.net.address.is_public", lambda one: one == "192.0.2.1")
        net = Net(resolve=resolve, limits=Limits(connect=0.3, seconds=0.6))
        fault(server.at(host="turns.kz"), net)  # nothing answers there
        assert (asked, server.asked) == (["turns.kz"], [])
        assert "127.0.0.1, which is not of the public" in fault(server.at(host="turns.kz"), net)
        assert server.asked == []


def test_the_next_address_of_a_host_is_tried_where_one_does_not_answer() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(PAGE))

    with serving(handle) as server:
        net = Net(True, lambda name, port: ["127.0.0.2", "127.0.0.1"], LIMITS)  # nothing listens at the first
        assert fetch(server.at(host="two.kz"), net).open().read() == PAGE


def test_proxies_of_the_environment_are_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(PAGE))

    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(handle) as server:
        assert fetch(server.at(), NEAR).open().read() == PAGE


def test_dripping_is_not_waited_for() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        if request.path == "/body":
            to.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(200):
            to.sendall(b"x")
            time.sleep(0.05)

    with serving(handle) as server:
        for path in ("/body", "/head"):
            begun = time.monotonic()
            assert "takes too long" in fault(server.at(path))
            assert time.monotonic() - begun < 3


def test_silence_is_not_waited_for() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        time.sleep(1.5)

    with serving(handle) as server:
        assert "takes too long" in fault(server.at())


def test_an_endless_body_ends_at_the_limit() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            to.sendall(b"x" * 10_000)

    with serving(handle) as server:
        assert "larger than 200,000 bytes" in fault(server.at())


def test_an_endless_head_ends_at_the_limit() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            to.sendall(b"x: " + b"y" * 1_000 + b"\r\n")

    with serving(handle) as server:
        assert fault(server.at()) in ("the server does not speak http as it should", "the server takes too long")


@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb_goes_off_at_the_limit(times: int) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000 if times == 1 else gzip.compress(b"\0" * 100_000))

    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(bomb, content_encoding="gzip" if times == 1 else "gzip, gzip"))

    with serving(handle) as server:
        tracemalloc.start()
        told = fault(server.at())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert told == ("the answer is larger than 200,000 bytes" if times == 1
                        else "the answer is packed in a way that was not asked for")
        assert peak < 10_000_000


def test_packed_answers_are_unpacked_and_broken_ones_told() -> None:
    packed = gzip.compress(PAGE)
    bodies = {"/": packed, "/cut": packed[:-9], "/plain": PAGE, "/more": packed + b"x" * 150_000}

    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(bodies[request.path], content_encoding="gzip"))

    with serving(handle) as server:
        assert fetch(server.at(), NEAR).open().read() == PAGE
        assert fetch(server.at("/more"), NEAR).open().read() == PAGE
        assert fault(server.at("/cut")) == "the answer breaks off"
        assert fault(server.at("/plain")) == "the answer is not packed as it says"


def test_what_breaks_off_is_told() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        if request.path == "/short":
            to.sendall(answer(PAGE, content_length="5000"))
        elif request.path == "/chunk":
            to.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nff\r\nabc")
        elif request.path == "/reset":
            to.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        elif request.path == "/noise":
            to.sendall(os.urandom(64) + b"\r\n\r\n")

    with serving(handle) as server:
        assert fault(server.at("/short")) == fault(server.at("/chunk")) == "the answer breaks off"
        assert fault(server.at("/reset")) == fault(server.at("/nothing")) == "the answer breaks off"
        assert fault(server.at("/noise")) == "the server does not speak http as it should"
    assert fault(server.at()).startswith("there is no connection to the server")


def test_sending_on_ends_somewhere() -> None:
    def handle(request: Request, to: socket.socket) -> None:
        at, _, number = request.path.rpartition("/")
        if request.path == "/letters/0":
            to.sendall(b"HTTP/1.1 301 Moved\r\nLocation: " + "/новость/end".encode() + b"\r\n\r\n")
        elif number == "end":
            to.sendall(answer(PAGE))
        else:
            following = {"/on": f"/on/{int(number) + 1}", "/circle": str((int(number) + 1) % 3), "/last": "../end"}
            to.sendall(answer(status=301, location=following[at]))

    with serving(handle) as server:
        assert fetch(server.at("/letters/0"), NEAR).given.url == server.at("/новость/end")
        del server.asked[:]
        assert fault(server.at("/on/0")) == "the server sends on more than 5 times"
        assert fault(server.at("/circle/0")) == "the server sends on in a circle"
        assert len(server.asked) == 6 + 3
        page = fetch(server.at("/last/0"), NEAR)
        assert (page.name, page.given.url) == (server.at("/last/0"), server.at("/end"))


@pytest.mark.parametrize("status", [204, 301, 404, 410, 418, 500, 503])
def test_what_is_no_page_is_told(status: int) -> None:
    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(b"" if status == 204 else PAGE, status))

    with serving(handle) as server:
        assert fault(server.at()) == f"the server answers with status {status}"


@pytest.mark.parametrize(("told", "now", "seconds"), [
    ("120", None, 120.0), ("0", None, 0.0), ("9" * 400, None, 999_999_999.0), ("-5", None, None), ("bald", None, None),
    ("Thu, 05 Mar 2026 10:10:00 GMT", "Thu, 05 Mar 2026 10:00:00 GMT", 600.0),
    ("Tue, 05 Mar 2019 10:10:00 GMT", "Tue, 05 Mar 2019 10:00:00 GMT", 600.0),  # its clock is wrong, but one
    ("Thu, 05 Mar 2026 10:00:00 GMT", "Thu, 05 Mar 2026 10:00:10 GMT", -10.0),
    ("Thu, 99 Mar 2026 10:00:00", None, None)])
def test_how_long_a_host_wants_to_be_left_alone(told: str, now: str | None, seconds: float | None) -> None:
    def handle(request: Request, to: socket.socket) -> None:
        to.sendall(answer(status=429, retry_after=told, date=now or ""))

    with serving(handle) as server:
        assert ask(server.at(), net=NEAR).after == seconds


def test_the_name_is_what_a_certificate_is_checked_against(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although the connection goes to an address that was found before."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(cert),
                    "-days", "2", "-subj", "/CN=right.kz", "-addext", "subjectAltName=DNS:right.kz"],
                   check=True, capture_output=True)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(cert, key)
    names: list[str | None] = []
    own.sni_callback = lambda to, name, context: names.append(name)
    monkeypatch.setattr("elchi.net.fetch._trusted", lambda: ssl.create_default_context(cafile=str(cert)))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        import threading

        def serve() -> None:
            for _ in range(2):
                to, _where = listening.accept()
                try:
                    with own.wrap_socket(to, server_side=True) as secure:
                        secure.recv(4096)
                        secure.sendall(answer(PAGE))
                except OSError:
                    continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port, net = listening.getsockname()[1], Net(True, lambda name, port: ["127.0.0.1"], LIMITS)
        assert fetch(f"https://right.kz:{port}/", net).open().read() == PAGE
        assert "no connection" in fault(f"https://wrong.kz:{port}/", net)
        thread.join(5)
    assert names == ["right.kz", "wrong.kz"]
