"""Commitments that fall due are told by real servers on this machine, each once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any, cast

import pytest
from typer.testing import CliRunner

import elchi.cli_remind  # noqa: F401  # its command joins the app
from elchi import remind
from elchi.cli import app
from elchi.errors import ElchiError
from elchi.ledger import analyst, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.queries import Filter, digest
from elchi.ledger.queries.due import due
from elchi.model import Event, Record, Report

TODAY = date(2026, 2, 5)
HOSTILE = "Министр\r\nBcc: other@example.org\x1b[31m посетит\u202e Оман с визитом.\r\n.\r\nКонец"


def pledge(number: int, due: str | None, evidence: str) -> Record:
    """A report of a pledge that Kazakhstan made to another."""
    published, other = f"2026-01-{10 + number}", ("QAT", "OMN", "UZB", "AFG", "GEO")[number]
    event = Event("AGREE", None, ("KAZ",), (other,), published, "past", None, None, (), evidence, 0, len(evidence),
                  0.8, due=due)
    return Record(Report(f"r{number}", evidence, url=f"https://example.org/news/{number}", given_id=f"r{number}",
                         published=published, language="ru"), (event,), (), ())


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters in English, whatever this machine speaks."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of pledges due before, in and after the week from TODAY on, and of one due on no day."""
    with closing(open_ledger(str(tmp_path / "own.db"))) as opened:
        due = ("2026-02-04", "2026-02-05", "2026-02-01/2026-02-12", "2026-02-13", None)
        for _ in store.add(opened, [
                pledge(n, day, HOSTILE if n == 1 else f"Визит номер {n} состоится в столице.")
                for n, day in enumerate(due)]):
            pass
        yield opened


def test_what_falls_due_is_found_by_its_day_and_its_parties(ledger: Ledger) -> None:
    last = date(2026, 2, 12)
    assert [own["due"] for own in due(ledger, TODAY, last, TODAY)] == ["2026-02-05", "2026-02-01/2026-02-12"]
    assert [own["due"] for own in due(ledger, TODAY, last, TODAY, limit=1)] == ["2026-02-05"]
    assert [own["recipients"] for own in due(ledger, TODAY, last, TODAY, Filter([{"UZB"}]))] == [["UZB"]]
    assert due(ledger, TODAY, last, TODAY, Filter([{"KAZ"}, {"GEO"}])) == []


def test_a_brief_tells_what_falls_due_however_long_ago_it_was_promised(ledger: Ledger) -> None:
    first, last = date(2026, 2, 13), date(2026, 2, 20)
    found = digest(ledger, Filter(), first, last)
    assert (found["made"], [own["due"] for own in found["due"]]) == ([], ["2026-02-13"])


class _Smtp(StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a client needs, and no more."""

    def handle(self) -> None:
        server = cast("_MailServer", self.server)
        self._say(b"220 here")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self._say(b"354 go on")
                letter = b""
                while (own := self.rfile.readline()) != b".\r\n":
                    letter += own.removeprefix(b".") if own.startswith(b"..") else own
                if server.refusing:
                    self._say(b"451 later")
                    continue
                server.letters.append(message_from_bytes(letter, policy=policy.default))
            elif command in (b"MAIL", b"RCPT"):
                server.envelope.append(line.strip())
            self._say(b"221 bye" if command == b"QUIT" else b"250 ok")
            if command == b"QUIT":
                return

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class _MailServer(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Smtp)
        self.letters: list[EmailMessage] = []
        self.envelope: list[bytes] = []
        self.refusing = False


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast("_HookServer", self.server)
        server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(server.status)
        if server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is to be said on the terminal."""


class _HookServer(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.bodies: list[Any] = []
        self.status = 204


@contextmanager
def serving(server: Any) -> Iterator[str]:
    """The address, HOST:PORT, of a server that runs meanwhile."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": .01}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_a_letter_tells_what_falls_due_once(ledger: Ledger) -> None:
    with serving(server := _MailServer()) as address:
        way = remind.by_mail("desk@example.org", "127.0.0.1", int(address.rpartition(":")[2]))
        assert remind.remind(ledger, way, 7, TODAY) == 2
        assert remind.remind(ledger, way, 7, TODAY) == 0
        assert remind.remind(ledger, way, 8, TODAY) == 1
    first, second = server.letters
    told = first.get_content()
    assert (first["Subject"], first["To"], first["Bcc"]) == ("Elchi: Due (2)", "desk@example.org", None)
    assert first.get_content_type() == "text/plain" and "Kazakhstan → Oman" in told
    assert told.index("due Feb 5, 2026") < told.index("due Feb 1 – 12, 2026")
    assert "Министр Bcc: other@example.org[31m посетит Оман с визитом. . Конец" in told and "\x1b" not in told
    assert "https://example.org/news/1" in told and "https://example.org/news/2" in told
    assert second["Subject"] == "Elchi: Due (1)" and "Визит номер 3" in second.get_content()
    assert server.envelope.count(b"rcpt TO:<desk@example.org>") == 2 == sum(b"rcpt" in own for own in server.envelope)


@pytest.mark.parametrize(("locale", "subject", "sides", "due"), [
    ("ru_RU.UTF-8", "Elchi: Наступает срок (2)", "Казахстан → Оман", "срок: 5 февр. 2026 г."),
    ("kk_KZ.UTF-8", "Elchi: Мерзімі келетіндер (2)", "Қазақстан → Оман", "2026 ж. 05 ақп."),
    ("de_DE.UTF-8", "Elchi: Due (2)", "Kazakhstan → Oman", "due Feb 5, 2026")])
def test_a_letter_speaks_the_language_of_its_machine(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, locale: str,
                                                     subject: str, sides: str, due: str) -> None:
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LANG", locale)
    with serving(server := _MailServer()) as address:
        way = remind.by_mail("desk@example.org", "127.0.0.1", int(address.rpartition(":")[2]))
        assert remind.remind(ledger, way, 7, TODAY) == 2
    told = server.letters[0].get_content()
    assert server.letters[0]["Subject"] == subject and sides in told and due in told
    assert "https://example.org/news/1\n" in told and HOSTILE[:7] in told


def test_each_address_is_told(ledger: Ledger) -> None:
    with serving(mail := _MailServer()) as own, serving(hook := _HookServer()) as address:
        port = int(own.rpartition(":")[2])
        ways = [remind.by_mail("desk@example.org", "127.0.0.1", port), remind.by_webhook(f"http://{address}/hook"),
                remind.by_mail("chief@example.org", "127.0.0.1", port), remind.by_webhook(f"http://{address}/other")]
        assert [remind.remind(ledger, way, 7, TODAY) for way in [*ways, *ways]] == [2, 2, 2, 2, 0, 0, 0, 0]
    assert [letter["To"] for letter in mail.letters] == ["desk@example.org", "chief@example.org"]
    assert len(hook.bodies) == 2
    with ledger.reading() as connection:
        assert address not in str(connection.exec_driver_sql("SELECT * FROM reminded").all())  # it may be a secret


def test_what_a_server_did_not_take_is_told_next_time(ledger: Ledger) -> None:
    with serving(server := _MailServer()) as address:
        way = remind.by_mail("desk@example.org", "127.0.0.1", int(address.rpartition(":")[2]))
        server.refusing = True
        with pytest.raises(ElchiError, match="not taken"):
            remind.remind(ledger, way, 7, TODAY)
        server.refusing = False
        assert remind.remind(ledger, way, 7, TODAY) == 2
    with pytest.raises(ElchiError, match="not taken"):
        remind.remind(ledger, way, 30, TODAY)  # it is there no more


def test_of_many_those_that_were_taken_are_not_told_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remind, "AT_ONCE", 1)
    taken: list[str] = []

    def send(told: Sequence[dict[str, Any]]) -> None:
        if len(taken) == 1:
            raise ElchiError("no more")
        taken.extend(own["report"] for own in told)

    with pytest.raises(ElchiError):
        remind.remind(ledger, remind.Way("here", send), 7, TODAY)
    remind.remind(ledger, remind.Way("here", lambda told: taken.extend(own["report"] for own in told)), 7, TODAY)
    assert taken == ["example.org/news/1", "example.org/news/2"]


def test_what_an_analyst_settled_is_not_told(ledger: Ledger) -> None:
    taken: list[dict[str, Any]] = []
    remind.remind(ledger, remind.Way("here", taken.extend), 7, TODAY)
    analyst.verdict(ledger, taken[0]["id"], "kept", "Айгуль", "состоялся")
    with ledger.writing() as connection:
        connection.exec_driver_sql("DELETE FROM reminded")
    again: list[dict[str, Any]] = []
    remind.remind(ledger, remind.Way("here", again.extend), 7, TODAY)
    assert [own["id"] for own in again] == [taken[1]["id"]]


def test_a_webhook_is_told_in_json(ledger: Ledger) -> None:
    with serving(server := _HookServer()) as address:
        way = remind.by_webhook(f"http://{address}/hook")
        for status in (500, 302):
            server.status = status
            with pytest.raises(ElchiError, match=str(status)):
                remind.remind(ledger, way, 7, TODAY)
        server.status = 200
        assert remind.remind(ledger, way, 7, TODAY) == 2
        assert remind.remind(ledger, way, 7, TODAY) == 0
    assert len(server.bodies) == 3
    first, second = server.bodies[-1]["commitments"]
    assert (first["due"], first["evidence"], first["verdict"]) == ("2026-02-05", HOSTILE, "pending")
    assert second["url"] == "https://example.org/news/2"


@pytest.mark.parametrize("url", ["http://example.org/hook", "ftp://127.0.0.1/", "hook", "https://", "http://127.0.0.1:x",
                                 "http://localhost.example.org/"])
def test_a_webhook_elsewhere_needs_https(url: str) -> None:
    with pytest.raises(ElchiError):
        remind.by_webhook(url)


@pytest.mark.parametrize("address", ["desk", "@example.org", "a@b, c@d", "a@b\r\nBcc: c@d", "<a@b>", ""])
def test_what_is_no_mail_address_is_refused(address: str) -> None:
    with pytest.raises(ElchiError, match="no mail address"):
        remind.by_mail(address, "127.0.0.1", 25)


@pytest.mark.parametrize("told", [
    (), ("--mail", "a@example.org"), ("--smtp", "127.0.0.1"), ("--webhook", "https://example.org", "--smtp", "x"),
    ("--mail", "a@example.org", "--smtp", "x", "--webhook", "https://example.org"),
    ("--mail", "a@example.org", "--smtp", "host:port"), ("--mail", "a@example.org", "--smtp", "a@host")])
def test_the_command_says_what_it_needs(ledger: Ledger, told: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, ["remind", *told, "--ledger", ledger.name]).exit_code == 2


def test_the_command_tells_how_many(ledger: Ledger) -> None:
    with serving(server := _MailServer()) as address:
        told = CliRunner().invoke(app, ["remind", "--mail", "desk@example.org", "--smtp", address, "--within", "0",
                                        "--ledger", ledger.name])
        assert (told.exit_code, told.stdout) == (0, f"{ledger.name}: 0 told\n") and server.letters == []
    fault = CliRunner().invoke(app, ["remind", "--webhook", "http://example.org", "--ledger", ledger.name])
    assert fault.exit_code == 1 and "https" in fault.stderr
