"""Members of a ledger: passwords, visits, tokens, waits, the log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import process_time

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from typer.testing import CliRunner, Result

import elchi.cli_users  # noqa: F401  # its command joins the app
from elchi.cli import app
from elchi.errors import LedgerError
from elchi.ledger import members, passwords, schema
from elchi.ledger.database import Ledger

PASSWORD, OTHER = "осенний перевал 7", "зимний перевал 77"
HERE = "192.0.2.7"
REAL = passwords.HASHER


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost little, where it does not matter how much."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def peopled(ledger: Ledger) -> Ledger:
    """A ledger with an admin and an editor."""
    members.add(ledger, "Aigul", "admin", PASSWORD, "root")
    members.add(ledger, "даурен", "editor", PASSWORD, "aigul")
    return ledger


def _later(ledger: Ledger, seconds: int) -> None:
    """Let time pass, as the ledger sees it."""
    with ledger.writing() as connection:
        for table in (schema.session, schema.attempt):
            connection.execute(table.update().values(until=table.c.until - seconds * members.SECOND))


def _guess(ledger: Ledger, name: str, times: int, origin: str = HERE, password: str = OTHER) -> None:
    for _ in range(times):
        with pytest.raises(members.Refused):
            members.enter(ledger, name, password, origin)


def test_a_member_enters_and_leaves(peopled: Ledger) -> None:
    visit = members.enter(peopled, " AIGUL ", PASSWORD, HERE)
    assert members.holder(peopled, "visit", visit) == ("aigul", "admin")
    assert members.holder(peopled, "token", visit) is None  # a cookie's secret is no token
    with peopled.reading() as connection:
        kept = [connection.execute(sa.select(table)).all() for table in (schema.session, schema.member)]
    assert visit not in str(kept) and PASSWORD not in str(kept)
    members.leave(peopled, "aigul", visit)
    assert members.holder(peopled, "visit", visit) is None
    assert [(d.who, d.what, d.about) for d in members.audited(peopled, 2)] == [
        ("aigul", "leave", ""), ("aigul", "enter", HERE)]


def test_a_visit_ends_by_itself(peopled: Ledger) -> None:
    visit = members.enter(peopled, "aigul", PASSWORD, HERE)
    _later(peopled, members.VISIT - 60)
    assert members.holder(peopled, "visit", visit)
    _later(peopled, 61)
    assert members.holder(peopled, "visit", visit) is None


def test_unknown_names_are_told_the_same_and_take_as_long(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", REAL)
    passwords._nobody.cache_clear()
    members.add(ledger, "aigul", "admin", PASSWORD, "root")
    took: dict[str, list[float]] = {"aigul": [], "nobody": [], "пароль вместо имени!": []}
    told = set()
    for n in range(passwords.FREE_BY_NAME - 1):
        for name, times in took.items():
            begun = process_time()  # others work on the same processors
            with pytest.raises(members.Refused) as refused:
                members.enter(ledger, name, OTHER, f"198.51.100.{n}")
            times.append(process_time() - begun)
            told.add(str(refused.value))
    assert len(told) == 1
    least, most = min(map(median, took.values())), max(map(median, took.values()))
    assert most < 2 * least
    assert {done.who for done in members.audited(ledger, 12)} == {"aigul", ""}  # what is no name may be a password
    with ledger.reading() as connection:
        assert "пароль" not in str(connection.execute(sa.select(schema.attempt)).all())


@pytest.mark.parametrize("name", ["aigul", "nobody"])
def test_one_who_guesses_a_password_waits_longer_and_longer(peopled: Ledger, name: str) -> None:
    _guess(peopled, name, passwords.FREE_BY_NAME)
    for seconds in (4, 8, 16):
        with pytest.raises(passwords.Wait) as wait:
            members.enter(peopled, name, PASSWORD, "203.0.113.9")
        assert wait.value.seconds <= seconds
        _later(peopled, seconds)
        _guess(peopled, name, 1)
    _later(peopled, passwords.LAPSE + passwords.LONGEST_WAIT)
    _guess(peopled, name, passwords.FREE_BY_NAME)


def test_one_address_guesses_the_passwords_of_few(peopled: Ledger) -> None:
    for n in range(passwords.FREE_BY_ORIGIN):
        _guess(peopled, f"name{n}", 1, f"2001:db8::{n:x}")
    with pytest.raises(passwords.Wait):
        members.enter(peopled, "aigul", PASSWORD, "2001:db8::ffff")
    assert members.enter(peopled, "aigul", PASSWORD, "2001:db8:1::1")


def test_a_right_password_takes_back_its_own_count_alone(peopled: Ledger) -> None:
    for n in range(passwords.FREE_BY_ORIGIN - 2):
        _guess(peopled, f"name{n}", 1)
        members.enter(peopled, "aigul", PASSWORD, HERE)
    for name in ("one", "more"):
        _guess(peopled, name, 1)
    with pytest.raises(passwords.Wait):
        members.enter(peopled, "aigul", PASSWORD, HERE)


def test_guesses_at_once_are_all_counted(peopled: Ledger) -> None:
    def guess(_: int) -> type[Exception]:
        with pytest.raises((members.Refused, passwords.Wait)) as told:
            members.enter(peopled, "aigul", OTHER, HERE)
        return told.type
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(guess, range(12)))
    assert told.count(members.Refused) == passwords.FREE_BY_NAME


def test_who_is_barred_is_out_at_once_and_may_come_back(peopled: Ledger) -> None:
    visit = members.enter(peopled, "даурен", PASSWORD, HERE)
    token = members.make_token(peopled, "даурен", "сводка", 30)
    members.bar(peopled, "Даурен", "aigul")
    assert members.holder(peopled, "visit", visit) is members.holder(peopled, "token", token) is None
    _guess(peopled, "даурен", 1)
    with pytest.raises(members.Refused):
        members.enter(peopled, "даурен", PASSWORD, HERE)
    members.add(peopled, "даурен", "reader", OTHER, "aigul")
    assert members.holder(peopled, "visit", members.enter(peopled, "даурен", OTHER, HERE)) == ("даурен", "reader")
    assert members.holder(peopled, "token", token) is None


def test_who_forgot_the_password_is_given_another(peopled: Ledger) -> None:
    visit = members.enter(peopled, "даурен", PASSWORD, HERE)
    token = members.make_token(peopled, "даурен", "сводка", 30)
    other = members.enter(peopled, "aigul", PASSWORD, HERE)
    for name, password in (("даурен", "short"), ("nobody", OTHER)):
        with pytest.raises(LedgerError):
            members.give_password(peopled, name, password, "aigul")
    assert members.holder(peopled, "visit", visit)
    members.give_password(peopled, "Даурен", OTHER, "aigul")
    assert members.holder(peopled, "visit", visit) is members.holder(peopled, "token", token) is None
    assert members.holder(peopled, "visit", other)
    done = members.audited(peopled, 1)[0]
    assert (done.who, done.what, done.about) == ("aigul", "password", "даурен")
    _guess(peopled, "даурен", 1, password=PASSWORD)
    assert members.holder(peopled, "visit", members.enter(peopled, "даурен", OTHER, HERE)) == ("даурен", "editor")
    members.bar(peopled, "даурен", "aigul")
    with pytest.raises(LedgerError, match="no user"):
        members.give_password(peopled, "даурен", PASSWORD, "aigul")


def test_a_role_holds_from_the_next_page_on(peopled: Ledger) -> None:
    visit = members.enter(peopled, "даурен", PASSWORD, HERE)
    members.set_role(peopled, "даурен", "reader", "aigul")
    assert members.holder(peopled, "visit", visit) == ("даурен", "reader")
    assert (members.audited(peopled, 1)[0].what, members.audited(peopled, 1)[0].about) == ("role", "даурен reader")


def test_one_admin_stays(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="admin"):
        members.add(ledger, "даурен", "editor", PASSWORD, "root")
    assert not members.any_members(ledger)
    members.add(ledger, "aigul", "admin", PASSWORD, "root")
    with pytest.raises(LedgerError, match="admin"):
        members.bar(ledger, "aigul", "aigul")
    with pytest.raises(LedgerError, match="admin"):
        members.set_role(ledger, "aigul", "reader", "aigul")
    assert [(one.name, one.role, one.barred) for one in members.every(ledger)] == [("aigul", "admin", None)]
    assert [done.what for done in members.audited(ledger, 9)] == ["member"]


@pytest.mark.parametrize(("name", "role", "password", "fault"), [
    ("aigul", "reader", PASSWORD, "already"), ("a b", "reader", PASSWORD, "letters"),
    ("", "reader", PASSWORD, "letters"), ("x\0", "reader", PASSWORD, "letters"),
    ("x" * 65, "reader", PASSWORD, "letters"),
    ("new", "king", PASSWORD, "a role is one of"), ("new", "reader", "short", "12 characters"),
    ("new", "reader", "x" * 1001, "12 characters")])
def test_what_is_not_fit_is_told(peopled: Ledger, name: str, role: str, password: str, fault: str) -> None:
    with pytest.raises(LedgerError, match=fault):
        members.add(peopled, name, role, password, "aigul")
    assert len(members.every(peopled)) == 2


def test_a_new_password_ends_other_visits(peopled: Ledger) -> None:
    own, other = (members.enter(peopled, "aigul", PASSWORD, HERE) for _ in range(2))
    with pytest.raises(members.Refused):
        members.set_password(peopled, "aigul", OTHER, OTHER, HERE, own)
    with pytest.raises(LedgerError, match="12"):
        members.set_password(peopled, "aigul", PASSWORD, "short", HERE, own)
    members.set_password(peopled, "aigul", PASSWORD, OTHER, HERE, own)
    assert members.holder(peopled, "visit", own) and members.holder(peopled, "visit", other) is None
    with pytest.raises(members.Refused):
        members.enter(peopled, "aigul", PASSWORD, HERE)
    assert members.enter(peopled, "aigul", OTHER, HERE)


def test_a_password_is_one_however_it_is_composed(ledger: Ledger) -> None:
    members.add(ledger, "aigul", "admin", "мой длинный йод", "root")
    assert members.enter(ledger, "aigul", "мои\u0306 длинныи\u0306 и\u0306од", HERE)


def test_a_hash_of_former_parameters_is_made_anew(peopled: Ledger) -> None:
    m = schema.member
    with peopled.writing() as connection:
        former = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(PASSWORD)
        connection.execute(m.update().where(m.c.name == "aigul").values(hash=former))
    members.enter(peopled, "aigul", PASSWORD, HERE)
    with peopled.reading() as connection:
        kept = connection.scalar(sa.select(m.c.hash).where(m.c.name == "aigul"))
    assert kept and kept != former and not passwords.is_outdated(kept)
    assert members.enter(peopled, "aigul", PASSWORD, HERE)


def test_tokens_are_made_listed_and_ended(peopled: Ledger) -> None:
    first, second = (members.make_token(peopled, "даурен", label, 30) for label in ("утренняя\n сводка", "архив"))
    assert members.holder(peopled, "token", first) == ("даурен", "editor")
    assert members.holder(peopled, "visit", first) is None
    assert [token.label for token in members.tokens(peopled, "даурен")] == ["архив", "утренняя сводка"]
    own = members.tokens(peopled, "даурен")[0]
    with pytest.raises(LedgerError, match="no such token"):
        members.end_token(peopled, "aigul", own.mark)
    members.end_token(peopled, "даурен", own.mark)
    assert members.holder(peopled, "token", second) is None
    _later(peopled, 31 * 86400)
    assert members.holder(peopled, "token", first) is None and members.tokens(peopled, "даурен") == []


def test_the_log_is_read_backwards(ledger: Ledger) -> None:
    for n in range(5):
        with ledger.writing() as connection:
            members.audit(connection, "aigul", "correct", f"e{n}")
    newest = members.audited(ledger, 3)
    assert [done.about for done in newest] == ["e4", "e3", "e2"]
    assert [done.about for done in members.audited(ledger, 3, newest[-1].number)] == ["e1", "e0"]


def _users(url: str, *words: str, password: str = "") -> Result:
    return CliRunner().invoke(app, ["users", *words, "--ledger", url], input=password)


def test_the_command_says_who_may_use_the_desk(url: str, ledger: Ledger) -> None:
    none = _users(url, "list")
    assert (none.exit_code, none.stdout, none.stderr.count("\n")) == (0, "", 1) and "no users" in none.stderr
    refused = _users(url, "add", "aigul", password="short\n")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1) and "12 characters" in refused.stderr
    added = _users(url, "add", "aigul", "--role", "admin", password=f"{PASSWORD}\n")
    assert (added.exit_code, added.stderr) == (0, "") and PASSWORD not in added.stdout
    assert _users(url, "add", "даурен", password=PASSWORD).exit_code == 0
    assert _users(url, "role", "даурен", "--role", "editor").exit_code == 0
    assert members.enter(ledger, "даурен", PASSWORD, HERE)
    given = _users(url, "password", "даурен", password=f"{OTHER}\n")
    assert (given.exit_code, given.stderr) == (0, "") and OTHER not in given.stdout
    assert members.enter(ledger, "даурен", OTHER, HERE)
    assert _users(url, "bar", "даурен").exit_code == 0
    assert _users(url, "password", "даурен", password=f"{OTHER}\n").exit_code == 1
    assert _users(url, "bar", "aigul").exit_code == 1
    lines = _users(url, "list").stdout.splitlines()
    assert lines[0] == "aigul\tadmin" and lines[1].startswith("даурен\teditor\tbarred 20") and len(lines) == 2
    for words in (["add"], ["list", "aigul"], ["role", "aigul"], ["password"],
                  ["password", "aigul", "--role", "admin"], ["list", "--role", "admin"]):
        assert _users(url, *words).exit_code == 2
